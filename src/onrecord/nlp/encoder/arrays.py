"""Windows to padded arrays. Letters in shapes: B windows, T pieces, W words, K cues."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from onrecord.nlp.encoder.words import PAD_OFFSET, Encoded, Ints


def pad(rows: Sequence[Ints], value: int = 0) -> Ints:
    """[N, longest] from N arrays of any length."""
    out = np.full((len(rows), max(len(r) for r in rows)), value, dtype=np.int64)
    for k, row in enumerate(rows):
        out[k, : len(row)] = row
    return out


def inputs(examples: Sequence[Encoded]) -> dict[str, Ints]:
    """``ids``, ``shapes``, ``mask`` [B, T]; ``first``, ``word_mask``, ``core_mask`` [B, W]."""
    core = []
    for ex in examples:
        mark = np.zeros(len(ex.first), dtype=np.int64)
        mark[slice(*ex.core)] = 1
        core.append(mark)
    return {
        "ids": pad([ex.ids for ex in examples]),
        "shapes": pad([ex.shapes for ex in examples]),
        "mask": pad([np.ones_like(ex.ids) for ex in examples]),
        "first": pad([ex.first for ex in examples]),
        "word_mask": pad([np.ones_like(ex.first) for ex in examples]),
        "core_mask": pad(core),
    }


def offsets(n: int, cue: tuple[int, int]) -> Ints:
    """[n] distance buckets (0..34) of ``n`` words from the cue words ``cue``: exact to 6, then by the logarithm."""
    at = np.arange(n)
    after = np.where(at >= cue[1], at - cue[1] + 1, 0)
    before = np.where(at < cue[0], cue[0] - at, 0)
    far = after + before
    bucket = np.where(far <= 6, far, 6 + np.ceil(3.0 * np.log2(np.maximum(far, 6) / 6.0)).astype(np.int64))
    bucket = np.clip(bucket, 0, 17)
    return np.where(before > 0, bucket + 17, bucket).astype(np.int64)


def link_inputs(lengths: Sequence[int], cues: Sequence[tuple[int, tuple[int, int]]], width: int) -> dict[str, Ints]:
    """For K cues ``(window, word range)``: ``window`` [K], ``offsets`` [K, W], W = ``width``.

    ``lengths`` gives each window's number of words; past it the offsets are padding.
    """
    out = np.full((len(cues), width), PAD_OFFSET, dtype=np.int64)
    for k, (b, cue) in enumerate(cues):
        out[k, : lengths[b]] = offsets(lengths[b], cue)
    return {"window": np.array([b for b, _ in cues], dtype=np.int64), "offsets": out}


def by_length(examples: Sequence[Encoded], most: int) -> list[list[int]]:
    """Indices in batches of like length with at most ``most`` pieces after padding (at least one window each)."""
    batches: list[list[int]] = []
    longest = 0
    for k in sorted(range(len(examples)), key=lambda k: -len(examples[k].ids)):
        if not batches or (len(batches[-1]) + 1) * longest > most:
            batches.append([])
            longest = len(examples[k].ids)
        batches[-1].append(k)
    return batches
