"""Reading what the user names, report by report: analyses, or what could not be read and why."""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import lru_cache
from multiprocessing import connection, get_context, parent_process, resource_tracker
from typing import BinaryIO, TypeVar

from onrecord.ingest.read import ReadOptions, read_inputs
from onrecord.model.analysis import Analysis
from onrecord.model.errors import InputError, OnrecordError
from onrecord.model.report import Report
from onrecord.runtime.pipeline import EngineName, Pipeline

Other = TypeVar("Other")

LOOK_AHEAD = 4
"""Reports in flight for each worker: enough to keep it busy, few enough to bound memory."""


def read_and_analyse(
    sources: Sequence[str],
    options: ReadOptions | None = None,
    *,
    stdin: BinaryIO | None = None,
    jobs: int = 1,
    engine: EngineName | None = None,
) -> Iterator[Analysis | InputError]:
    """One outcome for each item of ``sources``, in their order; a bad one is yielded as :class:`InputError`.

    ``jobs`` above 1 analyses in that many processes; the outcomes and their order are the same. ``engine`` as in
    :class:`onrecord.runtime.pipeline.Pipeline`.
    """
    return analyse_all(read_inputs(sources, options or ReadOptions(), stdin=stdin), jobs=jobs, engine=engine)


def analyse_all(
    items: Iterable[Report | Other], *, jobs: int = 1, engine: EngineName | None = None
) -> Iterator[Analysis | InputError | Other]:
    """Analyse reports as they come, passing errors, and whatever else is no report, through, in order.

    Raises :class:`OnrecordError` where a worker process was ended from outside.
    """
    if jobs <= 1:
        for item in items:
            yield _analyse(item, engine) if isinstance(item, Report) else item
        return
    # "spawn": a forked child would share locks with the threads of the model's numeric library
    pool = ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_follow_parent)
    try:
        waiting: deque[Future[Analysis | InputError] | Other] = deque()
        for item in items:
            if isinstance(item, Report):
                with _ctrl_c_held():
                    waiting.append(pool.submit(_analyse, item, engine))
            else:
                waiting.append(item)
            if len(waiting) >= jobs * LOOK_AHEAD:
                yield _done(waiting.popleft())
        while waiting:
            yield _done(waiting.popleft())
    except BrokenProcessPool as error:
        raise OnrecordError(
            "a reading process was ended from outside, perhaps for want of memory; what was done stays "
            "(run again, with fewer --jobs)"
        ) from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _done(outcome: Future[Analysis | InputError] | Other) -> Analysis | InputError | Other:
    return outcome.result() if isinstance(outcome, Future) else outcome


@contextmanager
def _ctrl_c_held() -> Iterator[None]:
    """Ctrl-C waits inside: a worker started here is deaf to it for good, and leaves stopping to this process.

    A worker could not say so for itself: it takes a second to start, and dies of a Ctrl-C in it with a traceback.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows, where workers have no signals of a terminal
        yield
        return
    resource_tracker.ensure_running()  # it unblocks signals when it starts (Python 3.11)
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _follow_parent() -> None:
    """End this worker with its parent, however that ends: a process that is killed can tell nobody to stop."""
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_end_after, args=(parent.sentinel,), daemon=True).start()


def _end_after(sentinel: int) -> None:
    connection.wait([sentinel])
    os._exit(1)


@lru_cache(maxsize=2)
def _pipeline(engine: EngineName | None) -> Pipeline:
    """The pipeline of this process; workers load their models once."""
    return Pipeline(engine)


def _analyse(report: Report, engine: EngineName | None) -> Analysis | InputError:
    try:
        return _pipeline(engine).analyse(report)
    except InputError as error:
        return error
    except OnrecordError:
        raise
    except Exception as cause:  # one report that a stage cannot take must not stop the others
        problem = f"could not be analysed: {type(cause).__name__}: {cause}"
        return InputError(report.source, problem[:300], "please report this")
