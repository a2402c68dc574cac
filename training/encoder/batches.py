"""Examples to padded arrays, and the order in which training sees them.

Letters in shapes: B windows, T pieces, W words, K cues.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
from training.encoder.data import Example, label_attributions, label_names, read_set

from onrecord.nlp.encoder.arrays import by_length, inputs, link_inputs, pad
from onrecord.nlp.encoder.decode import ROLES, cues_in_core
from onrecord.nlp.encoder.words import Ints, Pieces, encode_all, tokens


def load_examples(
    name: str, part: str, pieces: Pieces, *, limit: int = 256, reports: int | None = None
) -> list[Example]:
    """Labelled windows of ``attribution`` or ``entities``, of the first ``reports`` reports where given."""
    out: list[Example] = []
    label = label_attributions if name == "attribution" else label_names
    for _, text, gold in read_set(name, part)[:reports]:
        toks = tokens(text, pieces)
        out.extend(label(toks, encode_all(toks, limit=limit), gold))
    return out


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
