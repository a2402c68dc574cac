"""How fast the encoder alone reads: by one thread, by two, and by a process a core."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection

from onrecord.model.report import STATEMENT_KINDS, Report
from onrecord.model.spans import Span
from onrecord.nlp.encoder.runtime import Encoder
from onrecord.segment.paragraphs import paragraphs
from onrecord.segment.sections import segment

Work = tuple[str, list[list[Span]]]
"""A text and the paragraphs that are read of it, in one run."""


@dataclass(frozen=True, slots=True)
class Speed:
    """Words read a second with so many processes of so many threads; the models were loaded before."""

    processes: int
    threads: int
    words: int
    seconds: float

    @property
    def per_second(self) -> float:
        """Words a second."""
        return self.words / self.seconds


def work_of(report: Report) -> Work:
    """What the encoder reads of a report: the paragraphs that a statement may be taken from."""
    sections = segment(report.text, report.marks, title=report.title)
    kept = [p for n, p in paragraphs(report.text, sections) if sections[n].kind in STATEMENT_KINDS]
    return report.text, [kept]


def words_of(work: Sequence[Work]) -> int:
    """Words between white space in what is read."""
    return sum(len(p.of(text).split()) for text, streams in work for stream in streams for p in stream)


def speeds(reports: Sequence[Report]) -> list[Speed]:
    """One thread, two threads, and a process a core with a thread each."""
    work = [work_of(report) for report in reports]
    cores = max(2, os.cpu_count() or 1)
    return [
        *(Speed(1, threads, words_of(work), _seconds(Encoder(threads=threads), work)) for threads in (1, 2)),
        Speed(cores, 1, words_of(work), _in_processes(work, cores)),
    ]


def _seconds(encoder: Encoder, work: Sequence[Work]) -> float:
    encoder.read(*work[0])
    start = time.perf_counter()
    for text, streams in work:
        encoder.read(text, streams)
    return time.perf_counter() - start


def _in_processes(work: Sequence[Work], processes: int) -> float:
    """Seconds until the last process is done with its share, from when all have loaded the model."""
    context = get_context("spawn")
    workers = []
    for n in range(processes):
        ours, theirs = context.Pipe()
        process = context.Process(target=_read_share, args=(theirs, work[n::processes] or work[:1]), daemon=True)
        process.start()
        workers.append((process, ours))
    for _, pipe in workers:
        pipe.recv()
    start = time.perf_counter()
    for _, pipe in workers:
        pipe.send(None)
    for _, pipe in workers:
        pipe.recv()
    seconds = time.perf_counter() - start
    for process, _ in workers:
        process.join()
    return seconds


def _read_share(pipe: Connection[None, None], work: Sequence[Work]) -> None:
    encoder = Encoder(threads=1)
    encoder.read(*work[0])
    pipe.send(None)
    pipe.recv()
    for text, streams in work:
        encoder.read(text, streams)
    pipe.send(None)
