"""The Python API: what the commands do, as functions, with results that turn into dataframes."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, overload

from onrecord.assess.brief import Brief
from onrecord.assess.timeline import TimelineItem
from onrecord.assess.timeline import timeline as dated
from onrecord.ingest.language import detect_language
from onrecord.ingest.read import ReadOptions
from onrecord.ingest.stamps import when_of
from onrecord.model.analysis import Analysis
from onrecord.model.errors import InputError, UsageError
from onrecord.model.record import FigureRow, StatementRow
from onrecord.model.report import Report, TextVersion
from onrecord.model.statement import Act, Statement
from onrecord.model.wire import analysis_to_json
from onrecord.runtime.pipeline import EngineName, Pipeline
from onrecord.runtime.record import record_all
from onrecord.runtime.summary import brief_of
from onrecord.store.case import Case
from onrecord.store.filters import Filters
from onrecord.store.rows import AddResult, Problem, ReportRow, StoredReport
from onrecord.store.tables import statements_table

if TYPE_CHECKING:
    import pyarrow


@dataclass(frozen=True, slots=True)
class Extraction:
    """What one text says: its :class:`onrecord.model.analysis.Analysis`, as objects, JSON or Arrow."""

    analysis: Analysis

    @property
    def statements(self) -> tuple[Statement, ...]:
        """The statements in text order."""
        return self.analysis.statements

    @property
    def text(self) -> str:
        """The text version that all spans point into."""
        return self.analysis.report.text

    def to_json(self, *, with_text: bool = False) -> dict[str, Any]:
        """The object of ``onrecord extract --json``."""
        return analysis_to_json(self.analysis, with_text=with_text)


def extract(
    text: str,
    *,
    published: str | None = None,
    title: str | None = None,
    outlet: str | None = None,
    url: str | None = None,
    engine: EngineName | None = None,
) -> Extraction:
    """Read one text and return its statements; nothing is stored.

    ``engine`` is ``"encoder"`` or ``"rules"``; by default the encoder, where its model is installed.

    ``published`` is the report's date (ISO 8601 or EDTF), against which "yesterday" and "on Friday" are read; offsets
    in the result are code points into ``text`` as given. Raises :class:`UsageError` where
    ``published`` is no date.
    """
    when = when_of(published)
    if published is not None and when is None:
        raise UsageError(f"published: {published!r} is not a date like 2024-10-19 or 2024-10-19T08:30Z")
    report = Report(
        version=TextVersion.of(text),
        source="<text>",
        url=url,
        title=title,
        outlet=outlet,
        language=detect_language(text),
        published=when,
    )
    return Extraction(Pipeline(engine).analyse(report))


class Statements(Sequence[StatementRow]):
    """Statements of a case: a sequence of rows that turns into an Arrow table (and from there into any dataframe)."""

    def __init__(self, rows: Sequence[StatementRow]) -> None:
        self._rows = tuple(rows)

    @overload
    def __getitem__(self, index: int) -> StatementRow: ...
    @overload
    def __getitem__(self, index: slice) -> Statements: ...
    def __getitem__(self, index: int | slice) -> StatementRow | Statements:
        """One row, or the rows of a slice."""
        return Statements(self._rows[index]) if isinstance(index, slice) else self._rows[index]

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self._rows)

    def __repr__(self) -> str:
        """The number of rows."""
        return f"<{len(self)} statements>"

    def to_arrow(self) -> pyarrow.Table:
        """An Arrow table, a row a statement: ``.to_pandas()``, ``polars.from_arrow(...)`` and DuckDB take it."""
        return statements_table(self._rows)


class OpenCase:
    """An open case with the power of the commands; use it as a context manager, or call :meth:`close`."""

    def __init__(self, case: Case) -> None:
        self.case = case

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self.case.close()

    def add(
        self,
        sources: str | Path | Sequence[str | Path],
        *,
        options: ReadOptions | None = None,
        jobs: int = 1,
        replace: bool = False,
        engine: EngineName | None = None,
    ) -> list[AddResult | InputError]:
        """Read files, folders or URLs into the case; one outcome an item, errors among them, in order.

        ``replace`` derives the statements of texts that the case holds anew.
        """
        named = [sources] if isinstance(sources, (str, Path)) else list(sources)
        outcomes = record_all(self.case, [str(s) for s in named], options, jobs=jobs, replace=replace, engine=engine)
        return [o if isinstance(o, InputError) else o.result for o in outcomes]

    def statements(
        self,
        *,
        who: str | None = None,
        affiliation: str | None = None,
        act: Act | tuple[Act, ...] | None = None,
        about: str | None = None,
        filters: Filters | None = None,
    ) -> Statements:
        """The statements of the latest text versions; everything else there is to filter by is in :class:`Filters`."""
        given = {"who": who, "affiliation": affiliation, "act": act, "about": about}
        chosen = dataclasses.replace(filters or Filters(), **{k: v for k, v in given.items() if v is not None})  # type: ignore[arg-type]
        return Statements(list(self.case.statements(chosen)))

    def figures(self, filters: Filters | None = None) -> list[FigureRow]:
        """The figures in statements, with the statements they stand in."""
        return list(self.case.figures(filters or Filters()))

    def reports(self, filters: Filters | None = None) -> list[ReportRow]:
        """The reports, each by its latest text version."""
        return list(self.case.reports(filters or Filters()))

    def report(self, id_or_prefix: str) -> StoredReport:
        """One report with every text version and all that was read from it."""
        return self.case.report(id_or_prefix)

    def timeline(self, filters: Filters | None = None) -> list[TimelineItem]:
        """What was said, and what is said to have happened, by day."""
        return dated(self.case.statements(filters or Filters()))

    def brief(self, filters: Filters | None = None, *, title: str = "Brief") -> Brief:
        """A cited summary; :func:`onrecord.assess.brief.to_markdown` writes it out."""
        return brief_of(self.case, filters or Filters(), title=title)

    def verify(self) -> Iterator[Problem]:
        """Every stored hash, id and span that does not follow from the texts; nothing of a sound case."""
        return self.case.verify()


def open_case(path: str | Path, *, create: bool = True, read_only: bool = False) -> OpenCase:
    """Open the case file at ``path``, making it where there is none (unless ``create`` is false).

    Raises :class:`onrecord.model.errors.StoreError` where it cannot be opened or is no case.
    """
    return OpenCase(Case.open(path, create=create, read_only=read_only))
