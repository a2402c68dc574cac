"""Examples to padded arrays, and the order in which training sees them.

Letters in shapes: B windows, T pieces, W words, K cues.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
from training.encoder.data import (
    PAD_OFFSET,
    ROLES,
    Example,
    Ints,
    Pieces,
    examples_of,
    label_attributions,
    label_names,
    offsets,
    read_set,
    tokens,
)
from training.encoder.decode import cues_in_core


def load_examples(
    name: str, part: str, pieces: Pieces, *, limit: int = 256, reports: int | None = None
) -> list[Example]:
    """Labelled windows of ``attribution`` or ``entities``, of the first ``reports`` reports where given."""
    out: list[Example] = []
    label = label_attributions if name == "attribution" else label_names
    for _, text, gold in read_set(name, part)[:reports]:
        toks = tokens(text, pieces)
        out.extend(label(toks, examples_of(toks, limit=limit), gold))
    return out


def pad(rows: Sequence[Ints], value: int = 0) -> Ints:
    """[N, longest] from N arrays of any length."""
    out = np.full((len(rows), max(len(r) for r in rows)), value, dtype=np.int64)
    for k, row in enumerate(rows):
        out[k, : len(row)] = row
    return out


def inputs(examples: Sequence[Example]) -> dict[str, Ints]:
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


def link_inputs(lengths: Sequence[int], cues: Sequence[tuple[int, tuple[int, int]]], width: int) -> dict[str, Ints]:
    """For K cues ``(window, word range)``: ``window`` [K], ``offsets`` [K, W], W = ``width``.

    ``lengths`` gives each window's number of words; past it the offsets are padding.
    """
    out = np.full((len(cues), width), PAD_OFFSET, dtype=np.int64)
    for k, (b, cue) in enumerate(cues):
        out[k, : lengths[b]] = offsets(lengths[b], cue)
    return {"window": np.array([b for b, _ in cues], dtype=np.int64), "offsets": out}


def attribution_batch(examples: Sequence[Example]) -> dict[str, Ints]:
    """:func:`inputs`, ``roles`` [B, 3, W] labels, :func:`link_inputs` of the gold cues and ``marks`` [K, W, 2]."""
    out = inputs(examples)
    width = out["first"].shape[1]
    out["roles"] = np.stack([pad([ex.tags[r] for ex in examples]) for r in ROLES], axis=1)
    links = [(b, link) for b, ex in enumerate(examples) for link in ex.links]
    out |= link_inputs([len(ex.first) for ex in examples], [(b, link.cue) for b, link in links], width)
    out["marks"] = np.zeros((len(links), width, 2), dtype=np.int64)
    for k, (_, link) in enumerate(links):
        out["marks"][k, : len(link.source), 0] = link.source
        out["marks"][k, : len(link.content), 1] = link.content
    return out


def with_false_cues(batch: dict[str, Ints], roles: npt.NDArray[np.floating]) -> dict[str, Ints]:
    """The batch with the cues that the first pass finds in the cores and no gold cue touches, with nothing to link.

    ``roles`` [B, 3, W, 3] the scores of the role taggers. At most as many as there are gold cues, in reading order.
    """
    lengths = batch["word_mask"].sum(1)
    width = batch["first"].shape[1]
    gold = batch["roles"][:, ROLES.index("cue")] > 0
    wrong = []
    for b, n in enumerate(lengths):
        core = np.flatnonzero(batch["core_mask"][b])
        for a, e, _ in cues_in_core(roles[b, ROLES.index("cue"), :n], (int(core[0]), int(core[-1]) + 1)):
            if not gold[b, a:e].any():
                wrong.append((b, (a, e)))
    wrong = wrong[: len(batch["window"])]
    if not wrong:
        return batch
    more = link_inputs([int(n) for n in lengths], wrong, width)
    more["marks"] = np.zeros((len(wrong), width, 2), dtype=np.int64)
    return batch | {k: np.concatenate([batch[k], more[k]]) for k in ("window", "offsets", "marks")}


def names_batch(examples: Sequence[Example]) -> dict[str, Ints]:
    """:func:`inputs` and ``names`` [B, W] labels."""
    return inputs(examples) | {"names": pad([ex.names for ex in examples if ex.names is not None])}


def by_length(examples: Sequence[Example], most: int) -> list[list[int]]:
    """Indices in batches of like length with at most ``most`` pieces after padding (at least one window each)."""
    batches: list[list[int]] = []
    longest = 0
    for k in sorted(range(len(examples)), key=lambda k: -len(examples[k].ids)):
        if not batches or (len(batches[-1]) + 1) * longest > most:
            batches.append([])
            longest = len(examples[k].ids)
        batches[-1].append(k)
    return batches


def epoch(sets: dict[str, Sequence[Example]], most: int, seed: int, number: int) -> Iterator[tuple[str, list[Example]]]:
    """One pass over all sets, batches of the sets mixed at random; a function of seed and epoch number alone."""
    rng = np.random.default_rng([seed, number])
    plan: list[tuple[str, list[int]]] = []
    for name, examples in sets.items():
        order = rng.permutation(len(examples))
        # Sorting by length only within chunks keeps padding low and the batches different in every epoch.
        for begin in range(0, len(order), 512):
            chunk = order[begin : begin + 512]
            for batch in by_length([examples[k] for k in chunk], most):
                plan.append((name, [int(chunk[k]) for k in batch]))
    for k in rng.permutation(len(plan)):
        name, batch = plan[k]
        yield name, [sets[name][j] for j in batch]
