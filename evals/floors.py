"""The floors: what each measure must reach, with the digest of the data it was measured on, in ``floors.json``."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import TypedDict

from evals.sets import EvalSet

FILE = Path(__file__).with_name("floors.json")
SLACK = 0.002
"""Measures below a floor by less than this are taken for the rounding of another processor's arithmetic."""


class Floor(TypedDict):
    """The floors of one set and the digest of its gold."""

    gold: str
    measures: dict[str, float]


def read() -> dict[str, Floor]:
    """The floors by set; none where there is no file yet."""
    if not FILE.exists():
        return {}
    known: dict[str, Floor] = json.loads(FILE.read_text(encoding="utf-8"))
    return known


def write(known: dict[str, Floor]) -> None:
    """Write them, sorted."""
    FILE.write_text(json.dumps(known, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def below(known: dict[str, Floor], each: EvalSet, measures: dict[str, float | None]) -> list[str]:
    """One line for each measure that does not reach its floor, or for data other than the floors were measured on."""
    floor = known.get(each.name)
    if floor is None:
        return []
    if floor["gold"] != each.digest():
        return [f"{each.name}: the gold file is not the one that its floors were measured on"]
    lines = []
    for name, least in floor["measures"].items():
        value = measures.get(name)
        worse = value is None or (value > least + SLACK if name.startswith("-") else value < least - SLACK)
        if worse:
            lines.append(f"{each.name} {name.lstrip('-')}: {value} is worse than {least}")
    return lines


def update(known: dict[str, Floor], each: EvalSet, measures: dict[str, float | None], *, lower: bool) -> None:
    """Set the floors of a set to what was measured, rounded towards the lenient side; never worse unless ``lower``."""
    floor = known.setdefault(each.name, {"gold": each.digest(), "measures": {}})
    if lower:
        floor["gold"] = each.digest()
    for name, value in measures.items():
        if value is None:
            continue
        if name.startswith("-"):
            new = float(math.ceil(value))
            held = floor["measures"].get(name, new)
            floor["measures"][name] = new if lower else min(new, held)
        else:
            new = math.floor(value * 1000) / 1000
            held = floor["measures"].get(name, new)
            floor["measures"][name] = new if lower else max(new, held)
