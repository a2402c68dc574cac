"""Link scores to attributions: each cue makes a candidate, candidates are weighed, the best that fit together stay.

Per window of W words the first pass gives tag scores, and for each of K cues found in the core the second pass gives,
for every word, how likely it is part of that cue's source and content. A weak cue is kept if the words around it speak
for it, and a strong one is dropped if they do not: the weighing looks at cue, source and content together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from onrecord.nlp.encoder.decode import ROLES, Floats, O, Spans, runs, sigmoid, softmax, to_spans

Range = tuple[int, int]
Mask = npt.NDArray[np.bool_]

N_FEATURES = 11
SURE_FRAGMENT = 0.9
"""Mean probability of a short stretch of content that stands apart and is kept all the same."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How candidates are made and weighed; probabilities in 0..1, chosen on the dev part.

    ``cue``, ``source``, ``content``: least probability of a word for its role. ``gap``: so many words between two
    stretches of content are taken in; ``fragment``: shorter stretches beside a longer one are dropped unless sure.
    ``keep``: least share of a candidate's content that no better one has taken. ``confidence``: candidates below it
    are dropped. ``weights``: of the :data:`N_FEATURES` features in a logistic regression whose value is the confidence;
    without them it is the cue's probability times the content's mean.
    """

    cue: float = 0.15
    source: float = 0.5
    content: float = 0.5
    gap: int = 3
    fragment: int = 3
    keep: float = 0.5
    confidence: float = 0.4
    weights: tuple[float, ...] | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """An attribution as character spans; ``confidence`` in 0..1."""

    source: Spans
    cue: Spans
    content: Spans
    confidence: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """What one cue claims: word ranges of cue and source, [W] content words, [:data:`N_FEATURES`] features.

    ``raw`` is the probability of the cue times the mean of the content's.
    """

    cue: Range
    source: Range | None
    content: Mask
    features: Floats
    raw: float


def candidates(
    cues: Sequence[tuple[int, int, float]], link: Floats, roles: Floats, settings: Settings
) -> list[Candidate]:
    """One for each cue ``(first, end, probability)`` that claims any content.

    ``link`` [K, W, 2] scores of source and content for each cue; ``roles`` [W, 9] tag scores.
    """
    tags = {r: 1.0 - softmax(roles[:, 3 * k : 3 * k + 3])[:, O] for k, r in enumerate(ROLES)}
    found = []
    for (first, end, sure), scores in zip(cues, sigmoid(link), strict=True):
        speaking, said = scores[:, 0], scores[:, 1]
        # A source is one span (9 of 19,834 in the training gold have two): the run with the largest summed probability.
        sources = sorted(runs(speaking >= settings.source), key=lambda r: -float(speaking[r[0] : r[1]].sum()))
        source = sources[0] if sources else None
        taken = np.zeros(len(said), dtype=bool)
        taken[first:end] = True
        if source:
            taken[source[0] : source[1]] = True
        content = _stretches(said, taken, settings)
        if content.any():
            features = _features(sure, source, content, scores, tags)
            found.append(Candidate((first, end), source, content, features, sure * float(said[content].mean())))
    return found


def _stretches(said: Floats, taken: Mask, settings: Settings) -> Mask:
    """The content words of a cue: likely ones, with small gaps closed and stray fragments dropped."""
    mask = (said >= settings.content) & ~taken
    parts = runs(mask)
    for (_, a), (b, _) in pairwise(parts):
        if b - a <= settings.gap and not taken[a:b].any():
            mask[a:b] = True
    parts = runs(mask)
    if len(parts) > 1:
        kept = [(a, b) for a, b in parts if b - a >= settings.fragment or said[a:b].mean() > SURE_FRAGMENT]
        mask[:] = False
        for a, b in kept or parts:
            mask[a:b] = True
    return mask


def _features(sure: float, source: Range | None, content: Mask, scores: Floats, tags: dict[str, Floats]) -> Floats:
    """[:data:`N_FEATURES`]: one; log odds of the cue, of content and source by either pass; the content's shape."""
    speaking, said = scores[:, 0], scores[:, 1]
    by = slice(*source) if source else slice(0, 0)
    return np.array(
        [
            1.0,
            log_odds(sure),
            log_odds(said[content].mean()),
            log_odds(tags["content"][content].mean()),
            log_odds(tags["content"][content].min()),
            float(source is not None),
            log_odds(speaking[by].mean()) if source else 0.0,
            log_odds(tags["source"][by].mean()) if source else 0.0,
            float(np.log(content.sum())),
            float(len(runs(content)) > 1),
            0.0 if source else log_odds(speaking.max()),
        ]
    )


def log_odds(p: float) -> float:
    """log(p / (1 - p)), with ``p`` kept 0.0001 from either end."""
    p = min(max(float(p), 1e-4), 1.0 - 1e-4)
    return float(np.log(p / (1.0 - p)))


def confidence_of(candidate: Candidate, weights: Sequence[float] | None) -> float:
    """The confidence of a candidate, 0..1; see :class:`Settings`."""
    if weights is None:
        return candidate.raw
    return float(1.0 / (1.0 + np.exp(-float(candidate.features @ np.asarray(weights)))))


def attributions(found: Sequence[Candidate], words: Sequence[Range], text: str, settings: Settings) -> list[Found]:
    """The candidates that stay, the most confident first; a word is content of at most one.

    ``words`` [W] character spans into ``text``. In the training gold 9 pairs among 19,834 attributions share content.
    """
    out = []
    free = np.ones(len(words), dtype=bool)
    weighed = [(confidence_of(c, settings.weights), n) for n, c in enumerate(found)]
    for confidence, n in sorted(weighed, key=lambda x: (-x[0], x[1])):
        candidate = found[n]
        content = candidate.content & free
        if confidence < settings.confidence or content.sum() < settings.keep * candidate.content.sum():
            continue
        said = to_spans(runs(content), words, text)
        if said:
            free &= ~content
            by = [candidate.source] if candidate.source else []
            out.append(Found(to_spans(by, words, text), to_spans([candidate.cue], words, text), said, confidence))
    return out
