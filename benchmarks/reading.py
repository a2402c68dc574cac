"""How fast reports are read, stage by stage, and how much memory that takes."""

from __future__ import annotations

import resource
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from onrecord.ingest.read import read_inputs
from onrecord.model.analysis import Analysis
from onrecord.model.errors import InputError
from onrecord.model.report import Report
from onrecord.runtime.clock import StageClock
from onrecord.runtime.pipeline import Pipeline


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading a sample took: seconds by stage, words and reports, peak memory of the process in MiB."""

    reports: int
    words: int
    statements: int
    seconds: float
    stages: dict[str, float]
    peak_mib: float
    analyses: tuple[Analysis, ...]


def reports_of(path: Path, count: int) -> Iterator[Report]:
    """The first ``count`` readable reports of an archive."""
    good = (item for item in read_inputs([str(path)]) if not isinstance(item, InputError))
    return islice(good, count)


def read(path: Path, count: int) -> Reading:
    """Read ``count`` reports in this process; the models are loaded before the clock starts."""
    clock = StageClock()
    pipeline = Pipeline(clock=clock)
    pipeline.analyse(next(reports_of(path, 1)))
    clock.seconds.clear()
    start = time.perf_counter()
    analyses = []
    source = reports_of(path, count)
    while True:
        with clock.stage("ingest"):
            report = next(source, None)
        if report is None:
            break
        analyses.append(pipeline.analyse(report))
    seconds = time.perf_counter() - start
    return Reading(
        reports=len(analyses),
        words=sum(len(a.report.text.split()) for a in analyses),
        statements=sum(len(a.statements) for a in analyses),
        seconds=seconds,
        stages=dict(sorted(clock.seconds.items(), key=lambda item: -item[1])),
        peak_mib=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        analyses=tuple(analyses),
    )
