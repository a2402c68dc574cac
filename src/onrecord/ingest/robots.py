"""What a site's robots.txt allows, by RFC 9309.

The standard library's parser takes the first rule that fits and knows no wildcards; the RFC asks for the longest rule
and for ``*`` and ``$``, and with the former a rule such as ``Disallow: /*?print=`` would not be honoured.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

MAX_BYTES = 512 * 1024
"""Bytes of a robots.txt that are read; RFC 9309 (2.5) asks for at least 500 KiB."""

MAX_RULES = 5_000
"""Rules kept for one agent."""

_PRODUCT = re.compile(r"[A-Za-z_-]+")


@dataclass(frozen=True, slots=True)
class Rule:
    """A path pattern, its length in octets as written, and whether it allows."""

    pattern: str
    allow: bool


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules for one agent: the longest that fits decides, an allowing one where two are as long."""

    rules: tuple[Rule, ...]

    def allows(self, url: str) -> bool:
        """Whether ``url`` may be fetched; ``/robots.txt`` itself always may."""
        parts = urlsplit(url)
        path = _canonical(parts.path or "/") + (f"?{_canonical(parts.query)}" if parts.query else "")
        if path == "/robots.txt":
            return True
        fitting = [(len(rule.pattern), rule.allow) for rule in self.rules if matches(rule.pattern, path)]
        return max(fitting)[1] if fitting else True


ALLOW_ALL = Robots(())
DISALLOW_ALL = Robots((Rule("/", allow=False),))


def parse(text: str, agent: str) -> Robots:
    """The rules of a robots.txt for the product token ``agent``, else those for ``*``.

    Groups that name the agent more than once are taken together (RFC 9309, 2.2.1); unknown lines are passed over.
    """
    wanted = agent.lower()
    groups: dict[str, list[Rule]] = {}
    names: list[str] = []
    in_rules = False
    for line in text.removeprefix("\ufeff").splitlines():
        key, colon, value = line.partition("#")[0].partition(":")
        key, value = key.strip().lower(), value.strip()
        if not colon:
            continue
        if key == "user-agent":
            if in_rules:
                names, in_rules = [], False
            token = _PRODUCT.match(value)
            name = "*" if value.startswith("*") else token.group().lower() if token else ""
            if name in (wanted, "*"):
                names.append(name)
                groups.setdefault(name, [])
        elif key in ("allow", "disallow"):
            in_rules = True
            for name in names:
                if value and len(groups[name]) < MAX_RULES:
                    groups[name].append(Rule(_canonical(value), allow=key == "allow"))
    return Robots(tuple(groups.get(wanted, groups.get("*", ()))))


def matches(pattern: str, path: str) -> bool:
    """Whether ``pattern`` fits the start of ``path``: ``*`` is any run of characters, a final ``$`` the end.

    Each literal piece is taken at its first place, which is enough for such patterns and linear in their number.
    """
    anchored = pattern.endswith("$")
    first, *others = (pattern[:-1] if anchored else pattern).split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    if not others:
        return not anchored or at == len(path)
    for index, piece in enumerate(others):
        if anchored and index == len(others) - 1:
            return len(path) - len(piece) >= at and path.endswith(piece)
        found = path.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return True


def _canonical(path: str) -> str:
    """``path`` with one way of percent-encoding, so that a rule and an address compare (RFC 9309, 2.2.2)."""
    pieces = re.split(r"(%(?:2[45Ff]|2[Aa]|3[Ff]|23))", path)  # encoded $ * / ? # % stay as they are
    return "".join(
        piece.upper() if index % 2 else quote(unquote(piece), safe="/*$?&=:;,@!'()+~[]|")
        for index, piece in enumerate(pieces)
    )
