"""Stage 7: the case, an embedded store, and its verification."""

from onrecord.model.record import FigureRow, StatementRow
from onrecord.store.case import Case, State
from onrecord.store.export import export
from onrecord.store.filters import Filters
from onrecord.store.rows import (
    AddResult,
    Counts,
    HeldVersion,
    Problem,
    ReportRow,
    StoredReport,
    StoredVersion,
    VersionText,
)
from onrecord.store.tables import statements_table

__all__ = [
    "AddResult",
    "Case",
    "Counts",
    "FigureRow",
    "Filters",
    "HeldVersion",
    "Problem",
    "ReportRow",
    "State",
    "StatementRow",
    "StoredReport",
    "StoredVersion",
    "VersionText",
    "export",
    "statements_table",
]
