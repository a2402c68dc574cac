"""The days that written times cover, and when a version counts as known."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.model.when import When
from onrecord.store.days import day_range, known_day, when_days


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2031-03-04", "2031-03-04", "2031-03-04"),
        ("2031-03-04T23:10:00-05:00", "2031-03-04", "2031-03-04"),
        ("2031-02", "2031-02-01", "2031-02-28"),
        ("2032-02", "2032-02-01", "2032-02-29"),
        ("2031-02?", "2031-02-01", "2031-02-28"),
        ("2031", "2031-01-01", "2031-12-31"),
        ("203X", "2030-01-01", "2039-12-31"),
        ("20XX", "2000-01-01", "2099-12-31"),
        ("2031-XX-XX", "2031-01-01", "2031-12-31"),
        ("2031-04-XX", "2031-04-01", "2031-04-30"),
        ("2031-22", "2031-06-01", "2031-08-31"),
        ("2031-24", "2031-12-01", "2032-02-29"),
        ("2031-W10", "2031-03-03", "2031-03-09"),
        ("2031-03-04/2031-04", "2031-03-04", "2031-04-30"),
        ("2031-03-04/..", "2031-03-04", "2031-03-04"),
        ("/2031-03", "2031-03-01", "2031-03-31"),
    ],
)
def test_a_value_covers_its_days(value, first, last):
    assert day_range(value) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    "value", ["", "soon", "2031-13", "2031-02-30", "2031-05/2031-03", "0000", "2031-W60", "/", "2031-03-04x"]
)
def test_what_names_no_day_covers_none(value):
    assert day_range(value) is None


@given(st.text(max_size=200))
def test_any_text_is_taken(value):
    covered = day_range(value)
    assert covered is None or covered[0] <= covered[1]


def test_bounds_stand_in_for_a_value():
    early, late = date(2031, 3, 1), date(2031, 3, 5)
    assert when_days(When(None, not_before="2031-03-01", not_after="2031-03-05")) == (early, late)
    assert when_days(When(None, not_after="2031-03-05")) == (late, late)
    assert when_days(When("2031-03-01", not_after="2031-03-05")) == (early, early)
    assert when_days(When(None, not_before="2031-03-05", not_after="2031-03-01")) is None
    assert when_days(When(None)) is None
    assert when_days(None) is None


def test_a_version_is_known_by_its_own_date_else_when_recorded():
    recorded, out = date(2031, 5, 20), When("2031-03-05", "day", "metadata")
    assert known_day(out, "2031-03-06T10:00Z", recorded=recorded, earlier=()) == (date(2031, 3, 6), "modified")
    assert known_day(out, None, recorded=recorded, earlier=()) == (date(2031, 3, 5), "published")
    assert known_day(out, "unclear", recorded=recorded, earlier=()) == (date(2031, 3, 5), "published")
    assert known_day(None, None, recorded=recorded, earlier=()) == (recorded, "recorded")
    assert known_day(When("2031-03"), None, recorded=recorded, earlier=()) == (date(2031, 3, 31), "published")
    # The date of first publication, repeated on an edited text, says nothing of when that text appeared.
    assert known_day(out, None, recorded=recorded, earlier=[out]) == (recorded, "recorded")
    assert known_day(out, None, recorded=recorded, earlier=[None, When("2031-03-01")]) == (
        date(2031, 3, 5),
        "published",
    )
