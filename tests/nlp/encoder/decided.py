"""The decisions of a runner on a text, in a form that two runners can be compared by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

import numpy as np

from onrecord.nlp.encoder.arrays import inputs, link_inputs
from onrecord.nlp.encoder.decode import ROLES, cues_in_core
from onrecord.nlp.encoder.passes import Runner
from onrecord.nlp.encoder.words import Encoded

SAMPLES = (
    "troops/reports/evening-lamp-spy-agency.txt",
    "troops/reports/harbour-post-live.txt",
    "troops/reports/quarterline-analysis.txt",
    "spill/reports/ninefold-total.txt",
)
LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz"


class Decided(TypedDict):
    """Per word of every window, in order: the label of each role and of the names.

    ``cues`` are (window, first, end); ``links`` hold for each cue and word of its window 0, 1 (source), 2 (content) or
    3 (both).
    """

    roles: list[str]
    names: str
    cues: list[list[int]]
    links: list[str]


def decide(runner: Runner, windows: Sequence[Encoded], cues: list[list[int]] | None) -> Decided:
    """What the runner decides, a window at a time; for these cues, or where ``None`` for those it finds itself."""
    roles: list[list[str]] = [[], [], []]
    names, links, held = [], [], []
    for b, window in enumerate(windows):
        batch = inputs([window])
        states, tags, kinds = runner.encode(batch)
        for k in range(len(ROLES)):
            roles[k].append(_line(tags[0, :, 3 * k : 3 * k + 3].argmax(-1)))
        names.append(_line(kinds[0].argmax(-1)))
        own = cues_in_core(tags[0, :, 3:6], window.core)
        these = [[b, first, end] for first, end, _ in own] if cues is None else [c for c in cues if c[0] == b]
        held += these
        if these:
            second = link_inputs([len(window.first)], [(0, (first, end)) for _, first, end in these], states.shape[1])
            scores = runner.link(states[second["window"]], second["offsets"], batch["word_mask"][second["window"]])
            links += [_line(line) for line in (scores[..., 0] > 0) + 2 * (scores[..., 1] > 0)]
    return {"roles": ["".join(r) for r in roles], "names": "".join(names), "cues": held, "links": links}


def _line(labels: np.ndarray) -> str:
    return "".join(LETTERS[k] for k in labels)


def share_equal(one: Sequence[str], other: Sequence[str]) -> float:
    """The share of places at which the lines have the same letter."""
    pairs = [(a, b) for x, y in zip(one, other, strict=True) for a, b in zip(x, y, strict=True)]
    return sum(a == b for a, b in pairs) / len(pairs)
