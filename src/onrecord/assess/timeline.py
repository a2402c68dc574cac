"""The record by day: what was said when, and what is said to have happened when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from onrecord.model.record import StatementRow
from onrecord.model.when import When

Kind = Literal["said", "event"]


@dataclass(frozen=True, slots=True)
class TimelineItem:
    """One dated line: ``kind`` "said" dates the saying, "event" what the statement says happened.

    ``day`` is the first day (ISO, maybe only a month or year) by which the item is ordered; ``when`` holds its whole
    value, precision and basis.
    """

    day: str
    kind: Kind
    when: When
    row: StatementRow


def timeline(rows: Iterable[StatementRow], kinds: frozenset[Kind] = frozenset({"said", "event"})) -> list[TimelineItem]:
    """The dated items of the rows, by day, coarser dates before finer ones; undated sayings are left out."""
    items = []
    for row in rows:
        said, event = row.said_on, row.event_time
        if "said" in kinds and said.value:
            items.append(TimelineItem(_day(said.value), "said", said, row))
        if "event" in kinds and event is not None and event.value:
            items.append(TimelineItem(_day(event.value), "event", event, row))
    return sorted(items, key=lambda i: (i.day, i.kind, i.row.report_id, i.row.content))


def _day(value: str) -> str:
    """The first day of an EDTF value, as far as it goes ("2024-10" stays "2024-10"); of an open start, the end."""
    first, _, last = value.partition("/")
    return (first.strip(".") or last).partition("T")[0].rstrip("~?%")
