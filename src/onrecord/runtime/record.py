"""Recording: inputs read, analysed and added to a case."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import BinaryIO

from onrecord.ingest.read import ReadOptions
from onrecord.model.analysis import Analysis
from onrecord.model.errors import InputError, IntegrityError
from onrecord.runtime.intake import read_and_analyse
from onrecord.store.case import Case
from onrecord.store.rows import AddResult


def record_all(
    case: Case,
    sources: Sequence[str],
    options: ReadOptions | None = None,
    *,
    stdin: BinaryIO | None = None,
    jobs: int = 1,
    replace: bool = False,
) -> Iterator[tuple[AddResult, Analysis] | InputError]:
    """Add each item of ``sources`` in one transaction and yield what came of it, in order.

    ``replace`` derives the statements of texts that the case holds anew. An analysis that does not follow from its
    text is refused as an :class:`InputError` and the others go on; a store that fails
    (:class:`onrecord.model.errors.StoreError`: disk full, locked) stops the run, and what was added stays.
    """
    for outcome in read_and_analyse(sources, options, stdin=stdin, jobs=jobs):
        if isinstance(outcome, InputError):
            yield outcome
            continue
        try:
            result = case.add(outcome, recorded_at=datetime.now(UTC), replace=replace)
        except IntegrityError as error:
            yield InputError(outcome.report.source, f"not stored: {error}", "please report this")
            continue
        yield result, outcome
