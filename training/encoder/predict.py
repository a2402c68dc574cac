"""The trained model behind the runtime's two passes, and predictions in the form of ``onrecord extract``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from training.encoder.model import Encoder

from onrecord.nlp.encoder.attribute import Settings
from onrecord.nlp.encoder.decode import Floats
from onrecord.nlp.encoder.passes import Read, Runner, read_all
from onrecord.nlp.encoder.runtime import OnnxRunner
from onrecord.nlp.encoder.words import WINDOW, Ints, Pieces, tokens


class TorchRunner:
    """The model as trained, in float32 and without dropout."""

    def __init__(self, model: Encoder) -> None:
        self.model = model.eval()
        self.device = next(model.parameters()).device

    def _put(self, array: np.ndarray[Any, Any]) -> torch.Tensor:
        return torch.from_numpy(np.ascontiguousarray(array)).to(self.device)

    @torch.no_grad()
    def encode(self, batch: dict[str, Ints]) -> tuple[Floats, Floats, Floats]:
        """See :class:`Runner`."""
        words, roles, names = self.model(*(self._put(batch[k]) for k in ("ids", "shapes", "mask", "first")))
        return words.cpu().numpy(), roles.cpu().numpy(), names.cpu().numpy()

    @torch.no_grad()
    def link(self, words: Floats, offsets: Ints, mask: Ints) -> Floats:
        """See :class:`Runner`."""
        return np.asarray(self.model.link(self._put(words), self._put(offsets), self._put(mask)).cpu().numpy())


def exported(folder: Path, suffix: str = ".int8") -> OnnxRunner:
    """The exported graphs in ``folder``, on one thread."""
    return OnnxRunner(*((folder / f"{n}{suffix}.onnx").read_bytes() for n in ("encoder", "link")))


def predict(
    runner: Runner, texts: Sequence[str], pieces: Pieces, settings: Settings, *, limit: int = WINDOW
) -> list[Read]:
    """Attributions and names of each text, in text order."""
    return read_all(runner, [tokens(t, pieces) for t in texts], settings, limit=limit)


def line(id_: str, found: Read) -> dict[str, Any]:
    """One prediction in the form of ``onrecord extract --json``, as far as the scoring scripts read it."""
    return {
        "report": {"external_id": id_},
        "statements": [
            {"source": a.source, "cue": a.cue, "content": a.content, "confidence": round(a.confidence, 4)}
            for a in found.attributions
        ],
        "mentions": {"entities": [{"span": [n.start, n.end], "kind": n.kind} for n in found.names]},
    }
