"""The copies that fill a case are different reports and pass its checks."""

from __future__ import annotations

from pathlib import Path

from benchmarks.growth import grow, many

from onrecord.model.report import Report, TextVersion
from onrecord.runtime.pipeline import Pipeline
from onrecord.store.case import Case


def test_copies_are_different_reports(tmp_path: Path) -> None:
    text = "Harbour shut\n\nThe harbour stays shut until Friday, harbour master Ann Lee said on Monday.\n"
    base = Pipeline().analyse(Report(TextVersion.of(text), "a.txt", language="en"))
    copies = list(many([base], 5))
    assert len({c.report.id for c in copies}) == 5
    points = grow([base], tmp_path, (2, 5))
    assert [p.reports for p in points] == [2, 5]
    with Case.open(tmp_path / "growth.sqlite") as case:
        assert list(case.verify()) == []
        assert case.counts().reports == 5
