"""Recording: inputs read, analysed and added to a case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import BinaryIO

from onrecord.ingest.read import ReadOptions, read_inputs
from onrecord.model.analysis import Analysis
from onrecord.model.errors import InputError, IntegrityError
from onrecord.model.report import Report
from onrecord.runtime.intake import analyse_all
from onrecord.runtime.pipeline import EngineName
from onrecord.store.case import Case
from onrecord.store.rows import AddResult


@dataclass(frozen=True, slots=True)
class Recorded:
    """What came of one report.

    ``source`` and ``external_id`` say where it was read from this time. ``title``, how many ``statements``, and the
    ``note`` (why it was not analysed, else empty) are those of its text version in the case.
    """

    result: AddResult
    source: str
    external_id: str | None
    title: str | None
    statements: int
    note: str


@dataclass(frozen=True, slots=True)
class _Held:
    """A report whose text version the case held when it was read."""

    report: Report


def record_all(
    case: Case,
    sources: Sequence[str],
    options: ReadOptions | None = None,
    *,
    stdin: BinaryIO | None = None,
    jobs: int = 1,
    replace: bool = False,
    engine: EngineName | None = None,
) -> Iterator[Recorded | InputError]:
    """Add each item of ``sources`` in one transaction and yield what came of it, in order.

    A text that the case holds is not analysed again, unless ``replace`` is true: then its statements are derived anew.
    An analysis that does not follow from its text is refused as an :class:`InputError` and the others go on; a store
    that fails (:class:`onrecord.model.errors.StoreError`: disk full, locked) stops the run, and what was added stays.
    """
    items = read_inputs(sources, options or ReadOptions(), stdin=stdin)
    wanted: Iterator[Report | _Held | InputError] = items if replace else _unless_held(case, items)
    outcomes: Iterator[Analysis | _Held | InputError] = analyse_all(wanted, jobs=jobs, engine=engine)
    for outcome in outcomes:
        if isinstance(outcome, InputError):
            yield outcome
        elif isinstance(outcome, _Held):
            yield _revisited(case, outcome.report, engine)
        else:
            yield _added(case, outcome, replace=replace)


def _unless_held(case: Case, items: Iterable[Report | InputError]) -> Iterator[Report | _Held | InputError]:
    for item in items:
        yield _Held(item) if isinstance(item, Report) and case.holds(item) is not None else item


def _revisited(case: Case, report: Report, engine: EngineName | None) -> Recorded | InputError:
    try:
        result = case.revisit(report, recorded_at=datetime.now(UTC))
    except IntegrityError as error:
        return _refused(report, error)
    if result is not None:
        return _recorded(case, result, report)
    # What was added since it was read has taken its place for another report: it is one to be analysed after all.
    (outcome,) = analyse_all([report], engine=engine)
    return outcome if isinstance(outcome, InputError) else _added(case, outcome, replace=False)


def _added(case: Case, analysis: Analysis, *, replace: bool) -> Recorded | InputError:
    try:
        result = case.add(analysis, recorded_at=datetime.now(UTC), replace=replace)
    except IntegrityError as error:
        return _refused(analysis.report, error)
    return _recorded(case, result, analysis.report)


def _recorded(case: Case, result: AddResult, report: Report) -> Recorded:
    held = case.held(result)
    return Recorded(result, report.source, report.external_id, held.title, held.statements, held.note)


def _refused(report: Report, error: IntegrityError) -> InputError:
    return InputError(report.source, f"not stored: {error}", "please report this")
