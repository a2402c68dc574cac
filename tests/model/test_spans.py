"""Spans and content-derived ids."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from onrecord.model.ids import content_id, report_id, statement_id, text_sha256
from onrecord.model.report import Report, TextVersion
from onrecord.model.spans import Span, hull, trim

TEXTS = st.text(st.sampled_from("ab \n\t“”é😀"), max_size=20)


@given(TEXTS, st.integers(0, 20), st.integers(0, 20))
def test_trim_gives_the_stripped_slice(text: str, a: int, b: int) -> None:
    start, end = sorted((min(a, len(text)), min(b, len(text))))
    found = trim(text, Span(start, end))
    wanted = text[start:end].strip()
    assert (found.of(text) if found else "") == wanted


def test_overlap_is_of_characters_not_of_ends() -> None:
    assert not Span(0, 3).overlaps(Span(3, 5))
    assert Span(0, 4).overlaps(Span(3, 5))
    assert Span(0, 5).contains(Span(3, 5))
    assert hull([Span(4, 5), Span(1, 2)]) == Span(1, 5)
    assert hull([]) is None
    assert Span(2, 4).shift(3) == Span(5, 7)
    assert not Span(2, 2).fits(9)
    assert not Span(2, 10).fits(9)


def test_ids_are_fixed_for_ever() -> None:
    assert content_id("x", {"b": 1, "a": "é"}) == content_id("x", {"a": "é", "b": 1}) == "x_aa58fba8483623bed37c"
    assert text_sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_a_report_with_an_address_keeps_its_id_when_its_text_changes() -> None:
    one = Report(TextVersion.of("a"), "s", url="https://example.org/x")
    two = Report(TextVersion.of("b"), "t", url="https://example.org/x")
    assert one.id == two.id
    assert Report(TextVersion.of("a"), "s").id != Report(TextVersion.of("b"), "s").id
    assert report_id(url=None, external_id="1", text_hash="x") != report_id(url=None, external_id="2", text_hash="x")


def test_a_statement_is_its_report_and_its_characters() -> None:
    base = statement_id("r", "h", (Span(0, 1),), (), (Span(2, 3),))
    assert base != statement_id("r", "h", (), (Span(0, 1),), (Span(2, 3),))
    assert base != statement_id("q", "h", (Span(0, 1),), (), (Span(2, 3),))
