"""Whether adding and asking slow down as a case grows."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from onrecord.model.analysis import Analysis
from onrecord.model.ids import statement_id
from onrecord.model.report import Section, TextVersion
from onrecord.store.case import Case
from onrecord.store.filters import Filters

SIZES = (100, 500, 1_000, 2_500, 5_000)
QUERIES = {
    "statements --limit 50": Filters(limit=50),
    "statements --act deny --limit 50": Filters(act="deny", limit=50),
    "statements --about government --limit 50": Filters(about="government", limit=50),
    "statements --who smith --limit 50": Filters(who="smith", limit=50),
}


@dataclass(frozen=True, slots=True)
class Point:
    """Medians at one size: milliseconds of the last 100 adds, milliseconds of each query, file size in MiB."""

    reports: int
    add_ms: float
    query_ms: dict[str, float]
    file_mib: float


def many(analyses: Sequence[Analysis], count: int) -> Iterator[Analysis]:
    """``count`` different reports out of fewer: each round adds a closing line, so that texts and ids differ."""
    for n in range(count):
        base = analyses[n % len(analyses)]
        turn = n // len(analyses)
        version = TextVersion.of(base.report.text + f"\n\nCopy {turn}." if turn else base.report.text)
        report = replace(base.report, version=version, external_id=f"copy-{n}", source=f"copy-{n}", url=None)
        closing = len(version.text) - len(base.report.text)
        sections = base.sections
        if closing:
            start = len(version.text) - closing + 2
            sections = (*sections, Section(start, len(version.text), "boilerplate"))
        statements = tuple(
            replace(s, id=statement_id(report.id, version.sha256, s.source, s.cue, s.content)) for s in base.statements
        )
        yield replace(base, report=report, sections=sections, statements=statements)


def grow(analyses: Sequence[Analysis], folder: Path, sizes: Sequence[int] = SIZES) -> list[Point]:
    """Fill a case and measure at each size."""
    path = folder / "growth.sqlite"
    points = []
    now = datetime.now(UTC)
    with Case.open(path) as case:
        times: list[float] = []
        for n, analysis in enumerate(many(analyses, max(sizes)), 1):
            start = time.perf_counter()
            case.add(analysis, recorded_at=now)
            times.append((time.perf_counter() - start) * 1000)
            if n in sizes:
                asked = {name: _query(case, filters) for name, filters in QUERIES.items()}
                size = path.stat().st_size / 2**20
                points.append(Point(n, statistics.median(times[-100:]), asked, size))
    return points


def _query(case: Case, filters: Filters) -> float:
    times = []
    for _ in range(5):
        start = time.perf_counter()
        list(case.statements(filters))
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)
