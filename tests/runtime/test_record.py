"""Recording: again changes nothing, order leaves no trace, a kill at any moment loses nothing."""

from __future__ import annotations

import io
import json
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.model.errors import InputError
from onrecord.model.report import Report, TextVersion
from onrecord.model.spans import Span
from onrecord.runtime import intake, record
from onrecord.runtime.record import record_all
from onrecord.store import Case, export
from tests.reports import ALL, DAM, FERRY, row


def exported(case):
    out = io.BytesIO()
    export(case, out, "jsonl")
    return out.getvalue()


def dumped(case):
    connection = sqlite3.connect(case.location)
    try:
        return list(connection.iterdump())
    finally:
        connection.close()


def recorded(sources, folder):
    with Case.open(Path(folder) / "case.sqlite") as case:
        outcomes = list(record_all(case, [str(s) for s in sources]))
        assert list(case.verify()) == []
        return outcomes, exported(case)


@pytest.fixture(scope="module")
def sources(tmp_path_factory):
    """Reports as files, one of them edited, one read from two places, and an archive."""
    folder = tmp_path_factory.mktemp("sources")
    made = {**ALL, "copy.txt": DAM, "late.txt": DAM.replace("1,200", "1,900")}
    for name, text in made.items():
        (folder / name).write_text(text, encoding="utf-8")
    rows = [
        row("a", FERRY, url="https://coast.example/ferry"),
        row("b", FERRY.replace("40", "50"), url="https://coast.example/ferry"),
    ]
    (folder / "rows.jsonl").write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")
    return [folder / name for name in [*made, "rows.jsonl"]]


@pytest.fixture(scope="module")
def once(sources, tmp_path_factory):
    return recorded(sources, tmp_path_factory.mktemp("once"))[1]


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_neither_order_nor_repetition_leaves_a_trace(sources, once, data):
    batch = data.draw(st.permutations(sources))
    again = data.draw(st.lists(st.sampled_from(sources), max_size=2))
    with tempfile.TemporaryDirectory() as folder:
        assert recorded(batch + again, folder)[1] == once


def test_adding_again_is_unchanged(sources, tmp_path):
    recorded(sources, tmp_path)
    outcomes, _ = recorded(sources, tmp_path)
    assert {outcome.result.outcome for outcome in outcomes} == {"unchanged"}


class NoPipeline:
    """Stands in for the pipeline where none may be asked."""

    def __init__(self, engine):
        pass

    def analyse(self, report):
        raise AssertionError(f"{report.source} was analysed again")


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_is_held_is_not_analysed_again(sources, tmp_path, monkeypatch, jobs):
    first, before = recorded(sources, tmp_path)
    monkeypatch.setattr(intake, "_pipeline", NoPipeline)
    monkeypatch.setattr(intake, "ProcessPoolExecutor", NoWorkers)
    with Case.open(tmp_path / "case.sqlite") as case:
        rows = dumped(case)
        again = list(record_all(case, [str(s) for s in sources], jobs=jobs))
        assert again == [replace(o, result=replace(o.result, outcome="unchanged")) for o in first]
        assert dumped(case) == rows
        assert exported(case) == before


class NoWorkers(ProcessPoolExecutor):
    """A pool that is given nothing to do."""

    def submit(self, *_args, **_options):
        raise AssertionError("a report was given to a worker")


@pytest.mark.parametrize("jobs", [1, 2])
def test_known_and_new_reports_and_errors_come_in_their_order(sources, tmp_path, jobs):
    recorded(sources[:1], tmp_path)
    mixed = [sources[1], tmp_path / "nothere.txt", sources[0], sources[2]]
    with Case.open(tmp_path / "case.sqlite") as case:
        outcomes = list(record_all(case, [str(s) for s in mixed], jobs=jobs))
    assert [o.source for o in outcomes] == [str(s) for s in mixed]
    did = [None if isinstance(o, InputError) else o.result.outcome for o in outcomes]
    assert did == ["new", None, "unchanged", "new"]


