"""Calendar arithmetic against the standard library and planted values."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.model.spans import Span
from onrecord.model.timex import TimeUnit
from onrecord.resolve.dates_calendar import duration_text, shift_month, stretch, week_text, when_of
from onrecord.resolve.dates_feasts import feast_day

HERE = Span(0, 4)


@given(st.dates(date(1000, 1, 1), date(9998, 12, 31)))
def test_a_week_holds_its_day_and_starts_on_monday(day: date) -> None:
    days = stretch(week_text(day))
    assert days is not None
    first, last = days
    assert first <= day <= last
    assert first.isoweekday() == 1
    assert last - first == timedelta(days=6)


@given(st.integers(1000, 3000), st.integers(1, 12), st.integers(-500, 500))
def test_months_shift_there_and_back(year: int, month: int, by: int) -> None:
    assert shift_month(*shift_month(year, month, by), -by) == (year, month)


@pytest.mark.parametrize(
    ("value", "edtf", "precision", "first", "last"),
    [
        ("2024-10-19", "2024-10-19", "day", "2024-10-19", "2024-10-19"),
        ("2024-10-19T04:16", "2024-10-19T04:16", "minute", "2024-10-19", "2024-10-19"),
        ("2024-10-19TNI", "2024-10-19", "day", "2024-10-19", "2024-10-19"),
        ("2024-02", "2024-02", "month", "2024-02-01", "2024-02-29"),
        ("2024-W42", "2024-10-14/2024-10-20", "week", "2024-10-14", "2024-10-20"),
        ("2024-W42-WE", "2024-10-19/2024-10-20", "interval", "2024-10-19", "2024-10-20"),
        ("2024-Q3", "2024-07-01/2024-09-30", "interval", "2024-07-01", "2024-09-30"),
        ("2024-H1", "2024-01-01/2024-06-30", "interval", "2024-01-01", "2024-06-30"),
        ("2024-SU", "2024-22", "season", "2024-06-01", "2024-08-31"),
        ("2024", "2024", "year", "2024-01-01", "2024-12-31"),
        ("197", "197X", "decade", "1970-01-01", "1979-12-31"),
        ("18", "1800-01-01/1899-12-31", "interval", "1800-01-01", "1899-12-31"),
    ],
)
def test_both_notations(value: str, edtf: str, precision: str, first: str, last: str) -> None:
    when = when_of(value, "explicit", HERE)
    assert when is not None
    assert (when.value, when.precision, when.not_before, when.not_after) == (edtf, precision, first, last)


@pytest.mark.parametrize("value", ["P2W", "PRESENT_REF", "XXXX-10-05", "BC0490", "XXXX-WXX-1", "2023-02-29", ""])
def test_what_names_no_stretch_has_no_when(value: str) -> None:
    assert when_of(value, "explicit", HERE) is None


@pytest.mark.parametrize(
    ("count", "unit", "value"),
    [
        (2, "week", "P2W"),
        (2.5, "year", "P2Y6M"),
        (1.5, "hour", "PT1H30M"),
        (0.5, "hour", "PT30M"),
        (1.5, "day", "P1DT12H"),
        (0.5, "day", "PT12H"),
        (None, "month", "PXM"),
        (3, "decade", "P30Y"),
        (2, "century", "P200Y"),
        (45, "second", "PT45S"),
    ],
)
def test_amounts(count: float | None, unit: TimeUnit, value: str) -> None:
    assert duration_text(count, unit) == value


def test_feasts() -> None:
    # from the tables of the US Naval Observatory
    assert [feast_day("easter", y) for y in (1916, 2000, 2008, 2024, 2038)] == [
        date(1916, 4, 23),
        date(2000, 4, 23),
        date(2008, 3, 23),
        date(2024, 3, 31),
        date(2038, 4, 25),
    ]
    assert feast_day("thanksgiving", 2024) == date(2024, 11, 28)
    assert feast_day("christmas", 0) is None
