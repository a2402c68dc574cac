"""World knowledge for naming speakers: states, their adjectives and capitals, seats of government, organisations.

All of it is data (``resolve/data``), over the whole world, each file with its source.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Body:
    """Something that speaks under a fixed name: ``name`` is what a speaker gets, ``state`` the name of its state."""

    name: str
    state: str | None


@dataclass(frozen=True, slots=True)
class World:
    """Look-ups by the words that news English uses; keys are as written, without a leading "the".

    ``states`` and ``adjectives`` give the short English name of a state; ``capitals`` too; ``bodies`` are seats of
    government and international organisations. ``codes`` are ISO 3166-1 alpha-2 codes by state name.
    """

    states: dict[str, str]
    adjectives: dict[str, str]
    capitals: dict[str, str]
    bodies: dict[str, Body]
    codes: dict[str, str]

    def state_of(self, words: str) -> str | None:
        """The state that a name or adjective stands for ("Russian", "the US"), or ``None``."""
        key = bare(words)
        return self.states.get(key) or self.adjectives.get(key)

    def place_of(self, words: str) -> str | None:
        """The state that a name, adjective or capital belongs to, or ``None``."""
        return self.state_of(words) or self.capitals.get(bare(words))

    def government(self, words: str) -> Body | None:
        """The body that a state's name, its capital or a seat of government stands for when it speaks, or ``None``."""
        key = bare(words)
        if key in self.bodies:
            return self.bodies[key]
        state = self.states.get(key) or self.capitals.get(key)
        return Body(f"Government of {state}", state) if state else None


def bare(words: str) -> str:
    """``words`` with white space collapsed, without a leading article and a final possessive."""
    key = " ".join(words.split())
    for article in ("The ", "the "):
        key = key.removeprefix(article)
    for mark in ("'s", "’s", "'", "’"):
        key = key.removesuffix(mark)
    return key


def _first_wins(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    table: dict[str, str] = {}
    for key, value in pairs:
        table.setdefault(key, value)
    return table


@lru_cache(maxsize=1)
def load_world() -> World:
    """The look-ups, read once in a process."""
    data = files("onrecord.resolve") / "data"
    states = json.loads((data / "states.json").read_text(encoding="utf-8"))["states"]
    seats = tomllib.loads((data / "seats.toml").read_text(encoding="utf-8"))["seat"]
    organisations = tomllib.loads((data / "organisations.toml").read_text(encoding="utf-8"))["organisation"]
    by_code = {s["code"]: s["name"] for s in states}
    bodies = {s["name"]: Body(s.get("speaks_for", s["name"]), by_code.get(s["state"], s["state"])) for s in seats}
    for row in organisations:
        for name in (row["name"], *row["aliases"]):
            bodies[name] = Body(row["name"], None)
    return World(
        states=_first_wins((n, s["name"]) for s in states for n in (s["name"], *s["aliases"])),
        adjectives=_first_wins((a, s["name"]) for s in states for a in s["adjectives"]),
        capitals=_first_wins(
            (c, s["name"]) for s in states for c in (s["capital"], *s["capital_aliases"]) if c and c != s["name"]
        ),
        bodies=bodies,
        codes={s["name"]: s["code"] for s in states},
    )
