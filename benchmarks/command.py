"""How long the installed command takes, from a fresh process on."""

from __future__ import annotations

import gzip
import json
import os
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

COMMAND = str(Path(sys.executable).with_name("onrecord"))
REPEATS = 3

_LOAD = """
import time
start = time.perf_counter()
from onrecord.nlp.encoder.runtime import Encoder
from onrecord.model.spans import Span
Encoder().read("It rained, she said.", [[Span(0, 20)]])
print(time.perf_counter() - start)
"""


@dataclass(frozen=True, slots=True)
class Run:
    """``onrecord extract --json`` over a sample with ``jobs`` processes.

    ``seconds`` count from the start of the command to its end; ``peak_mib`` is of its largest process.
    """

    jobs: int
    reports: int
    words: int
    seconds: float
    peak_mib: float


@dataclass(frozen=True, slots=True)
class Start:
    """Medians of fresh processes, in seconds.

    ``first`` from the start of ``onrecord extract`` on one report to its statements; ``model`` from before the encoder
    is imported to its first reading.
    """

    first: float
    model: float


def sample(archive: Path, count: int, to: Path) -> int:
    """Write the first ``count`` reports of a gzipped archive to ``to``; returns their number of words."""
    with gzip.open(archive, "rb") as lines:
        kept = list(islice(lines, count))
    to.write_bytes(b"".join(kept))
    return sum(len(json.loads(line)["text"].split()) for line in kept)


def run(reports: Path, words: int, jobs: int) -> Run:
    """Run the command to its end; raises ``CalledProcessError`` where it fails."""
    command = [COMMAND, "extract", str(reports), "--json", "--jobs", str(jobs)]
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    count = reports.read_bytes().count(b"\n")
    return Run(jobs, count, words, seconds, used.ru_maxrss / 1024)


def runs(archive: Path, count: int, folder: Path) -> list[Run]:
    """With one process, with two, and with one a core."""
    reports = folder / "sample.jsonl"
    words = sample(archive, count, reports)
    return [run(reports, words, jobs) for jobs in sorted({1, 2, os.cpu_count() or 1})]


def start(archive: Path, folder: Path) -> Start:
    """How long a first answer takes."""
    report = folder / "first.jsonl"
    sample(archive, 1, report)
    return Start(
        statistics.median(_first(report) for _ in range(REPEATS)), statistics.median(_model() for _ in range(REPEATS))
    )


def _first(report: Path) -> float:
    begin = time.perf_counter()
    done = subprocess.run([COMMAND, "extract", str(report), "--json"], check=True, capture_output=True)
    seconds = time.perf_counter() - begin
    if not json.loads(done.stdout)["statements"]:
        print("the first report of the sample has no statement")
    return seconds


def _model() -> float:
    return float(subprocess.run([sys.executable, "-c", _LOAD], check=True, capture_output=True, text=True).stdout)
