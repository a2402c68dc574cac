"""Places: each toponym's entry in the gazetteer, chosen by the company it keeps.

The choice is a sum of named parts, on the scale of a tenfold population: what a name means to most readers (its
largest bearer), what the text says outright ("Paris, Texas"), and what else the report is about (the countries and
divisions of its other places, and what lies near). One name means one place in one report, unless the text says
otherwise. This is the common ground of the toponym resolvers compared by Wang and Hu (2019); the weights were set on
150 reports of the Local-Global Lexicon and 80 of GeoVirus, and checked on others.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from onrecord.model.statement import Place
from onrecord.model.toponym import Toponym
from onrecord.resolve.gazetteer import Entry, Gazetteer, gazetteer, normal

_KIND = {
    "country": 3.0, "continent": 4.0, "region": 1.0, "county": 0.5, "sea": 1.0, "city": 0.0,
}  # fmt: skip
_CAPITAL = 1.5
_ALTERNATE = -2.0
_SAID = 12.0
"""For a place inside the division or country named behind it: outweighs everything else."""
_SAME_COUNTRY = 4.0
_SAME_DIVISION = 2.5
_NEAR = 1.6
_NEAR_KM = 100.0
_MAX_OTHERS = 60
_NAMESAKE = -2.5
"""For a division named after its own city, which is what the bare name means ("São Paulo"). American states keep
theirs: "New York" alone is as often the state."""
_ROUNDS = 2
_ACRONYM = 3
_CONTAINED = re.compile(r",?\s*(?:\(\s*)?,?\s*")
_QUALIFIER = re.compile(
    r"^(?:north(?:ern)?|south(?:ern)?|east(?:ern)?|west(?:ern)?|north-?east(?:ern)?|north-?west(?:ern)?|south-?east(?:ern)?"
    r"|south-?west(?:ern)?|central|upper|lower|greater|downtown|mainland|mid|rural|occupied|city of|town of|village of"
    r"|state of|province of|county of|republic of|kingdom of|port of|island of)[\s-]+",
    re.IGNORECASE,
)
_GENERIC = re.compile(
    r"\s+(?:region|province|oblast|governorate|prefecture|district|state|city|area|territory|peninsula|island|islands"
    r"|valley|township|metropolitan area|municipality|krai|voivodeship|canton|department)$",
    re.IGNORECASE,
)
_PEOPLE = re.compile(r"(?:ian|ean|can|ese|ish|ans|i|is|men)s?$")
"""Endings of the names of peoples, which the parser sometimes takes for places: only asked of unknown names."""
_DIVISION_WORD = re.compile(
    r"(?:region|province|oblast|governorate|prefecture|state|territory|krai|voivodeship|canton)$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Name:
    """A toponym with the places it may be."""

    toponym: Toponym
    text: str
    entries: tuple[Entry, ...]


def resolve_places(text: str, toponyms: Sequence[Toponym]) -> tuple[Place, ...]:
    """The places of a report, in text order; ``toponyms`` in text order without overlaps.

    An uncertain toponym that the gazetteer does not know, and a facility it does not know, is dropped; any other
    unknown one keeps its name without coordinates.
    """
    table = gazetteer()
    known: dict[str, tuple[Entry, ...]] = {}
    names = []
    for toponym in toponyms:
        written = " ".join(toponym.span.of(text).split())
        if written not in known:
            known[written] = _look_up(table, written)
        entries = known[written]
        if not entries and (toponym.facility or not toponym.certain or _PEOPLE.search(written)):
            continue
        names.append(_Name(toponym, written, entries))
    chosen = _choose(text, names)
    return tuple(_place(name, entry) for name, entry in zip(names, chosen, strict=True))


def _look_up(table: Gazetteer, written: str) -> tuple[Entry, ...]:
    found = table.find(written)
    if written.isupper() and len(written) <= _ACRONYM:
        found = tuple(e for e in found if e.kind != "city" or len(normal(e.name)) > _ACRONYM)
    if found:
        return found
    generic = _GENERIC.sub("", written)
    if generic != written:
        found = table.find(generic)
        if _DIVISION_WORD.search(written):
            found = tuple(e for e in found if e.kind == "region") or found
        if found:
            return found
    bare = _QUALIFIER.sub("", _QUALIFIER.sub("", generic))
    return table.find(bare) if bare and bare != generic else ()


def _place(name: _Name, entry: Entry | None) -> Place:
    if entry is None:
        return Place(name.toponym.span, name.text)
    return Place(name.toponym.span, entry.name, entry.lat, entry.lon, entry.country or None, entry.kind)


def _prior(entry: Entry) -> float:
    size = math.log10(entry.population + 10)
    if entry.kind == "city" and gazetteer().is_capital(entry):
        size += _CAPITAL
    return size + _KIND.get(entry.kind, 0.0) + (_ALTERNATE if entry.alternate else 0.0)


def kilometres(a: Entry, b: Entry) -> float:
    """The great-circle distance of two places, on a sphere of 6,371 km."""
    p, q = math.radians(a.lat), math.radians(b.lat)
    h = math.sin((q - p) / 2) ** 2 + math.cos(p) * math.cos(q) * math.sin(math.radians(b.lon - a.lon) / 2) ** 2
    return 12742.0 * math.asin(min(1.0, math.sqrt(h)))


def _inside(entry: Entry, whole: Entry) -> bool:
    """Whether ``entry`` lies in the division or country ``whole``."""
    if whole.kind == "country":
        return entry.country == whole.country and entry.kind != "country"
    if whole.kind == "region" and whole.admin:
        same = entry.country == whole.country and entry.admin == whole.admin
        return same and entry.kind not in {"region", "country"}
    return False


def _city_namesake(name: _Name, division: Entry) -> bool:
    """Whether a city that makes up much of a division outside the United States bears its name."""
    return division.country != "US" and any(
        e.kind == "city" and e.country == division.country and e.population * 10 > division.population
        for e in name.entries
    )


def _choose(text: str, names: Sequence[_Name]) -> list[Entry | None]:
    said: list[dict[Entry, float]] = [defaultdict(float) for _ in names]
    spread: dict[str, dict[Entry, float]] = defaultdict(lambda: defaultdict(float))
    for i, (name, follows) in enumerate(pairwise(names)):
        gap = text[name.toponym.span.end : follows.toponym.span.start]
        if len(gap) > 6 or ("," not in gap and "(" not in gap) or not _CONTAINED.fullmatch(gap):
            continue
        kinds = {e.kind for e in name.entries}  # "Jordan, Israel" lists countries; no town is meant
        for entry in name.entries:
            for whole in follows.entries:
                if _inside(entry, whole) and not (entry.kind == "city" and "country" in kinds):
                    said[i][entry] = _SAID
                    said[i + 1][whole] = _SAID
                    spread[name.text][entry] = _SAID / 2
    contained = set(spread)
    for name in names:
        for entry in name.entries:
            if entry.kind == "region" and name.text not in contained and _city_namesake(name, entry):
                spread[name.text][entry] = _NAMESAKE
    chosen: list[Entry | None] = [_best(n, {}, said[i], spread[n.text]) for i, n in enumerate(names)]
    for _ in range(_ROUNDS):
        context = _Context(names, chosen, said)
        by_name: dict[str, Mapping[Entry, float]] = {}
        for n in names:
            if n.text not in by_name:
                by_name[n.text] = context.bonus(n)
        chosen = [_best(n, by_name[n.text], said[i], spread[n.text]) for i, n in enumerate(names)]
    return chosen


def _best(name: _Name, bonus: Mapping[Entry, float], *more: Mapping[Entry, float]) -> Entry | None:
    if not name.entries:
        return None
    return max(
        name.entries,
        key=lambda e: (
            _prior(e) + bonus.get(e, 0.0) + sum(m.get(e, 0.0) for m in more),
            e.population,
            e.country,
            e.admin,
            e.name,
        ),
    )


class _Context:
    """What the other places of the report say for each entry of a name."""

    def __init__(
        self, names: Sequence[_Name], chosen: Sequence[Entry | None], said: Sequence[Mapping[Entry, float]]
    ) -> None:
        self.places: dict[str, tuple[Entry, float]] = {}
        for name, entry, sure in zip(names, chosen, said, strict=True):
            if entry is not None:
                rivals = sum(1 for e in name.entries if _prior(e) > _prior(entry) - 2 and e != entry)
                weight = 2.0 if sure else 1.0 / (1 + rivals)
                if name.text not in self.places or weight > self.places[name.text][1]:
                    self.places[name.text] = (entry, weight)
        self.countries: defaultdict[str, float] = defaultdict(float)
        self.divisions: defaultdict[tuple[str, str], float] = defaultdict(float)
        for entry, weight in self.places.values():
            if entry.country:
                self.countries[entry.country] += weight
                if entry.admin:
                    self.divisions[entry.country, entry.admin] += weight

    def bonus(self, name: _Name) -> dict[Entry, float]:
        """The bonus of each entry, from every other name of the report."""
        own, own_weight = self.places.get(name.text, (None, 0.0))
        if len(name.entries) < 2:
            return {}
        others = [e for key, (e, _) in self.places.items() if key != name.text and e.kind in {"city", "county"}][
            :_MAX_OTHERS
        ]
        country_total = sum(self.countries.values()) - own_weight
        out = {}
        for entry in name.entries:
            same = self.countries[entry.country] - (own_weight if own and own.country == entry.country else 0.0)
            division = (entry.country, entry.admin)
            near = self.divisions[division] - (own_weight if own and (own.country, own.admin) == division else 0.0)
            value = _SAME_COUNTRY * same / country_total if country_total > 0 else 0.0
            if entry.admin and near > 0:
                value += _SAME_DIVISION * min(1.0, math.log2(1 + near) / 2)
            if entry.kind in {"city", "county"}:
                close = sum(1 / (1 + (kilometres(entry, o) / _NEAR_KM) ** 2) for o in others)
                value += _NEAR * min(1.0, close)
            out[entry] = value
        return out
