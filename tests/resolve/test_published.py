"""The date of a report from its text."""

from __future__ import annotations

from onrecord.extract.timex import find_time_expressions
from onrecord.model.report import Section, SectionKind
from onrecord.model.when import When
from onrecord.resolve.published import bounds_from_text, published_from_text


def page(*parts: tuple[SectionKind, str]) -> tuple[str, list[Section]]:
    text, sections = "", []
    for kind, words in parts:
        sections.append(Section(len(text), len(text) + len(words), kind, entry=0 if kind == "live_entry" else None))
        text += words + "\n"
    return text, sections


def published(*parts: tuple[SectionKind, str]) -> tuple[str | None, str | None]:
    text, sections = page(*parts)
    when = published_from_text(text, sections, find_time_expressions(text, [s.span for s in sections]))
    assert when is None or when.basis == "explicit"
    return (None, None) if when is None or when.span is None else (when.value, when.span.of(text))


BODY = ("article", "The ferry sank on Friday, 40 years after the fire of 3 May 1984. Rescuers came at once.")


def test_a_date_at_the_top_of_the_page() -> None:
    assert published(("boilerplate", "11 C\nSaturday, October 19, 2024"), ("headline", "Ferry sinks"), BODY) == (
        "2024-10-19",
        "Saturday, October 19, 2024",
    )
    assert published(("boilerplate", "date 2024-10-20 World"), ("headline", "Ferry sinks"), BODY)[0] == "2024-10-20"


def test_a_byline_under_the_headline() -> None:
    assert (
        published(("headline", "Ferry sinks"), ("byline", "Mara Lind19 October 2024 07:30"), BODY)[0]
        == "2024-10-19T07:30"
    )


def test_a_date_with_the_wrong_weekday_is_not_believed() -> None:
    assert published(("byline", "Friday, October 19, 2024"), BODY) == (None, None)


def test_the_publication_goes_before_the_update() -> None:
    byline = "Updated 21 October 2024. Published 19 October 2024."
    assert published(("byline", byline), BODY)[0] == "2024-10-19"
    assert published(("byline", "Updated 21 October 2024."), BODY)[0] == "2024-10-21"


def test_dates_in_the_running_text_are_not_the_report_s() -> None:
    assert published(("headline", "Ferry sinks"), BODY) == (None, None)


def test_dates_of_other_stories_below_are_not_the_report_s() -> None:
    filler = ("article", "Rescuers came. " * 60)
    assert published(("headline", "Ferry sinks"), filler, ("boilerplate", "Storm ahead 2 May 2023")) == (None, None)


def test_a_dateline() -> None:
    assert published(("article", "OSLO, 19 October 2024 (NTB) — The ferry sank."))[0] == "2024-10-19"


def test_the_latest_entry_of_a_live_page() -> None:
    text = "First it sank.\nMara Lind19 October 2024 07:30\nThen it rose.\nMara Lind19 October 2024 09:10\n"
    cuts = [0, 15, 46, 60, len(text)]
    kinds: list[SectionKind] = ["live_entry", "byline", "live_entry", "byline"]
    sections = [Section(cuts[i], cuts[i + 1], kinds[i], entry=i // 2) for i in range(4)]
    when = published_from_text(text, sections, find_time_expressions(text, [s.span for s in sections]))
    assert when is not None
    assert (when.value, when.precision) == ("2024-10-19T09:10", "minute")


def test_bounds() -> None:
    text, sections = page(
        ("article", "The firm said on 4 May 2023 that it will open on 9 June 2023. It sank on 2 May 2023.")
    )
    found = bounds_from_text(text, sections, find_time_expressions(text, [s.span for s in sections]))
    assert found is not None
    assert found.span is not None
    assert found == When(None, None, "inferred", found.span, not_before="2023-05-04")
    assert found.span.of(text) == "4 May 2023"
    text, sections = page(("article", "It will open on 9 June 2023."))
    assert bounds_from_text(text, sections, find_time_expressions(text, [s.span for s in sections])) is None
