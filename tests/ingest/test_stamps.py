from __future__ import annotations

from datetime import UTC, date, datetime
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.ingest.stamps import when_of


@pytest.mark.parametrize(
    ("given_value", "value", "precision"),
    [
        ("2024-10-18", "2024-10-18", "day"),
        (" 2024-10-18 ", "2024-10-18", "day"),
        ("20241018", "2024-10-18", "day"),
        ("2024-10", "2024-10", "month"),
        ("2024", "2024", "year"),
        ("2024~", "2024~", "year"),
        ("2024-21", "2024-21", "season"),
        ("202X", "202X", "decade"),
        ("2024-10-XX", "2024-10-XX", "month"),
        ("2024-10-18T04", "2024-10-18T04", "hour"),
        ("2024-10-18 04:16", "2024-10-18T04:16", "minute"),
        ("2024-10-18T04:16:30.123Z", "2024-10-18T04:16:30Z", "second"),
        ("2024-10-18t04:16:30+0530", "2024-10-18T04:16:30+05:30", "second"),
        ("2024-12-31T24:00", "2025-01-01T00:00", "minute"),
        ("2024-10-08/2024-10-13", "2024-10-08/2024-10-13", "interval"),
        ("2024-10-08/..", "2024-10-08/..", "interval"),
        ("Fri, 18 Oct 2024 04:16:00 +0300", "2024-10-18T04:16:00+03:00", "second"),
        ("18 Oct 24 04:16 GMT", "2024-10-18T04:16Z", "minute"),
        ("Fri, 18 Oct 2024", "2024-10-18", "day"),
    ],
)
def test_dates_of_metadata(given_value: str, value: str, precision: str) -> None:
    when = when_of(given_value)
    assert when is not None
    assert (when.value, when.precision, when.basis) == (value, precision, "metadata")


@pytest.mark.parametrize(
    "value",
    [
        None,
        1729224960,
        "",
        "soon",
        "2024-13-01",
        "2024-02-30",
        "202410",
        "2024-10-18T25:00",
        "2024-10-18T24:30",
        "../..",
        "2025/2024",
        "2024/x",
        "1/2/3",
        "Fri, 31 Feb 2024 10:00 GMT",
        "18 Okt 2024 04:16",
        "9" * 100,
        "٢٠٢٤-١٠-١٨",
    ],
)
def test_what_is_no_date_is_dropped(value: object) -> None:
    assert when_of(value) is None


@given(st.dates(min_value=date(1000, 1, 1), max_value=date(2999, 12, 31)))
def test_every_day_is_read(day: date) -> None:
    when = when_of(day.isoformat())
    assert when is not None
    assert when.value == day.isoformat()


@given(
    st.datetimes(
        min_value=datetime.fromisoformat("1900-01-01"),
        max_value=datetime.fromisoformat("2999-12-31"),
        timezones=st.just(UTC),
    )
)
def test_every_mail_date_is_read(moment: datetime) -> None:
    when = when_of(format_datetime(moment))
    assert when is not None
    assert when.value is not None
    assert datetime.fromisoformat(when.value) == moment.replace(microsecond=0)


@given(st.text(max_size=70))
def test_no_text_crashes(value: str) -> None:
    when = when_of(value)
    assert when is None or when.basis == "metadata"
