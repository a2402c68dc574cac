"""The two passes over windows: tags and names first, then, for each cue found, its source and content.

Letters in shapes: B windows, T pieces, W words, H the width of a word state, K cues.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from onrecord.nlp.encoder import decode
from onrecord.nlp.encoder.arrays import by_length, inputs, link_inputs
from onrecord.nlp.encoder.attribute import Candidate, Found, Settings, attributions, candidates
from onrecord.nlp.encoder.words import WINDOW, Encoded, Ints, Tokens, encode_all

BATCH = 256
"""Pieces a batch after padding: a window or a few short ones. Their activations stay in the processor's cache (1.6
times as fast as 4,096 on one core), and the range that int8 activations are scaled to is theirs alone."""


CUES = 2
"""Cues a run of the second pass, for the same reasons: a tenth faster than all of a window's at once."""


class Runner(Protocol):
    """Runs the network on numpy arrays."""

    def encode(self, batch: dict[str, Ints]) -> tuple[decode.Floats, decode.Floats, decode.Floats]:
        """Word states [B, W, H], role scores [B, W, 9], name scores [B, W, 19] of :func:`arrays.inputs`."""
        ...

    def link(self, words: decode.Floats, offsets: Ints, mask: Ints) -> decode.Floats:
        """[K, W, H] word states, [K, W] distance buckets, [K, W] mask to [K, W, 2] scores of source and content."""
        ...


@dataclass(frozen=True, slots=True)
class Read:
    """What was read in one text: attributions and names, each in text order."""

    attributions: list[Found]
    names: list[decode.FoundName]


@dataclass(frozen=True, slots=True)
class WindowRead:
    """What was read in one window: its words' character spans, its candidates, the names of its core."""

    words: list[tuple[int, int]]
    candidates: list[Candidate]
    names: list[decode.FoundName]


def read_all(
    runner: Runner, cut: Sequence[Tokens], settings: Settings, *, limit: int = WINDOW, most: int = BATCH
) -> list[Read]:
    """What stands in each text; windows of all texts are batched together by length."""
    found = []
    for toks, windows in zip(cut, read_windows(runner, cut, settings, limit=limit, most=most), strict=True):
        said = [a for w in windows for a in attributions(w.candidates, w.words, toks.text, settings)]
        names = [name for w in windows for name in w.names]
        found.append(Read(sorted(said, key=lambda a: (a.content, a.cue)), sorted(names, key=lambda n: n.start)))
    return found


def read_windows(
    runner: Runner, cut: Sequence[Tokens], settings: Settings, *, limit: int = WINDOW, most: int = BATCH
) -> list[list[WindowRead]]:
    """What each window of each text holds, before candidates are weighed; as :func:`read_all`."""
    flat = [(d, ex) for d, toks in enumerate(cut) for ex in encode_all(toks, limit=limit)]
    found: list[list[WindowRead]] = [[] for _ in cut]
    for chosen in by_length([ex for _, ex in flat], most):
        part = [flat[k] for k in chosen]
        for (d, ex), (claims, tags) in zip(part, _batch(runner, [ex for _, ex in part], settings), strict=True):
            words = cut[d].spans[ex.window.first : ex.window.end]
            found[d].append(WindowRead(words, claims, decode.names(tags, ex.core, words)))
    return found


def _batch(runner: Runner, examples: list[Encoded], settings: Settings) -> list[tuple[list[Candidate], decode.Floats]]:
    """Candidates and name scores of each window, cut to its own words."""
    batch = inputs(examples)
    states, roles, names = runner.encode(batch)
    lengths = [len(ex.first) for ex in examples]
    at = decode.ROLES.index("cue") * 3
    cues = [
        decode.cues_in_core(roles[b, :n, at : at + 3], ex.core, settings.cue)
        for b, (ex, n) in enumerate(zip(examples, lengths, strict=True))
    ]
    asked = [(b, (first, end)) for b, ranges in enumerate(cues) for first, end, _ in ranges]
    scores = np.zeros((0, states.shape[1], 2), dtype=np.float32)
    if asked:
        second = link_inputs(lengths, asked, states.shape[1])
        parts = [slice(k, k + CUES) for k in range(0, len(asked), CUES)]
        scores = np.concatenate(
            [
                runner.link(states[at], second["offsets"][part], batch["word_mask"][at])
                for part in parts
                for at in [second["window"][part]]
            ]
        )
    out, begin = [], 0
    for b, n in enumerate(lengths):
        end = begin + len(cues[b])
        out.append((candidates(cues[b], scores[begin:end, :n], roles[b, :n], settings), names[b, :n]))
        begin = end
    return out
