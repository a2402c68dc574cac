from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.ingest.archive import parse, read_lines, read_list
from onrecord.model.errors import InputError
from onrecord.model.report import Report

from .helpers import STORY, composer

TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1).filter(lambda text: not text.isspace())


def read(data: bytes, max_line: int = 10_000, max_text: int = 100_000) -> list[Report | InputError]:
    return list(read_lines(iter([data]), composer(max_text), source="a.jsonl", max_line=max_line))


@settings(deadline=None)  # the first example loads the language model
@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=5), st.booleans())
def test_a_rows_text_comes_back_unchanged(rows: list[tuple[str, str]], ascii_only: bool) -> None:
    written = [json.dumps({"id": key, "text": text}, ensure_ascii=ascii_only) for key, text in rows]
    reports = read("\n".join(written).encode(), max_line=1_000_000)
    assert [(report.external_id, report.text) for report in reports if isinstance(report, Report)] == rows


def test_every_field_is_taken() -> None:
    row = {"id": 7, "text": "\r\n" + STORY + "\r\n", "title": " Pier\n closed ", "outlet": "Lenz Courier"}
    row |= {"url": "https://courier.example/pier", "published": "2024-10-18"}
    (report,) = read(json.dumps(row).encode())
    assert isinstance(report, Report)
    assert report.text == "\r\n" + STORY + "\r\n"
    assert (report.source, report.external_id, report.url) == ("a.jsonl", "7", "https://courier.example/pier")
    assert (report.title, report.outlet, report.language) == ("Pier closed", "Lenz Courier", "en")
    assert report.published is not None
    assert (report.published.value, report.published.basis) == ("2024-10-18", "metadata")


def test_html_goes_through_the_page_reader() -> None:
    (report,) = read(json.dumps({"id": "a", "html": f"<p>{STORY}</p>", "published": "2024"}).encode())
    assert isinstance(report, Report)
    assert report.text == " ".join(STORY.split())
    assert report.language == "en"
    assert report.published is not None
    assert report.published.value == "2024"


def test_an_unusable_date_or_address_is_dropped() -> None:
    row = {"id": "a", "text": STORY, "published": "last week", "url": "javascript:alert(1)", "title": 3}
    (report,) = read(json.dumps(row).encode())
    assert isinstance(report, Report)
    assert (report.published, report.url, report.title) == (None, None, None)


def test_one_bad_line_names_itself_and_the_rest_go_on() -> None:
    good = json.dumps({"id": "g", "text": STORY}).encode()
    bad = [
        (b'{"id": "x", "text": ', "malformed JSON"),
        (b"[1, 2]", "has to be an object, not a list"),
        (b'"words"', "not a string"),
        (b'{"id": "x"}', 'neither "text" nor "html"'),
        (b'{"id": "x", "text": 5}', '"text" has to be a string, not a number'),
        (b'{"id": {}, "text": "a"}', '"id" has to be a string or a number, not an object'),
        (b'{"id": "x", "text": ""}', "empty"),
        (b'{"id": "x", "text": " \\n"}', "empty"),
        (b'{"id": "x", "html": "<p></p>"}', "no readable text"),
        (b'{"id": "x", "text": "half \\ud800 pair"}', "surrogate"),
        (b'{"id": "\\ud800", "text": "words"}', "external_id holds half of a surrogate pair"),
        (b'{"id": "x", "text": "a\\u0000b"}', "binary"),
        (b'{"id": "x", "text": "caf\xe9"}', "not UTF-8 at byte 24"),
        (b"[" * 100_000, "nested too deep"),
        (b'{"id": ' + b"9" * 6_000 + b', "text": "a"}', "number too long"),
        (b'{"id": "x", "text": "' + b"long " * 30_000 + b'"}', "limit of 100,000"),
    ]
    for line, problem in bad:
        outcomes = read(b"\n".join([good, b"", line, good]), max_line=1_000_000)
        assert [type(outcome) for outcome in outcomes] == [Report, InputError, Report], line[:40]
        error = outcomes[1]
        assert isinstance(error, InputError)
        assert error.source == "a.jsonl:3"
        assert problem in str(error)
        assert str(error).isprintable()


def test_a_surrogate_pair_is_one_character() -> None:
    (report,) = read(b'{"id": "a", "text": "\\ud83d\\ude00 said"}')
    assert isinstance(report, Report)
    assert report.text == "\U0001f600 said"


def test_lines_are_read_as_they_are_asked_for() -> None:
    line = json.dumps({"id": "a", "text": STORY}).encode() + b"\n"
    given_out: list[int] = []

    def endless() -> Iterator[bytes]:
        while True:
            given_out.append(1)
            yield line

    reports = read_lines(endless(), composer(), source="a", max_line=10_000)
    assert isinstance(next(reports), Report)
    assert isinstance(next(reports), Report)
    assert len(given_out) == 2


def test_no_rows_is_an_error() -> None:
    for data in (b"", b"\n\n \n"):
        (error,) = read(data)
        assert "empty" in str(error)
    assert "empty" in str(next(read_list([], composer(), source="a.json")))


def test_a_list_counts_its_rows() -> None:
    outcomes = list(read_list([{"id": "a", "text": STORY}, None], composer(), source="a.json"))
    assert isinstance(outcomes[0], Report)
    assert str(outcomes[1]).startswith("a.json[2]: a row has to be an object, not null")


@settings(deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(st.sampled_from(["id", "text", "html", "title", "published", "outlet", "url"]), inner)
        ),
        max_leaves=8,
    )
)
def test_no_row_crashes(row: Any) -> None:
    (outcome,) = read_list([row], composer(), source="a")
    if isinstance(outcome, InputError):
        assert outcome.source == "a[1]"
    else:
        assert outcome.text == row.get("text") or row.get("text") is None


def test_a_mark_before_json_is_no_error() -> None:
    assert parse(b'\xef\xbb\xbf{"a": 1}', where="x") == {"a": 1}
    with pytest.raises(InputError, match="line 2 column"):
        parse('{"a":\n x}', where="x")
