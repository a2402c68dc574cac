"""Tag scores to cues and names, and word ranges to spans of characters; numpy only. W words a window."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.floating]
Spans = list[tuple[int, int]]

ROLES = ("source", "cue", "content")
O, B, I = 0, 1, 2  # noqa: E741  (the names everyone reads)
KINDS = ("Person", "Organization", "Location", "Facility", "NORP", "Product", "Misc", "Date", "Money")
"""Name kinds in label order: label ``1 + 2 * k`` begins kind ``k``, ``2 + 2 * k`` continues it."""


_NO_NAME = 0.99
"""Probability of no name above which a word is taken for none without a search; the search finds the same there."""


@dataclass(frozen=True, slots=True)
class FoundName:
    """A name as a character span with one of :data:`KINDS`."""

    start: int
    end: int
    kind: str


def softmax(scores: Floats) -> Floats:
    """Probabilities along the last axis; same shape."""
    z = np.exp(scores - scores.max(axis=-1, keepdims=True))
    p: Floats = z / z.sum(axis=-1, keepdims=True)
    return p


def sigmoid(scores: Floats) -> Floats:
    """Element-wise logistic function; same shape."""
    return 0.5 * (1.0 + np.tanh(0.5 * np.asarray(scores, dtype=np.float64)))


def role_ranges(scores: Floats, threshold: float = 0.5) -> list[tuple[int, int, float]]:
    """Word ranges ``(first, end, mean probability)`` of one role from [W, 3] BIO scores.

    A word is inside where B and I together reach ``threshold``; a new range begins after an outside word or where B is
    likelier than I.
    """
    p = softmax(scores)
    inside = 1.0 - p[:, O] >= threshold
    out: list[tuple[int, int, float]] = []
    begin = -1
    for k in range(len(p) + 1):
        here = k < len(p) and bool(inside[k])
        if begin >= 0 and (not here or p[k, B] > p[k, I]):
            out.append((begin, k, float(1.0 - p[begin:k, O].mean())))
            begin = -1
        if here and begin < 0:
            begin = k
    return out


def cues_in_core(scores: Floats, core: tuple[int, int], threshold: float = 0.5) -> list[tuple[int, int, float]]:
    """The cues (word ranges with probability) of a window, from [W, 3] scores, that begin in its core."""
    return [r for r in role_ranges(scores, threshold) if core[0] <= r[0] < core[1]]


def runs(mask: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Half-open ranges of true values in [W]."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], mask.astype(np.int8), [0]))))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def to_spans(ranges: Sequence[tuple[int, int]], words: Sequence[tuple[int, int]], text: str) -> Spans:
    """Character spans of word ranges; ranges that hold no letter or digit are dropped."""
    spans = [(words[a][0], words[b - 1][1]) for a, b in ranges]
    return [(s, e) for s, e in spans if any(c.isalnum() for c in text[s:e])]


def names(scores: Floats, core: tuple[int, int], words: Sequence[tuple[int, int]]) -> list[FoundName]:
    """Names that begin in the core, from [W, 19] scores.

    The likeliest sequence of labels in which a word goes on only a name of its own kind (Viterbi): the best label of
    every word by itself tears "Orlu County" into a place and a body (typed F1 on the names' dev part .835, so .864).
    """
    p = softmax(np.asarray(scores, dtype=np.float64))
    best = p.argmax(axis=1)
    out = []
    for first, end in runs(p[:, 0] < _NO_NAME):
        path = best[first:end].tolist()
        if any(label and label % 2 == 0 and before not in {label - 1, label} for before, label in pairwise([0, *path])):
            path = _best_path(np.log(p[first:end] + 1e-12))  # else the best labels are the likeliest sequence
        begin = -1
        for k, label in enumerate([*path, 0]):
            if begin >= 0 and (label == 0 or label % 2):
                if core[0] <= first + begin < core[1]:
                    out.append(FoundName(words[first + begin][0], words[first + k - 1][1], KINDS[path[begin] // 2]))
                begin = -1
            if label % 2:
                begin = k
    return out


def _best_path(logs: Floats) -> list[int]:
    """The likeliest labels of [W, 19] log probabilities in which "go on" follows only its own "begin" or "go on"."""
    best = np.concatenate((logs[0, :1], np.where(np.arange(1, logs.shape[1]) % 2, logs[0, 1:], -np.inf)))
    steps = []
    for row in logs[1:]:
        top = int(best.argmax())
        came = np.full(len(row), top)
        begun, within = best[1::2], best[2::2]
        own = np.arange(1, len(row), 2) + (within > begun)
        came[2::2] = own
        best = best[came] + row
        steps.append(came)
    path = [int(best.argmax())]
    for came in reversed(steps):
        path.append(int(came[path[-1]]))
    return path[::-1]
