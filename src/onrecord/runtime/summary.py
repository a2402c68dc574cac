"""What is worked out over a whole case: its brief, and what stands behind it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from itertools import islice

from onrecord.assess.brief import Brief, write_brief
from onrecord.model.record import FigureRow, StatementRow, Support
from onrecord.model.report import BODY_KINDS
from onrecord.model.statement import Act
from onrecord.store.case import Case
from onrecord.store.filters import Filters
from onrecord.store.rows import Counts
from onrecord.thread.origins import count, origins

PER_PART = 12
"""Sentences in a part of a brief, where nothing else is asked for: a page or two in all."""


def brief_of(case: Case, filters: Filters, *, title: str, per_part: int = PER_PART) -> Brief:
    """The brief of the statements that ``filters`` let through, as of ``filters.as_of``.

    A part holds at most ``per_part`` sentences.
    """
    rows = list(case.statements(filters))
    ids = origins(rows)
    return write_brief(
        title,
        rows,
        ids,
        count(rows, ids),
        case.text,
        as_of=filters.as_of.isoformat() if filters.as_of else None,
        per_part=per_part,
    )


@dataclass(frozen=True, slots=True)
class Overview:
    """A case at a glance.

    What it holds; the reports, outlets and origins behind its statements; how many statements each act has, most
    first; and the statements and figures said last, latest first.
    """

    counts: Counts
    support: Support
    acts: tuple[tuple[Act, int], ...]
    statements: tuple[StatementRow, ...]
    figures: tuple[FigureRow, ...]


def overview_of(case: Case, as_of: date | None = None, *, newest: int = 8) -> Overview:
    """The case at a glance as of a day, with the ``newest`` statements of running text and as many figures in them."""
    rows = list(case.statements(Filters(as_of=as_of)))
    acts = Counter(row.act for row in rows)
    # a headline says again what the text says
    latest = sorted((row for row in rows if row.section_kind in BODY_KINDS), key=_recency, reverse=True)
    figures = ((figure, row) for row in latest for figure in row.figures)
    return Overview(
        counts=case.counts(as_of),
        support=count(rows, origins(rows)),
        acts=tuple(sorted(acts.items(), key=lambda item: (-item[1], item[0]))),
        statements=tuple(latest[:newest]),
        figures=tuple(
            FigureRow(figure, figure.span.of(case.text(row.version_sha256)), row)
            for figure, row in islice(figures, newest)
        ),
    )


def _recency(row: StatementRow) -> tuple[str, date, str, int]:
    """Sorts by the last day it can have been said; what is not known to the day of any clock comes first."""
    return (row.said_day or row.said_on.not_after or "", row.known_on, row.report_id, -row.start)
