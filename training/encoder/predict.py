"""Texts to predictions, with the trained model or with its export, and to lines in the form of ``onrecord extract``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import torch
from training.encoder import decode
from training.encoder.batches import by_length, inputs, link_inputs
from training.encoder.data import ROLES, Example, Ints, Pieces, examples_of, tokens
from training.encoder.model import Encoder


class Runner(Protocol):
    """Runs the two passes on numpy arrays. Shapes as in :mod:`training.encoder.model`."""

    def encode(self, batch: dict[str, Ints]) -> tuple[decode.Floats, decode.Floats, decode.Floats]:
        """Word states [B, W, H], role scores [B, W, 9], name scores [B, W, 19]."""
        ...

    def link(self, words: decode.Floats, offsets: Ints, mask: Ints) -> decode.Floats:
        """[K, W, H], [K, W], [K, W] to [K, W, 2]."""
        ...


class TorchRunner:
    """The model as trained, in float32 and without dropout."""

    def __init__(self, model: Encoder) -> None:
        self.model = model.eval()
        self.device = next(model.parameters()).device

    def _put(self, array: np.ndarray[Any, Any]) -> torch.Tensor:
        return torch.from_numpy(np.ascontiguousarray(array)).to(self.device)

    @torch.no_grad()
    def encode(self, batch: dict[str, Ints]) -> tuple[decode.Floats, decode.Floats, decode.Floats]:
        """See :class:`Runner`."""
        words, roles, names = self.model(*(self._put(batch[k]) for k in ("ids", "shapes", "mask", "first")))
        return words.cpu().numpy(), roles.cpu().numpy(), names.cpu().numpy()

    @torch.no_grad()
    def link(self, words: decode.Floats, offsets: Ints, mask: Ints) -> decode.Floats:
        """See :class:`Runner`."""
        return np.asarray(self.model.link(self._put(words), self._put(offsets), self._put(mask)).cpu().numpy())


class OnnxRunner:
    """The exported graphs in ``folder`` (``encoder*.onnx``, ``link*.onnx``) on the CPU."""

    def __init__(self, folder: Path, suffix: str = ".int8", threads: int = 1) -> None:
        import onnxruntime  # noqa: PLC0415  (only needed to check an export)

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        self.first, self.second = (
            onnxruntime.InferenceSession(str(folder / f"{n}{suffix}.onnx"), options, providers=["CPUExecutionProvider"])
            for n in ("encoder", "link")
        )

    def encode(self, batch: dict[str, Ints]) -> tuple[decode.Floats, decode.Floats, decode.Floats]:
        """See :class:`Runner`."""
        words, roles, names = self.first.run(None, {k: batch[k] for k in ("ids", "shapes", "mask", "first")})
        return words, roles, names

    def link(self, words: decode.Floats, offsets: Ints, mask: Ints) -> decode.Floats:
        """See :class:`Runner`."""
        return np.asarray(self.second.run(None, {"words": words, "offsets": offsets, "mask": mask})[0])


def predict(
    runner: Runner,
    texts: Sequence[str],
    pieces: Pieces,
    settings: decode.Settings,
    *,
    limit: int = 256,
    most: int = 8192,
) -> list[tuple[list[decode.Found], list[tuple[int, int, str]]]]:
    """Attributions and names of each text, in text order."""
    cut = [tokens(t, pieces) for t in texts]
    flat = [(d, ex) for d, toks in enumerate(cut) for ex in examples_of(toks, limit=limit)]
    found: list[tuple[list[decode.Found], list[tuple[int, int, str]]]] = [([], []) for _ in texts]
    for chosen in by_length([ex for _, ex in flat], most):
        part = [flat[k] for k in chosen]
        for (d, ex), one in zip(part, _batch(runner, [ex for _, ex in part], settings), strict=True):
            roles, cues, link, names = one
            words = cut[d].spans[ex.window.first : ex.window.end]
            found[d][0].extend(decode.attributions(roles, cues, link, words, texts[d], settings))
            found[d][1].extend(decode.names(names, ex.core, words))
    for atts, names in found:
        atts.sort(key=lambda a: (a.content, a.cue))
        names.sort()
    return found


def _batch(
    runner: Runner, examples: list[Example], settings: decode.Settings
) -> list[tuple[dict[str, decode.Floats], list[tuple[int, int, float]], decode.Floats, decode.Floats]]:
    """Role scores, cues, link scores and name scores of each window, cut to its own words."""
    batch = inputs(examples)
    words, roles, names = runner.encode(batch)
    lengths = [len(ex.first) for ex in examples]
    at = ROLES.index("cue") * 3
    cues = [
        decode.cues_in_core(roles[b, :n, at : at + 3], ex.core, settings.cue)
        for b, (ex, n) in enumerate(zip(examples, lengths, strict=True))
    ]
    asked = [(b, (first, end)) for b, ranges in enumerate(cues) for first, end, _ in ranges]
    scores = np.zeros((0, words.shape[1], 2), dtype=np.float32)
    if asked:
        second = link_inputs(lengths, asked, words.shape[1])
        scores = runner.link(words[second["window"]], second["offsets"], batch["word_mask"][second["window"]])
    out, begin = [], 0
    for b, n in enumerate(lengths):
        end = begin + len(cues[b])
        tags = {r: roles[b, :n, 3 * k : 3 * k + 3] for k, r in enumerate(ROLES)}
        out.append((tags, cues[b], scores[begin:end, :n], names[b, :n]))
        begin = end
    return out


def line(id_: str, found: tuple[list[decode.Found], list[tuple[int, int, str]]]) -> dict[str, Any]:
    """One prediction in the form of ``onrecord extract --json``, as far as the scoring scripts read it."""
    return {
        "report": {"external_id": id_},
        "statements": [
            {"source": a.source, "cue": a.cue, "content": a.content, "confidence": round(a.confidence, 4)}
            for a in found[0]
        ],
        "mentions": {"entities": [{"span": [s, e], "kind": kind} for s, e, kind in found[1]]},
    }
