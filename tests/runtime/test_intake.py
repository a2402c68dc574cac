"""Reading reports: the same outcomes in the same order, however many processes; a bad report never stops the others."""

from __future__ import annotations

import json
import os

import pytest

from onrecord.ingest.read import ReadOptions
from onrecord.model.errors import InputError, MissingDependencyError, OnrecordError
from onrecord.model.report import Report, TextVersion
from onrecord.model.wire import analysis_to_json
from onrecord.runtime import intake
from onrecord.runtime.intake import analyse_all, read_and_analyse
from onrecord.runtime.pipeline import Pipeline
from tests.reports import ALL, DAM, row


def dumped(outcomes):
    return [str(o) if isinstance(o, InputError) else json.dumps(analysis_to_json(o, with_text=True)) for o in outcomes]


@pytest.fixture
def archive(tmp_path):
    path = tmp_path / "rows.jsonl"
    rows = [json.dumps(row(name, text)) for name, text in ALL.items()]
    path.write_text("\n".join([rows[0], "{bad", rows[1], '{"id": 3}', rows[2]]), encoding="utf-8")
    return str(path)


def test_reading_twice_gives_the_same_bytes(archive):
    once = dumped(read_and_analyse([archive]))
    assert len(once) == 5
    assert dumped(read_and_analyse([archive])) == once


def test_more_processes_change_nothing(archive, tmp_path):
    sources = [archive, str(tmp_path / "nothere.txt"), archive]
    assert dumped(read_and_analyse(sources, jobs=2)) == dumped(read_and_analyse(sources))


def test_the_limits_reach_the_reader(archive):
    outcomes = list(read_and_analyse([archive], ReadOptions(max_text=10)))
    assert all(isinstance(o, InputError) for o in outcomes)


class Breaks:
    """A pipeline that a report with the word in it breaks."""

    def __init__(self, error):
        self.error = error
        self.sound = Pipeline()

    def analyse(self, report):
        if "Norvik" in report.text:
            raise self.error
        return self.sound.analyse(report)


def reports():
    return [Report(TextVersion.of(text), name) for name, text in ALL.items()]


@pytest.mark.parametrize("error", [ZeroDivisionError("x"), RecursionError("deep"), AssertionError(), MemoryError()])
def test_a_stage_that_breaks_costs_one_report(monkeypatch, error):
    monkeypatch.setattr(intake, "_pipeline", lambda engine: Breaks(error))
    outcomes = list(analyse_all(reports()))
    assert [isinstance(o, InputError) for o in outcomes] == [True, False, False]
    assert outcomes[0].source == "dam.txt"
    assert type(error).__name__ in str(outcomes[0])


def test_a_missing_model_stops_the_run(monkeypatch):
    monkeypatch.setattr(intake, "_pipeline", lambda engine: Breaks(MissingDependencyError("no model (pip install it)")))
    with pytest.raises(MissingDependencyError, match="no model"):
        list(analyse_all(reports()))


def end_worker(report, engine):
    os._exit(9)


def test_a_worker_that_is_ended_is_told(monkeypatch):
    monkeypatch.setattr(intake, "_analyse", end_worker)
    with pytest.raises(OnrecordError, match="fewer --jobs"):
        list(analyse_all([Report(TextVersion.of(DAM), "dam.txt")], jobs=2))
