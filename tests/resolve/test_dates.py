"""Planted time expressions and the values they must have."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.extract.timex import find_time_expressions
from onrecord.model.spans import Span
from onrecord.model.timex import ResolvedTime
from onrecord.resolve.dates import domain_of, normalise

WORDS = [
    *("the", "a", "of", "and", "to", "on", "in", "by", "late", "last", "next", "this", "same", "every", "two", "few"),
    *("week", "month", "year", "quarter", "day", "weekend", "decades", "century", "Monday", "May", "October", "Oct."),
    *("12", "31", "2024", "1999", "1000", "0", "99999", "400000", "2024-10-19", "7:15", "p.m.", "GMT", "BC", "1970s"),
    *(
        "night",
        "ago",
        "earlier",
        "later",
        "before",
        "now",
        "half",
        "first",
        "second",
        "fiscal",
        "Easter",
        "will",
        "said",
    ),
    *(",", ".", "-", "\n\n"),
]

ANCHOR = date(2024, 10, 23)  # a Wednesday


def resolve(text: str, anchor: date | None = ANCHOR, **more: object) -> list[ResolvedTime]:
    expressions = find_time_expressions(text, [Span(0, len(text))])
    return normalise(expressions, text, anchor=anchor, **more)  # type: ignore[arg-type]


def rows(text: str, anchor: date | None = ANCHOR, **more: object) -> list[tuple[str, str, str | None]]:
    return [(t.span.of(text), t.expression.type, t.value) for t in resolve(text, anchor, **more)]


NEWS: list[tuple[str, list[tuple[str, str, str | None]]]] = [
    # explicit days in every order
    ("The dam broke on 2024-10-20.", [("2024-10-20", "date", "2024-10-20")]),
    ("The dam broke on 19/10/2024.", [("19/10/2024", "date", "2024-10-19")]),
    ("The dam broke on 10/19/2024.", [("10/19/2024", "date", "2024-10-19")]),
    ("The dam broke on 19.10.2024.", [("19.10.2024", "date", "2024-10-19")]),
    ("The dam broke on Oct. 19.", [("Oct. 19", "date", "2024-10-19")]),
    ("The dam broke on the 19th of October.", [("the 19th of October", "date", "2024-10-19")]),
    ("The dam broke on October 19, 2023.", [("October 19, 2023", "date", "2023-10-19")]),
    ("The dam broke on 19 October 2023.", [("19 October 2023", "date", "2023-10-19")]),
    ("The dam broke on October 19th.", [("October 19th", "date", "2024-10-19")]),
    ("The dam broke on Saturday, October 19, 2024.", [("Saturday, October 19, 2024", "date", "2024-10-19")]),
    ("The dam broke on Sat, 19 Oct 2024.", [("Sat, 19 Oct 2024", "date", "2024-10-19")]),
    ("The dam broke on the first of May 2021.", [("the first of May 2021", "date", "2021-05-01")]),
    ("Posted 18 October 2024 04:16", [("18 October 2024 04:16", "time", "2024-10-18T04:16")]),
    ("Mara Lind18 October 2024 04:16", [("18 October 2024 04:16", "time", "2024-10-18T04:16")]),
    ("Logged 2024-10-18T04:16:30Z", [("2024-10-18T04:16:30Z", "time", "2024-10-18T04:16:30")]),
    ("It opened on January 5.", [("January 5", "date", "2025-01-05")]),
    ("It opened on June 5.", [("June 5", "date", "2024-06-05")]),
    # years, decades, centuries
    ("It has stood since 1987.", [("1987", "date", "1987")]),
    ("It was built in the late 1970s.", [("the late 1970s", "date", "197")]),
    ("It was built in the '80s.", [("the '80s", "date", "198")]),
    ("It was built in the early 19th century.", [("the early 19th century", "date", "18")]),
    ("It was built in nineteen seventy-nine.", [("nineteen seventy-nine", "date", "1979")]),
    ("The 1955-57 programme failed.", [("1955", "date", "1955"), ("57", "date", "1957")]),
    # months, seasons, quarters, fiscal years
    ("It closed in March 2022.", [("March 2022", "date", "2022-03")]),
    ("It closed in late August.", [("late August", "date", "2024-08")]),
    ("It has run since mid-2023.", [("mid-2023", "date", "2023")]),
    ("It will be ready by November.", [("November", "date", "2024-11")]),
    ("They met last April.", [("last April", "date", "2024-04")]),
    ("They met in December.", [("December", "date", "2023-12")]),
    ("They met in June last year.", [("June last year", "date", "2023-06")]),
    ("They met at the end of May.", [("the end of May", "date", "2024-05")]),
    ("They met in the spring of 2019.", [("the spring of 2019", "date", "2019-SP")]),
    ("They met last summer.", [("last summer", "date", "2024-SU")]),
    ("Sales fell in the third quarter.", [("the third quarter", "date", "2024-Q3")]),
    ("Sales fell in the last quarter of 2022.", [("the last quarter of 2022", "date", "2022-Q4")]),
    ("Sales fell last quarter.", [("last quarter", "date", "2024-Q3")]),
    ("It took seventeen years.", [("seventeen years", "duration", "P17Y")]),
    ("It grew in the past seventeen years.", [("the past seventeen years", "duration", "P17Y")]),
    ("Sales fell in Q2 2023.", [("Q2 2023", "date", "2023-Q2")]),
    ("Sales fell in the first half of 2023.", [("the first half of 2023", "date", "2023-H1")]),
    ("Sales fell in fiscal 2023.", [("fiscal 2023", "date", "2023")]),
    ("The deal should close by year-end.", [("year-end", "date", "2024-12-31")]),
    # weekdays
    ("The minister resigned on Friday.", [("Friday", "date", "2024-10-18")]),
    ("The minister resigned Wednesday.", [("Wednesday", "date", "2024-10-23")]),
    ("The court will rule on Friday.", [("Friday", "date", "2024-10-25")]),
    ("The court is due to rule on Monday.", [("Monday", "date", "2024-10-28")]),
    ("She spoke last Thursday.", [("last Thursday", "date", "2024-10-17")]),
    ("The talks resume next Tuesday.", [("next Tuesday", "date", "2024-10-29")]),
    ("Critics attacked Monday's ruling.", [("Monday", "date", "2024-10-21")]),
    ("The talks began on Friday night.", [("Friday night", "time", "2024-10-18TNI")]),
    ("The talks began early Tuesday.", [("early Tuesday", "date", "2024-10-22")]),
    # counted from now
    ("The dam broke on 2024/10/19.", [("2024/10/19", "date", "2024-10-19")]),
    ("It fell the day before yesterday.", [("the day before yesterday", "date", "2024-10-21")]),
    ("The 2023/24 season is over.", [("2023", "date", "2023"), ("24", "date", "2024")]),
    ("Updated: 20 Oct 2024, 04:16", [("20 Oct 2024, 04:16", "time", "2024-10-20T04:16")]),
    ("Posted Oct 19, 2024 at 3:15 PM", [("Oct 19, 2024 at 3:15 PM", "time", "2024-10-19T15:15")]),
    ("It began at 10.30pm on Monday.", [("10.30pm on Monday", "time", "2024-10-21T22:30")]),
    ("It began Friday last week.", [("Friday last week", "date", "2024-10-18")]),
    ("It began this past Monday.", [("this past Monday", "date", "2024-10-21")]),
    ("It rained in the past 24 hours.", [("the past 24 hours", "duration", "PT24H")]),
    ("The Oct. 7 march drew crowds.", [("Oct. 7", "date", "2024-10-07")]),
    ("Since 9/11 they work 24/7.", []),
    ("The bridge reopened yesterday.", [("yesterday", "date", "2024-10-22")]),
    ("The bridge reopens tomorrow morning.", [("tomorrow morning", "time", "2024-10-24TMO")]),
    ("It happened earlier this month.", [("earlier this month", "date", "2024-10")]),
    ("It happened last week.", [("last week", "date", "2024-W42")]),
    ("It happened this week.", [("this week", "date", "2024-W43")]),
    ("It happened last month.", [("last month", "date", "2024-09")]),
    ("It will happen next year.", [("next year", "date", "2025")]),
    ("It happened early this year.", [("early this year", "date", "2024")]),
    ("It happened two days ago.", [("two days ago", "date", "2024-10-21")]),
    ("It happened a week ago.", [("a week ago", "date", "2024-W42")]),
    ("It happened three months ago.", [("three months ago", "date", "2024-07")]),
    ("It happened about ten years ago.", [("ten years ago", "date", "2014")]),
    ("It happened months ago.", [("months ago", "date", "PAST_REF")]),
    ("It rained over the weekend.", [("the weekend", "date", "2024-W42-WE")]),
    ("It happened last night.", [("last night", "time", "2024-10-22TNI")]),
    ("It happened this morning.", [("this morning", "time", "2024-10-23TMO")]),
    ("It will air tonight.", [("tonight", "time", "2024-10-23TNI")]),
    # clock times
    ("It struck at 7:15 p.m. on Friday.", [("7:15 p.m. on Friday", "time", "2024-10-18T19:15")]),
    ("It struck on Friday at 9 a.m.", [("Friday at 9 a.m.", "time", "2024-10-18T09:00")]),
    ("It struck at 0430 GMT.", [("0430 GMT", "time", "2024-10-23T04:30")]),
    ("It struck at 16:30 on 5 May 2023.", [("16:30 on 5 May 2023", "time", "2023-05-05T16:30")]),
    ("It struck at noon Saturday.", [("noon Saturday", "time", "2024-10-19T12:00")]),
    # ranges
    (
        "It ran between October 8 and 13.",
        [("October 8", "date", "2024-10-08"), ("13", "date", "2024-10-13")],
    ),
    ("It ran from 8 to 13 October.", [("8", "date", "2024-10-08"), ("13 October", "date", "2024-10-13")]),
    ("It ran October 27-28.", [("October 27", "date", "2024-10-27"), ("28", "date", "2024-10-28")]),
    (
        "It ran on May 4, 5 and 6, 2023.",
        [("May 4", "date", "2023-05-04"), ("5", "date", "2023-05-05"), ("6, 2023", "date", "2023-05-06")],
    ),
    (
        "It ran from November to February 2022.",
        [("November", "date", "2021-11"), ("February 2022", "date", "2022-02")],
    ),
    # amounts of time
    ("It lasted two weeks.", [("two weeks", "duration", "P2W")]),
    ("The 2 1/2-year war ended.", [("2 1/2-year", "duration", "P2Y6M")]),
    ("It took a month's work.", [("a month", "duration", "P1M")]),
    ("It took an hour and a half.", [("an hour and a half", "duration", "PT1H30M")]),
    ("It took several days.", [("several days", "duration", "PXD")]),
    ("It took twenty-five years.", [("twenty-five years", "duration", "P25Y")]),
    ("It took two decades.", [("two decades", "duration", "P20Y")]),
    ("It rose over the past three months.", [("the past three months", "duration", "P3M")]),
    ("They argued for weeks.", [("weeks", "duration", "PXW")]),
    ("It took a fortnight.", [("a fortnight", "duration", "P2W")]),
    ("It ran for 1,000 days.", [("1,000 days", "duration", "P1000D")]),
    ("The ban will last a month.", [("a month", "duration", "P1M")]),
    ("It ended a years-long feud.", [("years", "duration", "PXY")]),
    ("It took twelve to eighteen months.", [("twelve to eighteen months", "duration", "PXM")]),
    ("It took two or three days.", [("two or three days", "duration", "PXD")]),
    # sets
    ("They train every day.", [("every day", "set", "P1D")]),
    ("They train every two weeks.", [("every two weeks", "set", "P2W")]),
    ("They train each Monday.", [("each Monday", "set", "XXXX-WXX-1")]),
    ("They train on Tuesdays.", [("Tuesdays", "set", "XXXX-WXX-2")]),
    ("They report monthly.", [("monthly", "set", "P1M")]),
    ("They train three times a week.", [("a week", "set", "P1W")]),
    ("It makes 500 parts per hour.", [("per hour", "set", "PT1H")]),
    # vague
    ("They are now safe.", [("now", "date", "PRESENT_REF")]),
    ("They are currently safe.", [("currently", "date", "PRESENT_REF")]),
    ("They recently moved.", [("recently", "date", "PAST_REF")]),
    ("They moved in recent days.", [("recent days", "date", "PAST_REF")]),
    ("It may grow in coming months.", [("coming months", "date", "FUTURE_REF")]),
    ("It matters for the future.", [("the future", "date", "FUTURE_REF")]),
    # feasts
    ("They met on Christmas Eve.", [("Christmas Eve", "date", "2024-12-24")]),
    ("They met at Easter 2023.", [("Easter 2023", "date", "2023-04-09")]),
    ("They met on Easter Monday 2024.", [("Easter Monday 2024", "date", "2024-04-01")]),
    ("They met on New Year's Eve.", [("New Year's Eve", "date", "2024-12-31")]),
    # focus
    (
        "It opened on May 3, 2021. Two days later it shut.",
        [("May 3, 2021", "date", "2021-05-03"), ("Two days later", "date", "2021-05-05")],
    ),
    (
        "It opened on May 3, 2021 and shut the same day.",
        [("May 3, 2021", "date", "2021-05-03"), ("the same day", "date", "2021-05-03")],
    ),
    # the year before AD
    ("The city fell in 490 BC.", [("490 BC", "date", "BC0490")]),
]


@pytest.mark.parametrize(("text", "expected"), NEWS, ids=[t for t, _ in NEWS])
def test_planted_values_against_a_day_of_publication(text: str, expected: list[tuple[str, str, str | None]]) -> None:
    assert rows(text) == expected


NOT_TIMES = [
    "They may leave and march on, and the second one will fall.",
    "Troops march past; springs broke and the sun sat low.",
    "The firm shipped 2000 tons and hired 1500 people.",
    "It cost $1999 and weighed 3.5 kg.",
    "The score was 3-2 after 45 shots.",
    "He is 44 years old, she is a 30-year-old nurse.",
    "Three-quarters of the town is dry.",
    "Version 10.2 is out, see room 2024a and page 12.",
    "The KX-2024 engine failed.",
]


@pytest.mark.parametrize("text", NOT_TIMES)
def test_ordinary_words_and_numbers_are_no_times(text: str) -> None:
    assert rows(text) == []


HISTORY = (
    "The siege\n\nThe walls of 1890 were high. On 3 March 1911 the fleet left port. It returned in June. "
    "The following year the war began.\n\n"
    "On 7 May the army crossed the river; two days later it took the town. In 1913 the king fled. "
    "In October he came back, and that same month he abdicated. By 1915 the republic stood. It fell in 1920. "
    "A treaty came in 1921."
)


def test_a_history_goes_on_from_the_date_before() -> None:
    found = rows(HISTORY, date(2009, 12, 19))
    assert [(text, value) for text, _, value in found] == [
        ("1890", "1890"),
        ("3 March 1911", "1911-03-03"),
        ("June", "1911-06"),
        ("The following year", "1912"),
        ("7 May", "1912-05-07"),
        ("two days later", "1912-05-09"),
        ("1913", "1913"),
        ("October", "1913-10"),
        ("that same month", "1913-10"),
        ("1915", "1915"),
        ("1920", "1920"),
        ("1921", "1921"),
    ]


def test_domain_is_told_from_the_expressions() -> None:
    history = find_time_expressions(HISTORY, [Span(0, len(HISTORY))])
    news = "On Monday the bank, founded in 1911 and sold in 1950, said it would close on Friday. It opened last week."
    assert domain_of(history, ANCHOR) == "narrative"
    assert domain_of(find_time_expressions(news, [Span(0, len(news))]), ANCHOR) == "news"


def test_without_an_anchor_nothing_is_guessed() -> None:
    found = {
        t.span.of(text): t
        for text in ["On October 24 it sank; on Friday and yesterday too."]
        for t in resolve(text, None)
    }
    assert found["October 24"].value == "XXXX-10-24"
    assert found["October 24"].when is None
    assert found["Friday"].when is None
    assert found["yesterday"].when is None


def test_without_an_anchor_the_only_year_of_the_text_is_taken() -> None:
    text = "On May 2 it sank. It was raised on June 9, 2017."
    assert [t.value for t in resolve(text, None)] == ["2017-05-02", "2017-06-09"]


def test_a_live_entry_has_an_anchor_of_its_own() -> None:
    text = "It sank on Friday.\n\nIt sank on Friday."
    found = resolve(text, section_anchors=[(Span(0, 18), date(2024, 9, 10))])
    assert [t.value for t in found] == ["2024-09-06", "2024-10-18"]


def test_bounds_and_basis() -> None:
    (week,) = resolve("It happened this week.")
    assert (week.earliest, week.latest, week.basis) == ("2024-10-21", "2024-10-27", "relative")
    (month,) = resolve("It happened earlier this month.")
    assert (month.earliest, month.latest) == ("2024-10-01", "2024-10-23")
    (friday,) = resolve("It happened on Friday.")
    assert friday.basis == "weekday"
    assert friday.when is not None
    assert (friday.when.value, friday.when.precision) == ("2024-10-18", "day")
    (duration,) = resolve("It took two weeks.")
    assert (duration.when, duration.earliest) == (None, None)
    assert duration.mention.value == "P2W"


def test_weak_words_count_in_histories_only() -> None:
    text = "The former mayor spoke."
    assert rows(text) == []
    assert rows(text, domain="narrative") == [("former", "date", "PAST_REF")]


@given(st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join), st.sampled_from([None, ANCHOR, date(1, 1, 2)]))
@settings(max_examples=200, deadline=None)
def test_any_row_of_words_is_resolved(text: str, anchor: date | None) -> None:
    for domain in ("news", "narrative"):
        for t in resolve(text, anchor, domain=domain):
            assert t.span.fits(len(text))
            assert t.earliest is None or t.latest is None or t.earliest <= t.latest
