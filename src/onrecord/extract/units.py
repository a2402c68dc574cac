"""Units of measure and currencies: what stands before or behind a number."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import islice
from typing import Literal

import babel
from babel.numbers import get_currency_name

from onrecord.extract.wordset import word_set

UnitKind = Literal["money", "measure"]

_PER = re.compile(r"\s?(?:(?:a|an|per|each|every)\s|[-\s]{1,3}a[-\s]{1,3}|/\s?)([a-z]{1,20})\b")
_CODE_BEFORE = re.compile(r"(?<![\w])([A-Za-z]{3})(?:[ \u00a0]?\$)?[ \u00a0]?\Z")
_CODE_AFTER = re.compile(r"[ \u00a0]?([A-Z]{3})\b(?!-)")
_GLUE = re.compile(r"[ \u00a0]?(?:- )?-?[\[(]?")
_PIECE = re.compile(r"[^\W\d_]+[²³23]?(?![^\W_])|[^\w\s]")
_MAX_PIECES = 6
_LOOK_BEHIND = 8
_LOOK_AHEAD = 48
_ALSO_VERBS = frozenset({"won", "rand"})
_RATES = word_set(
    "second minute hour day week month quarter year night annum share barrel tonne ton litre liter gallon ounce "
    "kilogram kilo kg square person head capita mile kilometre kilometer km metre meter acre hectare gramme gram unit "
    "household"
)


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit found beside a number; ``start``/``end`` are the offsets of its characters."""

    name: str
    kind: UnitKind
    start: int
    end: int
    per: str | None = None

    @property
    def label(self) -> str:
        """The unit's name, with what it is a rate over for a measure: ``barrel per day``."""
        return f"{self.name} per {self.per}" if self.per and self.kind == "measure" else self.name


@dataclass(frozen=True, slots=True)
class UnitTable:
    """The words and symbols of ``data/units.toml`` and of CLDR's currency names, ready to match."""

    words: Mapping[str, str]
    exact: Mapping[str, str]
    symbols: Mapping[str, str]
    money: Mapping[str, str]
    codes: frozenset[str]
    before: re.Pattern[str]


@lru_cache(maxsize=1)
def unit_table() -> UnitTable:
    """The table, read once in a process."""
    source = files("onrecord.extract").joinpath("data", "units.toml").read_text(encoding="utf-8")
    data = tomllib.loads(source)
    words: dict[str, str] = {}
    exact: dict[str, str] = {}
    for unit, names in data["measures"].items():
        for name in names:
            (exact if len(name) <= 3 or name != name.lower() else words)[name] = unit
    codes = frozenset(babel.Locale("en").currencies) | {"BTC"}
    money: dict[str, str] = {}
    for code in codes - {"BTC"}:
        for count in (None, 1, 2):
            money.setdefault(get_currency_name(code, count=count, locale="en").lower(), code)
    money |= data["money"]
    symbols: dict[str, str] = data["symbols"]

    longest_first = sorted(symbols, key=len, reverse=True)
    before = re.compile("(?<![A-Za-z])(?:" + "|".join(map(re.escape, longest_first)) + ")[ \\u00a0]?\\Z")
    return UnitTable(words, exact, symbols, money, codes, before)


def money_before(text: str, start: int, floor: int) -> Unit | None:
    """A currency symbol or ISO 4217 code that ends where a number starts; ``floor`` bounds the look to the left."""
    table, low = unit_table(), max(floor, start - _LOOK_BEHIND)
    code = _CODE_BEFORE.search(text, low, start)
    if code and code[1].upper() in table.codes and (code[1].isupper() or "$" in code[0]):
        return Unit(code[1].upper(), "money", code.start(), start)
    found = table.before.search(text, low, start)
    if not found:
        return None
    symbol = found.group().strip(" \u00a0")
    begin = found.start()
    prefix = re.search(r"(?<!\w)[CcAaSs] \Z", text[low:begin])
    if symbol == "$" and prefix and "c" in prefix[0].lower():
        return Unit("CAD", "money", low + prefix.start(), start)
    return Unit(table.symbols[symbol], "money", begin, start)


def unit_after(text: str, end: int, ceiling: int, *, thousands: bool, millions: bool) -> Unit | None:
    """A unit that begins where a number ends.

    ``thousands`` and ``millions`` say how large the number is: ``won`` behind a small one is the verb, ``pounds``
    behind a very large one are money and not mass.
    """
    table, stop = unit_table(), min(ceiling, end + _LOOK_AHEAD)
    glue = _GLUE.match(text, end, stop)
    at = glue.end() if glue else end
    for written in _candidates(text, at, stop):
        lower = written.lower()
        name = table.exact.get(written) or table.words.get(lower)
        if name is not None:
            return _with_rate(text, Unit(name, "measure", end, at + len(written)), stop)
        leads = text[at + len(written) : at + len(written) + 1].isdigit()  # "5-$10": the next number's symbol
        name = table.money.get(lower) or (None if leads else table.symbols.get(written))
        if name is not None and (thousands or lower not in _ALSO_VERBS):
            return _with_rate(text, Unit(name, "money", end, at + len(written)), stop)
    return _odd_unit(text, end, at, stop, table, millions=millions)


def _candidates(text: str, at: int, stop: int) -> list[str]:
    """What may be a unit at ``at``: stretches that end where a word or a symbol ends, the longest first."""
    return [text[at : m.end()] for m in islice(_PIECE.finditer(text, at, stop), _MAX_PIECES)][::-1]


def _odd_unit(text: str, end: int, at: int, stop: int, table: UnitTable, *, millions: bool) -> Unit | None:
    """Pounds, inch and foot marks, and ISO codes."""
    pounds = re.compile(r"(?i:pounds?)\b").match(text, at, stop)
    if pounds:
        unit = Unit("GBP", "money", end, pounds.end()) if millions else Unit("pound", "measure", end, pounds.end())
        return _with_rate(text, unit, stop)
    code = _CODE_AFTER.match(text, end, stop)
    if code and code[1] in table.codes:
        return _with_rate(text, Unit(code[1], "money", end, code.end()), stop)
    return None


def _with_rate(text: str, unit: Unit, stop: int) -> Unit:
    rate = _PER.match(text, unit.end, stop)
    if rate is None or rate[1] not in _RATES:
        return unit
    return Unit(unit.name, unit.kind, unit.start, rate.end(), rate[1])
