"""What the benchmarks measure is what they say, and the page shows it."""

from __future__ import annotations

import gzip
import json
import subprocess
from pathlib import Path

import pytest
from benchmarks.__main__ import read_lines, run_lines
from benchmarks.command import Run, Start, sample
from benchmarks.encoder import Speed, speeds, words_of, work_of
from benchmarks.reading import Reading

from benchmarks import command
from onrecord.model.report import Report, TextVersion
from onrecord.nlp.encoder.runtime import load_encoder

TEXT = "Harbour shut\n\nThe harbour stays shut until Friday, harbour master Ann Lee said on Monday.\n"


def test_the_sample_is_the_first_reports(tmp_path: Path) -> None:
    archive = tmp_path / "a.jsonl.gz"
    with gzip.open(archive, "wt") as out:
        out.writelines(json.dumps({"id": str(n), "text": "one two " * n}) + "\n" for n in range(1, 5))
    assert sample(archive, 3, tmp_path / "b.jsonl") == 2 + 4 + 6
    kept = (tmp_path / "b.jsonl").read_text().splitlines()
    assert [json.loads(line)["id"] for line in kept] == ["1", "2", "3"]


def test_the_command_is_run_to_its_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reports = tmp_path / "r.jsonl"
    reports.write_text(json.dumps({"id": "a", "text": TEXT}) + "\n")
    asked = tmp_path / "asked"
    stand_in = tmp_path / "onrecord"
    stand_in.write_text(f'#!/bin/sh\necho "$@" > {asked}\nexit "$(grep -c missing "$2")"\n')
    stand_in.chmod(0o755)
    monkeypatch.setattr(command, "COMMAND", str(stand_in))
    done = command.run(reports, 14, 2)
    assert (done.jobs, done.reports, done.words) == (2, 1, 14)
    assert done.seconds > 0
    assert done.peak_mib > 0.5
    assert asked.read_text() == f"extract {reports} --json --jobs 2\n"
    reports.write_text("missing\n")
    with pytest.raises(subprocess.CalledProcessError):
        command.run(reports, 14, 2)


def test_the_encoder_is_given_the_paragraphs_of_statements() -> None:
    if not load_encoder().available:
        pytest.skip("the attribution model is not in this checkout")
    report = Report(TextVersion.of(TEXT), "a.txt", language="en")
    work = work_of(report)
    assert " ".join(p.of(TEXT) for p in work[1][0]) == TEXT.replace("\n\n", " ").strip()
    found = speeds([report, report])
    assert words_of([work, work]) == 30
    assert [(s.processes > 1, s.threads) for s in found] == [(False, 1), (False, 2), (True, 1)]
    assert all(s.words == 30 and s.seconds > 0 for s in found)


def test_the_page_gives_every_figure() -> None:
    reading = Reading(2, 1000, 30, 4.0, {"encoder": 3.0, "parse": 1.0}, 300.0, ())
    text = "\n".join(read_lines(reading))
    assert "**0.5 reports/s, 250 words/s**. The encoder takes 75% of it." in text
    assert "| encoder | 3.00 | 75.0% |" in text
    lines = run_lines(Start(1.5, 0.5), [Run(1, 2, 1000, 4.0, 300.0)], [Speed(2, 1, 900, 0.25)])
    assert "| 1 | 4.0 | 250 | 300 |" in lines
    assert "| 2 | 1 | 0.2 | 3,600 |" in lines
    assert any("1.5 s" in line for line in lines)
    assert any("0.5 s" in line for line in lines)
