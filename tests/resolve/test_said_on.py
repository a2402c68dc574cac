"""When statements were said, and when what they tell is said to have happened."""

from __future__ import annotations

from datetime import date

import pytest

from onrecord.extract.timex import find_time_expressions
from onrecord.model.report import Section
from onrecord.model.spans import Span
from onrecord.model.statement import Attribution
from onrecord.model.when import When
from onrecord.nlp.parse import Passage
from onrecord.nlp.spacy_parser import SpacyParser
from onrecord.resolve.dates import normalise
from onrecord.resolve.said_on import said_on

ANCHOR = date(2024, 10, 23)  # a Wednesday
PUBLISHED = When("2024-10-23", "day", "metadata")


@pytest.fixture(scope="module")
def parser() -> SpacyParser:
    return SpacyParser()


def _nearest(text: str, words: str, to: int) -> tuple[Span, ...]:
    """The occurrence of ``words`` that starts nearest to ``to``."""
    starts = [i for i in range(len(text)) if words and text.startswith(words, i)]
    if not starts:
        return ()
    start = min(starts, key=lambda i: abs(i - to))
    return (Span(start, start + len(words)),)


def attribution(text: str, source: str, cue: str, content: str) -> Attribution:
    start = text.index(content)
    spans = (Span(start, start + len(content)),)
    return Attribution(_nearest(text, source, start), _nearest(text, cue, start), spans, "indirect", 1.0, "test")


def dated(
    parser: SpacyParser,
    text: str,
    parts: list[tuple[str, str, str]],
    *,
    published: When | None = PUBLISHED,
    sections: list[Section] | None = None,
) -> list[tuple[When, When | None]]:
    spans, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            spans.append(Span(at, at + len(line)))
        at += len(line) + 1
    sections = sections or [Section(0, len(text), "article")]
    passages = [
        Passage(next(i for i, s in enumerate(sections) if s.start <= span.start < s.end), span, parse)
        for span, parse in zip(spans, parser.parse(text, spans), strict=True)
    ]
    anchors = [(s.span, date.fromisoformat(s.time[:10])) for s in sections if s.time]
    anchor = ANCHOR if published else None
    times = normalise(find_time_expressions(text, spans), text, anchor=anchor, section_anchors=anchors)
    return said_on(text, [attribution(text, *p) for p in parts], sections, passages, times, published)


@pytest.mark.parametrize(
    ("text", "cue", "value", "basis"),
    [
        ("Mara Lind said on Friday that the dam had failed.", "said", "2024-10-18", "weekday"),
        ("On Thursday, Mara Lind said the dam had failed.", "said", "2024-10-17", "weekday"),
        ("On Thursday Mara Lind once again said the dam had failed.", "said", "2024-10-17", "weekday"),
        ("Because of rain the dam had failed, Mara Lind said Monday.", "said", "2024-10-21", "weekday"),
        ("Mara Lind said earlier on Tuesday the dam had failed.", "said", "2024-10-22", "weekday"),
        ("Mara Lind told reporters yesterday that the dam had failed.", "told", "2024-10-22", "relative"),
        ("Mara Lind said on October 3 that the dam had failed.", "said", "2024-10-03", "explicit"),
        ("Mara Lind said in a speech in Oslo on October 3 that the dam had failed.", "said", "2024-10-03", "explicit"),
    ],
)
def test_a_time_that_hangs_on_the_cue(parser: SpacyParser, text: str, cue: str, value: str, basis: str) -> None:
    ((said, event),) = dated(parser, text, [("Mara Lind", cue, "the dam had failed")])
    assert (said.value, said.basis) == (value, basis)
    assert said.span is not None
    assert said.span in {t.span for t in find_time_expressions(text, [Span(0, len(text))])}
    assert event is None


def test_a_longer_stretch_gives_bounds_cut_at_the_publication(parser: SpacyParser) -> None:
    ((said, _),) = dated(
        parser,
        "Mara Lind announced this week that the dam had failed.",
        [("Mara Lind", "announced", "the dam had failed")],
    )
    assert (said.value, said.not_before, said.not_after) == (None, "2024-10-21", "2024-10-23")


def test_without_a_word_on_it_only_the_publication_bounds_it(parser: SpacyParser) -> None:
    ((said, event),) = dated(
        parser, "Mara Lind said the dam had failed.", [("Mara Lind", "said", "the dam had failed")]
    )
    assert said == When(None, not_after="2024-10-23")
    assert event is None


def test_a_time_inside_the_content_dates_the_event_only(parser: SpacyParser) -> None:
    text = "Mara Lind said the dam failed on October 8."
    ((said, event),) = dated(parser, text, [("Mara Lind", "said", "the dam failed on October 8")])
    assert said.value is None
    assert event is not None
    assert (event.value, event.precision, event.basis) == ("2024-10-08", "day", "explicit")
    assert event.span is not None
    assert event.span.of(text) == "October 8"


