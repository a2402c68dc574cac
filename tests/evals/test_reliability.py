"""Planted confidences give back their bins, and what is sure and right has no error."""

from __future__ import annotations

import random

import pytest
from evals.reliability import calibration_error, judged, reliability, table
from hypothesis import given
from hypothesis import strategies as st

from tests.evals.scripts import attribution_script

Outcomes = list[tuple[float, bool]]
OUTCOMES = st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=60)


@given(OUTCOMES)
def test_every_statement_lies_in_the_bin_of_its_confidence(outcomes: Outcomes) -> None:
    bins = reliability(outcomes)
    assert [b.low for b in bins[1:]] == [b.high for b in bins[:-1]]
    assert sum(b.number for b in bins) == len(outcomes)
    for b in bins:
        assert (b.mean is None) == (b.right is None) == (b.number == 0)
        assert b.mean is None or b.low - 1e-9 <= b.mean <= b.high + 1e-9
    assert sum(b.number * (b.right or 0) for b in bins) == pytest.approx(sum(right for _, right in outcomes))


@given(OUTCOMES.filter(bool))
def test_the_error_lies_between_the_whole_and_the_single_gap(outcomes: Outcomes) -> None:
    error = calibration_error(reliability(outcomes))
    assert error is not None
    gap = abs(sum(c - right for c, right in outcomes)) / len(outcomes)
    assert gap - 1e-9 <= error <= sum(abs(c - right) for c, right in outcomes) / len(outcomes) + 1e-9


def test_planted_confidence_is_found_to_be_true() -> None:
    rng = random.Random(5)
    honest = [(c, rng.random() < c) for c in (rng.random() for _ in range(20_000))]
    boasting = [(min(1.0, c + 0.2), right) for c, right in honest]
    assert (calibration_error(reliability(honest)) or 0) < 0.02
    assert 0.15 < (calibration_error(reliability(boasting)) or 0) < 0.2


def test_the_ends() -> None:
    bins = reliability([(0.0, False), (1.0, True), (0.1, True)])
    assert [b.number for b in bins] == [1, 1, 0, 0, 0, 0, 0, 0, 0, 1]
    assert calibration_error(reliability([])) is None
    assert table(bins)[2:4] == ["| 0.0 to 0.1 | 1 | 0.000 | 0.000 |", "| 0.1 to 0.2 | 1 | 0.100 | 1.000 |"]
    assert table(bins)[4] == "| 0.2 to 0.3 | 0 |  |  |"


def test_a_statement_is_right_as_the_script_says() -> None:
    script = attribution_script()
    text = "It is shut, said Ines Okoro. She thinks it rained."
    shut, okoro, rained = ([(text.index(x), text.index(x) + len(x))] for x in ("It is shut", "Ines Okoro", "it rained"))
    gold = {"a": (text, [{"source": okoro, "cue": [], "content": shut}, {"source": [], "cue": [], "content": rained}])}
    comma = [(text.index(","), text.index(",") + 1)]
    statements = [
        {"confidence": 0.5, "source": [], "cue": [], "content": comma},  # no word of content: left out
        {"confidence": 0.9, "source": okoro, "cue": [], "content": shut},
        {"confidence": 0.4, "source": okoro, "cue": [], "content": rained},
        {"confidence": 0.3, "source": okoro, "cue": [], "content": shut},  # the same again
    ]
    rows = [{"report": {"external_id": "a"}, "statements": statements}]
    assert judged(gold, rows, script) == [(0.9, True), (0.4, False), (0.3, False)]
