"""Reports and gold spans to windows of words with labels. No torch here: numpy and the standard library only.

All labels are on the words of :mod:`onrecord.nlp.encoder.words`. A gold span holds every word that it overlaps, so a
boundary inside a word is moved out to the word's edge. An attribution belongs to the window whose core holds the first
word of its cue; its source and content may lie in the context.
"""

from __future__ import annotations

import json
import os
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from onrecord.nlp.encoder.decode import KINDS, ROLES, B, I
from onrecord.nlp.encoder.words import Encoded, Ints, Tokens


def data_root() -> Path:
    """The folder of the corpora: ``ONRECORD_DATA``, else ``shared`` beside the project."""
    return Path(os.environ.get("ONRECORD_DATA", Path(__file__).parents[3] / "shared"))


def read_set(name: str, part: str, root: Path | None = None) -> list[tuple[str, str, list[dict[str, Any]]]]:
    """``(id, text, gold items)`` of the reports of ``attribution`` or ``entities``, part ``train`` or ``dev``."""
    folder = (root or data_root()) / "bench" / name / part
    gold = {row["id"]: row[name if name == "entities" else "attributions"] for row in _rows(folder / "gold.jsonl")}
    return [(row["id"], row["text"], gold[row["id"]]) for row in _rows(folder / "reports.jsonl")]


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8", newline="\n") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def word_range(toks: Tokens, span: Sequence[int]) -> tuple[int, int]:
    """The half-open range of word indices that a character span overlaps; empty where it holds none."""
    a = bisect_right(toks.spans, span[0], key=lambda s: s[1])
    b = bisect_left(toks.spans, span[1], key=lambda s: s[0])
    return a, max(a, b)


@dataclass(frozen=True, slots=True)
class Link:
    """One attribution inside a window of W words: cue words, and [W] 0/1 marks of its source and content."""

    cue: tuple[int, int]
    source: Ints
    content: Ints


@dataclass(frozen=True, slots=True)
class Example(Encoded):
    """A window with its labels.

    ``tags`` role to [W] BIO labels (empty without gold), ``names`` [W] name labels or ``None``, ``links`` the
    attributions whose cue lies in the core.
    """

    tags: dict[str, Ints] = field(default_factory=dict)
    names: Ints | None = None
    links: tuple[Link, ...] = ()


def bio(n: int, ranges: Sequence[tuple[int, int]], begin: int = B, inside: int = I) -> Ints:
    """[n] labels of one role; of touching ranges each gets its own beginning, of equal ones one counts."""
    out = np.zeros(n, dtype=np.int64)
    for a, b in sorted(set(ranges)):
        out[a:b] = inside
        out[a : a + 1] = begin
    return out


def label_attributions(toks: Tokens, windows: Sequence[Encoded], gold: Sequence[dict[str, Any]]) -> list[Example]:
    """The windows of one report with role tags and links from gold ``{"source", "cue", "content"}`` span lists."""
    n = len(toks)
    ranges = [{r: [word_range(toks, s) for s in item[r]] for r in ROLES} for item in gold]
    tags = {r: bio(n, [x for item in ranges for x in item[r] if x[0] < x[1]]) for r in ROLES}
    out = []
    for ex in windows:
        w = ex.window
        links = []
        for item in ranges:
            cues = [c for c in item["cue"] if c[0] < c[1]]
            if cues and w.core_first <= cues[0][0] < w.core_end:
                marks = {}
                for role in ("source", "content"):
                    mark = np.zeros(n, dtype=np.int64)
                    for a, b in item[role]:
                        mark[a:b] = 1
                    marks[role] = mark[w.first : w.end]
                cue = (cues[0][0] - w.first, min(cues[0][1], w.end) - w.first)
                links.append(Link(cue, marks["source"], marks["content"]))
        cut = {r: t[w.first : w.end] for r, t in tags.items()}
        out.append(Example(ex.ids, ex.shapes, ex.first, ex.core, w, cut, None, tuple(links)))
    return out


def label_names(toks: Tokens, windows: Sequence[Encoded], gold: Sequence[dict[str, Any]]) -> list[Example]:
    """The windows of one report with name labels from gold ``{"span", "kind"}``."""
    labels = np.zeros(len(toks), dtype=np.int64)
    for item in gold:
        a, b = word_range(toks, item["span"])
        kind = KINDS.index(item["kind"])
        labels[a:b] = 2 + 2 * kind
        labels[a : min(a + 1, b)] = 1 + 2 * kind
    return [
        Example(ex.ids, ex.shapes, ex.first, ex.core, ex.window, {}, labels[ex.window.first : ex.window.end])
        for ex in windows
    ]