def test_a_second_place_of_a_known_text_is_kept(tmp_path, monkeypatch):
    (tmp_path / "one.txt").write_text(DAM, encoding="utf-8")
    (first,), _ = recorded([tmp_path / "one.txt"], tmp_path)
    (tmp_path / "two.txt").write_text(DAM, encoding="utf-8")
    monkeypatch.setattr(intake, "_pipeline", NoPipeline)
    (second,), _ = recorded([tmp_path / "two.txt"], tmp_path)
    assert second.result == replace(first.result, outcome="unchanged")
    assert (second.title, second.statements) == (first.title, first.statements)
    with Case.open(tmp_path / "case.sqlite") as case:
        places = case.report(first.result.report_id).locations
    assert [Path(source).name for source, _ in places] == ["one.txt", "two.txt"]


def test_replacing_analyses_what_is_held(tmp_path, monkeypatch):
    (tmp_path / "one.txt").write_text(DAM, encoding="utf-8")
    recorded([tmp_path / "one.txt"], tmp_path)
    with Case.open(tmp_path / "case.sqlite") as case:
        asked = []
        monkeypatch.setattr(
            intake, "_analyse", lambda report, engine: asked.append(report.source) or InputError("x", "y", "z")
        )
        list(record_all(case, [str(tmp_path / "one.txt")], replace=True))
        assert asked == [str(tmp_path / "one.txt")]


def test_a_place_that_changes_hands_while_its_text_waits(tmp_path, monkeypatch):
    place = Report(TextVersion.of(DAM), "rows.jsonl", external_id="a")
    other = replace(place, version=TextVersion.of(FERRY), url="https://coast.example/ferry")
    cases = []
    for name, jobs in (("apart", 1), ("together", 2)):
        with Case.open(tmp_path / f"{name}.sqlite") as case:
            for batch in ([place], [other, place]):
                monkeypatch.setattr(record, "read_inputs", lambda *_, batch=batch, **__: iter(batch))
                outcomes = [o.result.outcome for o in record_all(case, [], jobs=jobs)]
            assert list(case.verify()) == []
            cases.append((outcomes, exported(case)))
    assert cases[0] == cases[1]
    assert cases[0][0] == ["new", "version"]


def test_an_analysis_that_does_not_hold_is_refused_and_the_others_stay(sources, tmp_path, monkeypatch):
    real = record.analyse_all

    def with_a_lie(*args, **options):
        for n, analysis in enumerate(real(*args, **options)):
            if n == 1:
                first = replace(analysis.statements[0], content=(Span(0, 10**6),))
                yield replace(analysis, statements=(first, *analysis.statements[1:]))
            else:
                yield analysis

    monkeypatch.setattr(record, "analyse_all", with_a_lie)
    with Case.open(tmp_path / "case.sqlite") as case:
        outcomes = list(record_all(case, [str(s) for s in sources[:3]]))
        assert [isinstance(o, InputError) for o in outcomes] == [False, True, False]
        assert "not stored" in str(outcomes[1])
        assert case.counts().reports == 2
        assert list(case.verify()) == []


@pytest.mark.slow
@pytest.mark.parametrize("after", [1, 5])
def test_a_kill_in_the_middle_and_a_second_run_give_the_same_record(tmp_path, after):
    files = []
    for n in range(4):
        for name, text in ALL.items():
            path = tmp_path / f"{n}-{name}"
            path.write_text(f"Part {n}. {text}" + f"\nThat was part {n}, Berg said.\n" * 40, encoding="utf-8")
            files.append(str(path))
    command = [sys.executable, "-c", "from onrecord.serve.cli.app import main; main()", "add", *files, "--json"]
    killed = [*command, "--case", str(tmp_path / "killed.sqlite")]
    process = subprocess.Popen(killed, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    for _ in range(after):
        assert process.stdout.readline()
    time.sleep(0.05)  # somewhere in the next report
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    with Case.open(tmp_path / "killed.sqlite") as case:
        assert after <= case.counts().reports < len(files)
        assert list(case.verify()) == []
        list(record_all(case, files))
        after_kill = exported(case)
    with Case.open(tmp_path / "whole.sqlite") as case:
        list(record_all(case, files))
        assert exported(case) == after_kill
