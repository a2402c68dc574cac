"""The record by day."""

from __future__ import annotations

from onrecord.assess.timeline import timeline
from onrecord.model.when import When
from tests.record import row


def test_sayings_and_events_are_ordered_by_day_coarse_before_fine() -> None:
    rows = [
        row("b", "Ann Lee", said="2024-10-18", event_time=When("2024-10-08/2024-10-13", "interval", "explicit")),
        row("a", "Ann Lee", said="2024-10-02", event_time=When("2024-10", "month", "explicit")),
    ]
    assert [(i.day, i.kind) for i in timeline(rows)] == [
        ("2024-10", "event"),
        ("2024-10-02", "said"),
        ("2024-10-08", "event"),
        ("2024-10-18", "said"),
    ]


def test_undated_rows_are_left_out_and_kinds_can_be_chosen() -> None:
    rows = [row("a", "Ann Lee"), row("b", "Ann Lee", said="2024-10-02")]
    assert len(timeline(rows)) == 1
    assert timeline(rows, frozenset({"event"})) == []


def test_an_open_start_is_dated_by_its_end() -> None:
    rows = [row("a", "Ann Lee", event_time=When("../2024-10-18", "interval", "explicit"))]
    assert [i.day for i in timeline(rows)] == ["2024-10-18"]
