"""Floors catch a fall, in either direction, and only rise."""

from __future__ import annotations

from pathlib import Path

import pytest
from evals.floors import Floor
from evals.sets import EvalSet, all_sets

from evals import floors


@pytest.fixture
def some(tmp_path: Path) -> EvalSet:
    gold = tmp_path / "gold.jsonl"
    gold.write_text("{}\n")
    return EvalSet("some", "a test", (gold,), gold, gold, (), ("f1", "-errors"))


def test_a_measure_below_its_floor_is_named(some: EvalSet) -> None:
    known: dict[str, Floor] = {}
    floors.update(known, some, {"f1": 0.5004, "-errors": 2.0}, lower=False)
    assert known["some"]["measures"] == {"f1": 0.5, "-errors": 2.0}
    assert floors.below(known, some, {"f1": 0.5, "-errors": 2.0}) == []
    assert floors.below(known, some, {"f1": 0.49, "-errors": 2.0}) == ["some f1: 0.49 is worse than 0.5"]
    assert floors.below(known, some, {"f1": 0.5, "-errors": 3.0}) == ["some errors: 3.0 is worse than 2.0"]
    assert floors.below(known, some, {"f1": None, "-errors": 2.0}) != []


def test_floors_only_rise_unless_told(some: EvalSet) -> None:
    known: dict[str, Floor] = {}
    floors.update(known, some, {"f1": 0.5, "-errors": 2.0}, lower=False)
    floors.update(known, some, {"f1": 0.4, "-errors": 1.0}, lower=False)
    assert known["some"]["measures"] == {"f1": 0.5, "-errors": 1.0}
    floors.update(known, some, {"f1": 0.4, "-errors": 5.0}, lower=True)
    assert known["some"]["measures"] == {"f1": 0.4, "-errors": 5.0}


def test_other_data_than_the_floors_were_measured_on_is_named(some: EvalSet) -> None:
    known: dict[str, Floor] = {}
    floors.update(known, some, {"f1": 0.5}, lower=False)
    some.gold.write_text("{}\n{}\n")
    assert floors.below(known, some, {"f1": 0.9}) == [
        "some: the gold file is not the one that its floors were measured on"
    ]


def test_every_floor_on_file_is_of_a_set_and_a_measure_of_it(tmp_path: Path) -> None:
    sets = {s.name: s for s in all_sets(tmp_path)}
    held = floors.read()
    assert set(held) <= set(sets)
    assert all(set(floor["measures"]) <= set(sets[name].measures) for name, floor in held.items())


def test_sets_whose_data_is_absent_say_what_is_missing(tmp_path: Path) -> None:
    reports = next(s for s in all_sets(tmp_path) if s.name == "reports")
    assert tmp_path / "gold/reports.jsonl" in reports.missing
