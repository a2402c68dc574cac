"""Scores to attributions and names. numpy only, so that the shipped runtime can use the same code.

Per window of W words the model gives tag scores, and for each cue found in the core a second pass gives, for every
word, how likely it is part of that cue's source and content. Here these become spans of characters.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from training.encoder.data import KINDS, B, I, O

Floats = npt.NDArray[np.floating]
Spans = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Settings:
    """Thresholds, probabilities in 0..1, chosen on the dev part.

    ``confidence``: attributions below it are dropped. ``exclusive``: a word is content of at most one cue, the
    likeliest (in the training gold 9 pairs among 19,834 attributions share content words); without it attributions may
    nest. ``uncued``: least mean probability of the content tags for a quotation of ``least_uncued`` words or more that
    no cue claims to become an attribution of its own; ``None`` leaves such quotations out, as the training corpus does.
    """

    cue: float = 0.5
    source: float = 0.5
    content: float = 0.5
    confidence: float = 0.0
    exclusive: bool = True
    uncued: float | None = None
    least_uncued: int = 4


@dataclass(frozen=True, slots=True)
class Found:
    """An attribution as character spans; ``confidence`` in 0..1 is the cue's times the content's mean probability."""

    source: Spans
    cue: Spans
    content: Spans
    confidence: float


def softmax(scores: Floats) -> Floats:
    """Probabilities along the last axis; same shape."""
    z = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return z / z.sum(axis=-1, keepdims=True)


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


def attributions(
    tags: dict[str, Floats],
    cues: Sequence[tuple[int, int, float]],
    link: Floats,
    words: Sequence[tuple[int, int]],
    text: str,
    settings: Settings,
) -> list[Found]:
    """The attributions of one window.

    ``tags`` role to [W, 3] scores; ``cues`` K word ranges; ``link`` [K, W, 2] scores of source and content for each
    cue; ``words`` [W] character spans into ``text``. Cues without content give nothing.
    """
    p = sigmoid(link)
    content = p[:, :, 1] if len(cues) else np.zeros((0, len(words)))
    claimed = content >= settings.content
    if settings.exclusive and len(cues) > 1:
        claimed &= np.arange(len(cues))[:, None] == content.argmax(axis=0)[None, :]
    out = []
    for k, (a, b, sure) in enumerate(cues):
        said = to_spans(runs(claimed[k]), words, text)
        if not said:
            continue
        # A source is one span (9 of 19,834 in the training gold have two): the run with the largest summed probability.
        candidates = runs(p[k, :, 0] >= settings.source)
        best = sorted(candidates, key=lambda r: float(np.sum(p[k, r[0] : r[1], 0])), reverse=True)[:1]
        confidence = sure * float(content[k][claimed[k]].mean())
        if confidence < settings.confidence:
            continue
        out.append(Found(to_spans(best, words, text), to_spans([(a, b)], words, text), said, confidence))
    if settings.uncued is not None:
        free = ~claimed.any(axis=0)
        for a, b, sure in role_ranges(tags["content"]):
            said = to_spans([(a, b)], words, text)
            quoted = any(text[words[k][0]] in '"“„«' for k in range(max(0, a - 1), b))
            if said and b - a >= settings.least_uncued and free[a:b].all() and quoted and sure >= settings.uncued:
                out.append(Found([], [], said, sure))
    return out


def names(scores: Floats, core: tuple[int, int], words: Sequence[tuple[int, int]]) -> list[tuple[int, int, str]]:
    """Names ``(start, end, kind)`` that begin in the core, from [W, 19] scores.

    The best label of every word; a label that continues another kind begins a new name.
    """
    best = np.asarray(scores).argmax(axis=-1)
    out: list[tuple[int, int, str]] = []
    begin, kind = -1, -1
    for k in range(len(best) + 1):
        label = int(best[k]) if k < len(best) else 0
        goes_on = begin >= 0 and label == 2 + 2 * kind
        if begin >= 0 and not goes_on:
            if core[0] <= begin < core[1]:
                out.append((words[begin][0], words[k - 1][1], KINDS[kind]))
            begin = -1
        if label and begin < 0:
            begin, kind = k, (label - 1) // 2
    return out
