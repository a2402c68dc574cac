"""A brief says nothing without its characters."""

from __future__ import annotations

import dataclasses

import pytest

from onrecord.assess.brief import LENGTH, Brief, escape, to_markdown, write_brief
from onrecord.model.errors import IntegrityError
from onrecord.model.record import StatementRow
from onrecord.model.spans import Span
from onrecord.model.statement import Act, Figure, Speaker
from onrecord.thread.origins import count, origins
from tests.record import row


def brief(*rows: StatementRow, texts: dict[str, str] | None = None) -> Brief:
    ids = origins(rows)
    held = texts or {r.version_sha256: r.content_text for r in rows}
    return write_brief("Port", rows, ids, count(rows, ids), held.__getitem__)


def test_each_sentence_quotes_its_characters_and_cites_them() -> None:
    made = brief(row("the port is closed", "Ann Lee", said="2024-10-18", act="confirm"))
    (part,) = made.parts
    assert part.heading == "Confirmed by"
    (sentence,) = part.sentences
    assert "Ann Lee confirms: “the port is closed” (confirm, 2024-10-18)." in sentence.text
    (citation,) = made.citations
    assert (citation.number, citation.spans) == (sentence.citation, (Span(0, 18),))


def test_not_confirming_stands_apart_from_denying() -> None:
    made = brief(row("it did", "Ann Lee", act="unverified"), row("it never did", "Bob Fox", act="deny"))
    assert [p.heading for p in made.parts] == ["Denied by", "Not confirmed, no comment"]


def test_one_origin_is_said_once_and_a_new_figure_again() -> None:
    def ships(n: float) -> tuple[Figure, ...]:
        return (Figure(Span(0, 2), n, n, "exact"),)

    rows = [
        row("10 ships", "Ann Lee", report="r_a", said="2024-10-18", figures=ships(10)),
        row("10 ships there", "Ann Lee", report="r_b", said="2024-10-18", figures=ships(10)),
        row("12 ships", "Ann Lee", report="r_b", said="2024-10-18", figures=ships(12)),
    ]
    figures = brief(*rows).parts[0]
    assert (figures.heading, len(figures.sentences)) == ("Figures", 2)


def test_a_statement_whose_text_was_changed_is_refused() -> None:
    one = row("the port is closed", "Ann Lee")
    with pytest.raises(IntegrityError, match="its text is not the one"):
        brief(one, texts={one.version_sha256: "the port is open"})


@pytest.mark.parametrize("spans", [(), (Span(3, 3),), (Span(0, 99),)])
def test_a_statement_without_valid_spans_is_refused(spans: tuple[Span, ...]) -> None:
    with pytest.raises(IntegrityError, match="span lies outside"):
        brief(dataclasses.replace(row("the port is closed", "Ann Lee"), content=spans))


def test_a_statement_whose_words_are_not_those_of_its_spans_is_refused() -> None:
    one = dataclasses.replace(row("the port is closed", "Ann Lee"), content=(Span(0, 8),))
    with pytest.raises(IntegrityError, match="not those of its spans"):
        brief(one)


def test_headlines_and_captions_are_not_in_the_brief() -> None:
    assert brief(row("the port is closed", "Ann Lee", section_kind="headline")).parts == ()


def test_markdown_escapes_what_comes_from_reports() -> None:
    hostile = row("<script>alert(1)</script> [x](javascript:y) `z` \u202egnp", "Ann | Lee")
    shown = to_markdown(brief(hostile))
    assert "<script" not in shown.replace("\\<", "")
    assert "\u202e" not in shown
    assert "\\[x\\]" in shown
    assert "Ann \\| Lee" in shown


def test_escape_keeps_plain_text() -> None:
    assert escape("Ann Lee: “12,000 men”, she said") == "Ann Lee: “12,000 men”, she said"


def test_long_content_is_cut_at_a_word_and_cited_whole() -> None:
    made = brief(row("word " * 200, "Ann Lee"))
    text = made.parts[0].sentences[0].text
    assert "word …”" in text
    assert made.citations[0].spans == (Span(0, 1000),)


def test_an_unknown_speaker_is_called_unnamed() -> None:
    assert brief(row("it rained")).parts[0].sentences[0].text.startswith("An unnamed speaker says")


@pytest.mark.parametrize(
    ("speaker", "verb"),
    [
        (Speaker("lawmakers", "group"), "Lawmakers say:"),
        (Speaker("senior officials", "anonymous"), "Senior officials say:"),
        (Speaker("a boss", "anonymous"), "A boss says:"),
        (Speaker("United Nations", "institution"), "United Nations says:"),
    ],
)
def test_the_verb_agrees_with_its_speaker(speaker: Speaker, verb: str) -> None:
    made = brief(row("it rained", speakers=(speaker,)))
    assert made.parts[0].sentences[0].text.startswith(verb)


def test_roles_are_shown() -> None:
    made = brief(row("it rained", speakers=(Speaker("Ann Lee", "person", "Norway", "mayor"),)))
    assert made.parts[0].sentences[0].text.startswith("Ann Lee (mayor, Norway) says")


def test_several_speakers_take_a_verb_of_several() -> None:
    made = brief(row("it rained", "Ann Lee", "Bob Fox", "Cy Orr", act="deny"), row("it snowed", "A Po", "B Vo"))
    assert [p.sentences[0].text.split(":")[0] for p in made.parts] == [
        "Ann Lee, Bob Fox and Cy Orr deny",
        "A Po and B Vo say",
    ]


def test_a_sentence_begins_with_a_capital() -> None:
    made = brief(row("it rained", speakers=(Speaker("a port official", "anonymous"),)))
    assert made.parts[0].sentences[0].text.startswith("A port official says")


def test_a_brief_is_read_in_two_minutes() -> None:
    acts: tuple[Act, ...] = ("assert", "confirm", "deny", "warn", "demand", "unverified")
    rows = [row(f"number {n} {act} " + "word " * 60, f"Ann Lee {act}{n}", act=act) for n in range(20) for act in acts]
    made = brief(*rows)
    words = sum(len(s.text.split()) for part in made.parts for s in part.sentences)
    longest = max(len(s.text.split()) for part in made.parts for s in part.sentences)
    assert LENGTH <= words < LENGTH + longest
    assert len(made.parts) == len(acts)
    assert max(len(p.sentences) for p in made.parts) - min(len(p.sentences) for p in made.parts) <= 1
