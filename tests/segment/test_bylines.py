"""Bylines and time lines, with the answers written by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.segment.bylines import is_desk, is_name, parse_signature


@pytest.mark.parametrize(
    ("line", "author", "time"),
    [
        ("Tor Hagen7 March 2023 09:10", "Tor Hagen", "2023-03-07T09:10"),
        ("Tor Hagen 7 March 2023 09:10", "Tor Hagen", "2023-03-07T09:10"),
        ("7 March 2023 09:10 Tor Hagen", "Tor Hagen", "2023-03-07T09:10"),
        ("Mar. 7, 2023 9:10 pm | Eva de la Lind", "Eva de la Lind", "2023-03-07T21:10"),
        ("By Eva Lind, Science Reporter", "Eva Lind", None),
        ("By Eva Lind and Tor O'Hagen in Orvik", "Eva Lind and Tor O'Hagen", None),
        ("Published: 2023-03-07", None, "2023-03-07"),
        ("Tuesday, 7th March 2023 12:05 AM EST", None, "2023-03-07T00:05-05:00"),
        ("Updated 13/03/2023 18:00 GMT", None, "2023-03-13T18:00+00:00"),
        ("date 2023-03-07 Europe", None, "2023-03-07"),
        ("Eva Lind2h ago14.32 GMT", "Eva Lind", None),
        ("By Eva Lind, home affairs editor", "Eva Lind", None),
        ("By the Orvik desk, Fjord Wire", "Orvik desk", None),
        ("(Reporting by Eva Lind in Orvik, Tor Hagen in Lund; writing by Bo Aas; editing by Ia Ek)", "Eva Lind", None),
    ],
)
def test_signature(line: str, author: str | None, time: str | None) -> None:
    sign = parse_signature(line)
    assert sign is not None
    assert (sign.author, sign.time) == (author, time)


@pytest.mark.parametrize(
    ("line", "clock"), [("14.32 GMT", "14:32+00:00"), ("10:15 AM EDT", "10:15-04:00"), ("21:06 (IST)", "21:06")]
)
def test_clock_alone(line: str, clock: str) -> None:
    sign = parse_signature(line)
    assert sign is not None
    assert sign.clock == clock
    assert sign.timed


def test_age_is_timed_without_a_clock() -> None:
    sign = parse_signature("2h ago")
    assert sign is not None
    assert sign.timed
    assert sign.clock is None


def test_ambiguous_day_and_month_give_no_date() -> None:
    sign = parse_signature("Updated 05/11/2023 18:00")
    assert sign is not None
    assert sign.time is None


@pytest.mark.parametrize(
    "line",
    [
        "By Tuesday the water had gone",
        "He left on 7 March 2023 for good.",
        "Sales were 2.46 billion, down from 2.50 billion.",
        "Tor Hagen",
        "Gates open at 9:30 in Orvik and the road is closed",
        "World War 2",
        "June 22, 1941. The Army's Long Retreat",
        "",
    ],
)
def test_not_a_signature(line: str) -> None:
    assert parse_signature(line) is None


def test_names() -> None:
    assert is_name("Eva van der Lind")
    assert not is_name("Eva")
    assert is_name("Agency", single=True)
    assert not is_name("Gates open above Orvik")


@given(st.text(max_size=200))
def test_any_line(line: str) -> None:
    sign = parse_signature(line)
    assert sign is None or sign.author is None or sign.author in line


@pytest.mark.parametrize(
    "line",
    [
        "Reporting by the county paper has shown that the gates were never tested; officials deny it",
        "(Writing by hand is still taught in most schools of the valley, teachers said on Tuesday.)",
    ],
)
def test_a_sentence_about_reporting_is_no_credit(line: str) -> None:
    assert parse_signature(line) is None


@pytest.mark.parametrize(("line", "desk"), [("Agencies", True), ("Staff reporter", True), ("Gates open", False)])
def test_desk(line: str, desk: bool) -> None:
    assert is_desk(line) is desk
