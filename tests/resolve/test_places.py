"""Toponyms planted in invented sentences, and where they must be put."""

from __future__ import annotations

import gzip
import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.model.spans import Span
from onrecord.model.statement import Place
from onrecord.model.toponym import Toponym
from onrecord.resolve.gazetteer import DATA, gazetteer, normal
from onrecord.resolve.places import resolve_places


def resolve(marked: str, *, certain: bool = True) -> list[Place]:
    """Resolve a text whose toponyms stand in square brackets."""
    text, spans, at = "", [], 0
    for match in re.finditer(r"\[([^\]]+)\]", marked):
        text += marked[at : match.start()]
        spans.append(Span(len(text), len(text) + len(match[1])))
        text += match[1]
        at = match.end()
    text += marked[at:]
    places = resolve_places(text, [Toponym(s, certain=certain) for s in spans])
    assert {p.span for p in places} <= set(spans)
    return list(places)


def kilometres(place: Place, lat: float, lon: float) -> float:
    """Distance by the law of cosines: not the formula the code uses."""
    assert place.lat is not None
    assert place.lon is not None
    p, q, d = math.radians(place.lat), math.radians(lat), math.radians(lon - place.lon)
    return 6371 * math.acos(min(1.0, math.sin(p) * math.sin(q) + math.cos(p) * math.cos(q) * math.cos(d)))


PLANTED = [
    # the first bracket of each text: kind, country, latitude, longitude
    ("Trams stopped in [Vienna] at noon.", "city", "AT", 48.21, 16.37),
    ("Trams stopped in [Vienna], [Virginia].", "city", "US", 38.90, -77.26),
    ("Rain fell on [Paris], [Texas], all week.", "city", "US", 33.66, -95.56),
    ("Rain fell on [Paris] all week, and on [Lyon].", "city", "FR", 48.85, 2.35),
    ("Bakers in [Cambridge], [Massachusetts] protested.", "city", "US", 42.37, -71.11),
    ("Bakers in [Cambridge] protested with [London] and [Leeds].", "city", "GB", 52.2, 0.12),
    ("Growers in [Georgia] met. [Atlanta], [Savannah] and [Alabama] sent food.", "region", "US", 32.9, -83.3),
    ("Growers in [Georgia] met. [Tbilisi] and [Armenia] sent food.", "country", "GE", 42.0, 43.5),
    ("A barge left [Odesa] for [Romania].", "city", "UA", 46.48, 30.73),
    ("A barge left [Kiev] at dawn.", "city", "UA", 50.45, 30.52),
    ("Looms closed in [Bombay].", "city", "IN", 19.08, 72.88),
    ("The storm crossed the [Black Sea].", "sea", None, 43.0, 34.5),
    ("The storm crossed the [Gulf of Aden].", "sea", None, 12.0, 48.0),
    ("Ships wait at the [Suez Canal].", "waterway", "EG", 30.5, 32.3),
    ("Nurses in [Jefferson County], [Alabama] quit.", "county", "US", 33.5, -86.9),
    ("Schools in [Surrey] closed, as in [Kent], [England].", "county", "GB", 51.3, -0.4),
    ("The [U.S.] agreed.", "country", "US", 39.8, -98.6),
    ("The [United States] agreed.", "country", "US", 39.8, -98.6),
    ("The [UK] agreed.", "country", "GB", 54.0, -2.0),
    ("[Britain] agreed.", "country", "GB", 54.0, -2.0),
    ("[South Korea] agreed.", "country", "KR", 36.5, 127.8),
    ("[Ivory Coast] agreed.", "country", "CI", 7.6, -5.5),
    ("[Turkey] agreed.", "country", "TR", 39.0, 35.0),
    ("Wells failed across [Africa].", "continent", None, 7.2, 21.1),
    ("Wells failed across the [Sahel].", "region", None, 15.0, 5.0),
    ("Miners in [Kharkiv region] walked out.", "region", "UA", 49.6, 36.5),
    ("Miners in [northern Nigeria] walked out.", "country", "NG", 9.5, 8.0),
    ("Aides flew to [Washington] and met.", "city", "US", 38.9, -77.04),
    ("Fish died near [Spokane], [Wash.] in May.", "city", "US", 47.66, -117.43),
    ("Fish died near [São Paulo].", "city", "BR", -23.55, -46.63),
    ("Fish died near [Sao Paulo].", "city", "BR", -23.55, -46.63),
    ("Fish died in [Ontario] and in [Manitoba].", "region", "CA", 50.0, -85.0),
    ("Fish died in [NSW], near [Sydney].", "region", "AU", -32.0, 147.0),
    ("Fish died in [St. Louis] and [Kansas City], [Missouri].", "city", "US", 38.63, -90.2),
]


@pytest.mark.parametrize(("marked", "kind", "country", "lat", "lon"), PLANTED, ids=[p[0] for p in PLANTED])
def test_a_planted_place_is_put_where_it_is(marked, kind, country, lat, lon):
    place = resolve(marked)[0]
    assert (place.kind, place.country) == (kind, country)
    assert kilometres(place, lat, lon) < 161


def test_one_name_is_one_place_in_a_report():
    places = resolve("[Paris], [Texas] woke early. Bakers in [Paris] did too, and [Paris] slept.")
    assert {p.country for p in places if p.name == "Paris"} == {"US"}


def test_an_unknown_name_keeps_its_name_only_where_the_text_shows_a_place():
    (place,) = resolve("They met in [Qworrelhamptonby].")
    assert (place.name, place.lat, place.country) == ("Qworrelhamptonby", None, None)
    assert resolve("They met in [Qworrelhamptonby].", certain=False) == []


def test_a_known_name_is_taken_where_the_text_leaves_it_open():
    (place,) = resolve("They met in [Tashkent].", certain=False)
    assert place.country == "UZ"


@pytest.mark.parametrize(
    ("name", "key"),
    [("Saint-Étienne", "st etienne"), ("U.S.", "u s"), ("Łódź", "lodz"), ("Mount  Kenya", "mt kenya"), ("...", "")],
)
def test_the_form_names_are_looked_up_by(name, key):
    assert normal(name) == key


def test_every_line_of_the_table_is_found_by_its_key():
    lines = gzip.decompress((DATA / "gazetteer.tsv.gz").read_bytes()).decode().splitlines()
    keys = [line.split("\t")[0].encode() for line in lines]
    assert keys == sorted(keys)
    for line in [*lines[:5], *lines[:: len(lines) // 300], *lines[-5:]]:
        key, name, lat, lon, country, *_ = line.split("\t")
        found = gazetteer().find(key)
        assert (name, float(lat), float(lon), country) in {(e.name, e.lat, e.lon, e.country) for e in found}
        assert all(-90 <= e.lat <= 90 and -180 <= e.lon <= 180 for e in found)


@given(st.text(max_size=30))
def test_any_name_can_be_looked_up(name):
    for entry in gazetteer().find(name):
        assert entry.name


@given(st.lists(st.sampled_from(["Paris", "Texas", "Lima", "Springfield", "Georgia", "Xyzzt"]), max_size=8))
def test_any_list_of_names_is_resolved_in_order_and_again_the_same(names):
    marked = ", ".join(f"[{n}]" for n in names)
    places = resolve(marked)
    assert len(places) == len(names)
    assert [p.span for p in places] == sorted(p.span for p in places)
    assert places == resolve(marked)