def test_a_range_inside_the_content_is_one_interval(parser: SpacyParser) -> None:
    text = "Mara Lind said the fleet sailed between 8 and 13 October."
    ((_, event),) = dated(parser, text, [("Mara Lind", "said", "the fleet sailed between 8 and 13 October")])
    assert event is not None
    assert (event.value, event.precision) == ("2024-10-08/2024-10-13", "interval")
    assert event.span is not None
    assert event.span.of(text) == "8 and 13 October"


@pytest.mark.parametrize(
    "content",
    [
        "the dam leaked since 2019",
        "the 2019 dam law was bad",
        "Monday's storm broke the dam",
        "the dam held until October 8",
    ],
)
def test_a_limit_or_a_description_is_no_event_time(parser: SpacyParser, content: str) -> None:
    ((_, event),) = dated(parser, f"Mara Lind said {content}.", [("Mara Lind", "said", content)])
    assert event is None


def test_a_year_in_the_name_of_a_source_is_not_the_time_of_speaking(parser: SpacyParser) -> None:
    text = "The 1951 Lakes Convention says the dam must stand."
    ((said, _),) = dated(parser, text, [("The 1951 Lakes Convention", "says", "the dam must stand")])
    assert said == When(None, not_after="2024-10-23")


def test_a_time_in_a_clause_about_the_source_is_not_the_time_of_speaking(parser: SpacyParser) -> None:
    text = "Mara Lind, who was elected on October 3, said the dam had failed."
    ((said, _),) = dated(parser, text, [("Mara Lind, who was elected on October 3,", "said", "the dam had failed")])
    assert said.value is None


def test_a_neighbouring_statement_of_the_same_speaker_lends_its_date(parser: SpacyParser) -> None:
    text = (
        "Mara Lind said on Friday that the dam had failed. She added that rain was to blame.\n"
        "“Nobody slept,” Ms Lind said.\n"
        "Olav Berg said the road was shut."
    )
    parts = [
        ("Mara Lind", "said", "the dam had failed"),
        ("She", "added", "rain was to blame"),
        ("Ms Lind", "said", "Nobody slept"),
        ("Olav Berg", "said", "the road was shut"),
    ]
    said = [w for w, _ in dated(parser, text, parts)]
    assert [(w.value, w.basis) for w in said] == [
        ("2024-10-18", "weekday"),
        ("2024-10-18", "context"),
        ("2024-10-18", "context"),
        (None, None),
    ]


def test_the_sentence_after_tells_of_the_occasion(parser: SpacyParser) -> None:
    text = "Norway's minister said the dam had failed.\nMara Lind made a statement in Oslo on Saturday."
    ((said, _),) = dated(parser, text, [("Norway's minister", "said", "the dam had failed")])
    assert (said.value, said.basis) == ("2024-10-19", "context")


def test_a_headline_takes_the_only_date_of_its_speaker(parser: SpacyParser) -> None:
    text = "Dam has failed, Lind says\nThe town woke.\nThe road shut.\nMara Lind said on Friday that the wall broke."
    cut = text.index("\n") + 1
    sections = [Section(0, cut, "headline"), Section(cut, len(text), "article")]
    parts = [("Lind", "says", "Dam has failed"), ("Mara Lind", "said", "the wall broke")]
    said = [w for w, _ in dated(parser, text, parts, sections=sections)]
    assert [(w.value, w.basis) for w in said] == [("2024-10-18", "context"), ("2024-10-18", "weekday")]


def test_a_live_entry_has_its_own_day(parser: SpacyParser) -> None:
    text = "Mara Lind said the dam had failed.\nOlav Berg said today the road was shut."
    cut = text.index("\n") + 1
    sections = [
        Section(0, cut, "live_entry", time="2024-10-20T08:00", entry=0),
        Section(cut, len(text), "live_entry", time="2024-10-21T09:00", entry=1),
    ]
    parts = [("Mara Lind", "said", "the dam had failed"), ("Olav Berg", "said", "the road was shut")]
    (first, _), (second, _) = dated(parser, text, parts, sections=sections)
    assert first == When(None, not_after="2024-10-20")
    assert (second.value, second.basis) == ("2024-10-21", "relative")


def test_without_a_publication_a_day_without_a_year_is_not_guessed(parser: SpacyParser) -> None:
    text = "Mara Lind said on October 3 that the dam had failed."
    ((said, _),) = dated(parser, text, [("Mara Lind", "said", "the dam had failed")], published=None)
    assert (said.value, said.not_after) == (None, None)
    assert said.span is not None
    assert said.span.of(text) == "October 3"


def test_nothing_is_said_after_the_report(parser: SpacyParser) -> None:
    text = "Mara Lind will say on Friday that the dam had failed."
    ((said, _),) = dated(parser, text, [("Mara Lind", "will say", "the dam had failed")])
    assert (said.value, said.not_after) == (None, "2024-10-23")
