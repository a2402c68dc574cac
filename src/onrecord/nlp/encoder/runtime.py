"""The shipped model: its files checked and opened on first use, run by onnxruntime on the CPU.

``data/model.json`` names the model, its files with their SHA-256, the window it was trained with, and the thresholds
and weights chosen on the dev part; ``training/encoder/ship.py`` writes the folder.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.model.errors import MissingDependencyError, UsageError
from onrecord.model.spans import Span
from onrecord.nlp.encoder.attribute import Settings
from onrecord.nlp.encoder.decode import Floats
from onrecord.nlp.encoder.passes import Read, read_all
from onrecord.nlp.encoder.words import Ints, Pieces, tokens
from onrecord.nlp.parse import Cited

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

FOLDER = Path(__file__).parent / "data"
THREADS = "ONRECORD_THREADS"
"""Environment variable: threads of one process in the network's arithmetic (default 1: processes are for more)."""

_MANIFEST = "model.json"
_KEPT_WORDS = 100_000
"""Words whose pieces are kept for the next text; emptied when full, so that memory is bounded."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a text; ``kind`` is one of :data:`onrecord.nlp.encoder.decode.KINDS`."""

    span: Span
    kind: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What the encoder read in a text, each in text order."""

    cited: tuple[Cited, ...] = ()
    names: tuple[Name, ...] = ()


class OnnxRunner:
    """The two graphs on the CPU; behind :class:`onrecord.nlp.encoder.passes.Runner`."""

    def __init__(self, encoder: bytes, link: bytes, *, threads: int = 1) -> None:
        self._first, self._second = (_session(graph, threads) for graph in (encoder, link))

    def encode(self, batch: dict[str, Ints]) -> tuple[Floats, Floats, Floats]:
        """See :class:`onrecord.nlp.encoder.passes.Runner`."""
        words, roles, names = self._first.run(None, {k: batch[k] for k in ("ids", "shapes", "mask", "first")})
        return words, roles, names

    def link(self, words: Floats, offsets: Ints, mask: Ints) -> Floats:
        """See :class:`onrecord.nlp.encoder.passes.Runner`."""
        scores: Floats = self._second.run(None, {"words": words, "offsets": offsets, "mask": mask})[0]
        return scores


def _session(graph: bytes, threads: int) -> InferenceSession:
    import onnxruntime  # noqa: PLC0415  (a third of a second, which a command that reads nothing need not pay)

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])


class WordPieces:
    """Words to the ids of their pieces, by the vocabulary in a ``tokenizer.json``; remembers the words it has seen."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        tokenizer.no_padding()
        tokenizer.no_truncation()
        self._tokenizer = tokenizer
        self._known: dict[str, list[int]] = {}

    def __call__(self, words: Sequence[str]) -> list[list[int]]:
        """The pieces of each word, none for a word of control characters alone."""
        if len(self._known) > _KEPT_WORDS:
            self._known.clear()
        new = sorted({w for w in words if w not in self._known})
        for word, cut in zip(new, self._tokenizer.encode_batch(new, add_special_tokens=False), strict=True):
            self._known[word] = cut.ids
        return [self._known[w] for w in words]


class Encoder:
    """Reads attributions and names. Opens its files on first use; keeps nothing of one text for the next."""

    def __init__(self, folder: Path = FOLDER, *, threads: int | None = None) -> None:
        self._folder = folder
        self._threads = threads or _threads()

    @property
    def available(self) -> bool:
        """Whether the model's files are there; they may be left out of a small install."""
        return (self._folder / _MANIFEST).exists()

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """The table of the model; raises :class:`MissingDependencyError` where there is none."""
        try:
            table: dict[str, Any] = json.loads((self._folder / _MANIFEST).read_text(encoding="utf-8"))
        except FileNotFoundError as cause:
            raise MissingDependencyError(
                f"the attribution model is missing from {self._folder}: install onrecord again"
            ) from cause
        return table

    @property
    def name(self) -> str:
        """Name and version, for example ``encoder/1``."""
        return str(self.manifest["name"])

    def load(self) -> None:
        """Open the files now; raises :class:`MissingDependencyError` where one is missing or damaged."""
        self._pieces([])
        self._runner  # noqa: B018  (opened on first use)

    def _file(self, name: str) -> bytes:
        """A file of the model, of which every byte is as it was when it was measured."""
        try:
            data = (self._folder / name).read_bytes()
        except FileNotFoundError as cause:
            raise MissingDependencyError(f"{self._folder / name} is missing: install onrecord again") from cause
        if hashlib.sha256(data).hexdigest() != self.manifest["files"][name]:
            raise MissingDependencyError(f"{self._folder / name} is damaged or changed: install onrecord again")
        return data

    @cached_property
    def _runner(self) -> OnnxRunner:
        return OnnxRunner(self._file("encoder.onnx"), self._file("link.onnx"), threads=self._threads)

    @cached_property
    def _pieces(self) -> Pieces:
        from tokenizers import Tokenizer  # noqa: PLC0415

        return WordPieces(Tokenizer.from_str(self._file("tokenizer.json").decode("utf-8")))

    @cached_property
    def _settings(self) -> Settings:
        table = self.manifest["settings"]
        return Settings(**table | {"weights": tuple(table["weights"])})

    def read(self, text: str, streams: Sequence[Sequence[Span]]) -> Reading:
        """What stands in ``text``.

        ``streams`` are runs of paragraphs, in text order, that are read on from one to the next (the body of an
        article; a caption by itself): no attribution reaches from one stream into another. Time and memory are linear
        in their length.
        """
        cut = [tokens(text, self._pieces, [(p.start, p.end) for p in stream]) for stream in streams]
        read = read_all(
            self._runner, [toks for toks in cut if len(toks)], self._settings, limit=self.manifest["window"]
        )
        return Reading(
            tuple(sorted((c for one in read for c in _cited(one)), key=lambda c: c.anchor)),
            tuple(
                sorted((Name(Span(n.start, n.end), n.kind) for one in read for n in one.names), key=lambda n: n.span)
            ),
        )


def _cited(read: Read) -> list[Cited]:
    return [Cited(_spans(a.source), _spans(a.cue), _spans(a.content), a.confidence) for a in read.attributions]


def _spans(pairs: Sequence[tuple[int, int]]) -> tuple[Span, ...]:
    return tuple(Span(*pair) for pair in pairs)


def _threads() -> int:
    given = os.environ.get(THREADS, "1")
    if not given.isdecimal() or not 0 < int(given) <= 256:
        raise UsageError(f"{THREADS}: {given!r} is not a number of threads from 1 to 256")
    return int(given)


@lru_cache(maxsize=1)
def load_encoder() -> Encoder:
    """The shipped encoder, once in a process."""
    return Encoder()
