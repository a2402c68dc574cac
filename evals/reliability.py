"""Whether a confidence of 0.8 is right eight times in ten: a reliability table and the expected calibration error."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from evals.kinds import Pairs

BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """Statements of a confidence from ``low`` up to ``high`` (the last bin holds 1 too).

    ``mean`` is their mean confidence and ``right`` the share of right ones, both ``None`` where there are none.
    """

    low: float
    high: float
    number: int
    mean: float | None
    right: float | None


def judged(
    gold: dict[str, tuple[str, list[dict[str, Pairs]]]], rows: Iterable[dict[str, Any]], script: ModuleType
) -> list[tuple[float, bool]]:
    """The confidence of each statement of ``rows`` (the output of ``extract``), and whether the script counts it right.

    That is: content and source each with an IoU of 0.5. Statements without a word of content are left out.
    """
    out: list[tuple[float, bool]] = []
    for row in rows:
        text, items = gold[row["report"]["external_id"]]
        index, _ = script.char_index(text)
        sets = [
            [{role: script.tokens_of(a.get(role) or [], index) for role in script.ROLES} for a in side]
            for side in (items, row["statements"])
        ]
        sides = [[t for t in side if t["content"]] for side in sets]
        right = {j for _, j, _ in script.greedy(*sides, need_source=True)}
        kept = [s["confidence"] for s, tokens in zip(row["statements"], sets[1], strict=True) if tokens["content"]]
        out.extend((float(confidence), j in right) for j, confidence in enumerate(kept))
    return out


def reliability(outcomes: Sequence[tuple[float, bool]], bins: int = BINS) -> list[Bin]:
    """Bins of equal width over 0..1, in order."""
    held: list[list[tuple[float, bool]]] = [[] for _ in range(bins)]
    for confidence, right in outcomes:
        held[min(bins - 1, int(confidence * bins))].append((confidence, right))
    return [
        Bin(
            low=k / bins,
            high=(k + 1) / bins,
            number=len(these),
            mean=sum(c for c, _ in these) / len(these) if these else None,
            right=sum(r for _, r in these) / len(these) if these else None,
        )
        for k, these in enumerate(held)
    ]


def calibration_error(bins: Sequence[Bin]) -> float | None:
    """Expected calibration error: the mean distance of confidence from the share of right ones, weighted by number.

    With bins of equal width (Naeini, Cooper and Hauskrecht 2015); ``None`` of no statements.
    """
    total = sum(b.number for b in bins)
    if not total:
        return None
    return sum(b.number * abs(b.mean - b.right) for b in bins if b.mean is not None and b.right is not None) / total


def table(bins: Sequence[Bin]) -> list[str]:
    """Lines of Markdown."""
    lines = ["| confidence | statements | mean confidence | share right |", "|---|---|---|---|"]
    for b in bins:
        mean, right = ("" if x is None else f"{x:.3f}" for x in (b.mean, b.right))
        lines.append(f"| {b.low:.1f} to {b.high:.1f} | {b.number:,} | {mean} | {right} |")
    return lines
