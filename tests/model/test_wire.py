"""The shapes of the extract contract: their keys, their order, and the way back."""

from __future__ import annotations

import copy
import json
from dataclasses import replace

import pytest
from hypothesis import given, settings

from onrecord.model import wire
from onrecord.model.errors import InputError
from onrecord.model.spans import Span
from onrecord.model.statement import Evidence, Figure, Place, Speaker, Via
from onrecord.model.when import When
from tests.store.analyses import DAM_TEXT, analyses, dam


@settings(max_examples=60, deadline=None)
@given(analyses(with_marks=False))
def test_an_analysis_survives_json(analysis):
    with_text = json.loads(json.dumps(wire.analysis_to_json(analysis, with_text=True)))
    assert wire.analysis_from_json(with_text) == analysis
    without = json.loads(json.dumps(wire.analysis_to_json(analysis)))
    assert "text" not in without["report"]
    assert wire.analysis_from_json(without, text=analysis.report.text) == analysis


def test_keys_stand_in_the_order_of_the_contract():
    record = wire.analysis_to_json(dam(), with_text=True)
    assert list(record) == ["schema", "report", "sections", "statements", "mentions"]
    assert record["schema"] == "onrecord/extract/1"
    assert " ".join(record["report"]) == (
        "id source external_id title outlet authors language length text_sha256 text published "
        "url modified analysed note"
    )
    assert " ".join(record["report"]["published"]) == "value precision basis span"
    assert " ".join(record["sections"][0]) == "start end kind author time entry"
    statement = record["statements"][0]
    assert " ".join(statement) == (
        "id section confidence source cue content quote_type act speakers via said_on event_time figures places "
        "evidence engine"
    )
    assert " ".join(statement["said_on"]) == "value not_before not_after precision basis span"
    assert " ".join(statement["event_time"]) == "value precision basis span"
    assert " ".join(statement["speakers"][0]) == "name kind affiliation role"
    assert " ".join(statement["figures"][0]) == "span low high bound unit counted predicate modality"
    assert " ".join(statement["places"][0]) == "span name lat lon country kind"
    assert " ".join(record["statements"][1]["evidence"][0]) == "kind span released_by verified_by unverified_by"
    assert record["statements"][1]["via"] == {"name": "Radio Fjord", "span": [140, 151]}
    assert DAM_TEXT[140:151] == "Radio Fjord"
    assert " ".join(record["mentions"]) == "entities dates figures places"
    assert " ".join(record["mentions"]["entities"][0]) == "span kind name"
    assert " ".join(record["mentions"]["dates"][0]) == "span type value"


def test_the_report_may_be_known_under_an_earlier_id():
    assert wire.analysis_to_json(dam(), report_id="r_earlier")["report"]["id"] == "r_earlier"
    assert wire.analysis_to_json(dam())["report"]["id"] == dam().report.id


def test_whole_numbers_have_no_fraction():
    shape = wire.figure_to_json(Figure(Span(0, 1), 1200.0, 0.5, "range"))
    assert json.dumps([shape["low"], shape["high"]]) == "[1200, 0.5]"
    assert wire.figure_to_json(Figure(Span(0, 1), 1e300, None, "exact"))["low"] == 1e300


def test_bounds_show_where_there_are_any():
    bounded = When(None, None, "inferred", Span(2, 4), "2031-03-01", "2031-03-05")
    assert wire.when_to_json(bounded)["not_after"] == "2031-03-05"
    assert wire.when_from_json(wire.when_to_json(bounded)) == bounded
    assert wire.when_from_json(wire.when_to_json(bounded, bounds=True)) == bounded


@pytest.mark.parametrize(
    ("noun", "there", "back"),
    [
        (Speaker("A", "group", None, "chair"), wire.speaker_to_json, wire.speaker_from_json),
        (Via("X", Span(1, 2)), wire.via_to_json, wire.via_from_json),
        (Place(Span(1, 4), "P", 1.5, -2.0, "NO", None), wire.place_to_json, wire.place_from_json),
        (Evidence("video", Span(0, 2), None, "B", "C"), wire.evidence_to_json, wire.evidence_from_json),
        (Figure(Span(3, 5), None, 7, "up_to", "EUR", "c", "p", "planned"), wire.figure_to_json, wire.figure_from_json),
        ((Span(0, 1), Span(4, 9)), wire.spans_to_json, wire.spans_from_json),
        (dam().sections[1], wire.section_to_json, wire.section_from_json),
        (dam().statements[1], wire.statement_to_json, wire.statement_from_json),
        (dam().mentions, wire.mentions_to_json, wire.mentions_from_json),
    ],
)
def test_each_noun_has_a_way_back(noun, there, back):
    assert back(json.loads(json.dumps(there(noun)))) == noun


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        (("schema",), "onrecord/extract/9", "schema is"),
        (("report", "text"), "another text", "not the one that was hashed"),
        (("report", "authors"), ["Ana", 3], "list of strings"),
        (("report", "analysed"), 1, "neither true nor false"),
        (("report", "title"), 5, "title is not a string"),
        (("sections", 0, "kind"), "advert", "'advert' is none of"),
        (("sections", 0, "start"), "0", "not a whole number"),
        (("statements", 0, "act"), "shout", "'shout' is none of"),
        (("statements", 0, "quote_type"), ["direct"], "is none of"),
        (("statements", 0, "content"), [[5, 3]], "runs forward"),
        (("statements", 0, "content"), [[-1, 3]], "runs forward"),
        (("statements", 0, "content"), [[1, 2, 3]], "pair"),
        (("statements", 0, "confidence"), True, "not a number"),
        (("statements", 0, "figures", 0, "low"), 10**400, "too large"),
        (("statements", 0, "speakers"), {}, "expected a list"),
        (("mentions",), None, "expected an object"),
    ],
)
def test_what_breaks_the_contract_is_named(path, value, words):
    record = wire.analysis_to_json(dam(), with_text=True)
    record = copy.deepcopy(record)
    inner = record
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    with pytest.raises(InputError, match=words):
        wire.analysis_from_json(record)


def test_what_is_missing_is_named():
    record = wire.analysis_to_json(dam(), with_text=True)
    del record["statements"][0]["act"]
    with pytest.raises(InputError, match=r"dam\.txt: record has no key 'act'"):
        wire.analysis_from_json(record)
    with pytest.raises(InputError, match="without its text"):
        wire.analysis_from_json(wire.analysis_to_json(dam()))
    with pytest.raises(InputError, match="expected an object"):
        wire.analysis_from_json([])


def test_marks_stay_behind():
    marked = dam()
    marked = replace(marked, report=replace(marked.report, marks=marked.sections[:1]))
    assert wire.analysis_from_json(wire.analysis_to_json(marked, with_text=True)) == dam()
