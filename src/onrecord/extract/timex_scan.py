"""From characters to classified tokens."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.extract.timex_words import CLASS, LEXICON, TOKEN
from onrecord.model.spans import Span

_OTHER = CLASS["other"]
_ORDINAL_ENDINGS = ("st", "nd", "rd", "th")


@dataclass(frozen=True, slots=True)
class Line:
    """The tokens of a stretch of text: words, start offsets, and one class character a token.

    ``classes[i]`` is the class of the token ``words[i]``, which starts at ``starts[i]`` in the whole text.
    """

    words: list[str]
    starts: list[int]
    classes: str

    def end(self, i: int) -> int:
        """The offset just after token ``i``."""
        return self.starts[i] + len(self.words[i])


def scan(text: str, span: Span) -> Line:
    """The tokens of ``text[span]``; offsets are into ``text``."""
    words: list[str] = []
    starts: list[int] = []
    classes: list[str] = []
    known = LEXICON.get
    for found in TOKEN.finditer(text, span.start, span.end):
        word = found.group()
        kind = known(word)
        if kind is None:
            kind = _shape(text, span.start, found.start(), word)
        words.append(word)
        starts.append(found.start())
        classes.append(kind)
    return Line(words, starts, "".join(classes))


def _shape(text: str, floor: int, start: int, word: str) -> str:
    """The class of a token that is in no word list."""
    first = word[0]
    if first == "\n":
        return CLASS["break"]
    if first in "'’":
        return CLASS["decade"]
    if first == "Q" and len(word) == 2 and word[1].isdigit():
        return CLASS["quarter_code"]
    if not first.isdecimal() or not first.isascii():
        return _OTHER
    before = text[start - 1] if start > floor else " "
    return _number(word, glued=before.isalpha() or before == "_", joined=before in ".,:/")


def _number(word: str, *, glued: bool, joined: bool) -> str:
    if glued:
        return CLASS["glued"] if len(word) <= 2 and word.isdecimal() and 1 <= int(word) <= 31 else _OTHER
    if word.isdecimal():
        if joined or len(word) > 6:
            return CLASS["number"]
        value = int(word)
        if len(word) == 4 and 1000 <= value <= 2199:
            return CLASS["year"]
        return CLASS["small"] if len(word) <= 2 and 1 <= value <= 31 else CLASS["number"]
    if word.endswith(_ORDINAL_ENDINGS):
        return CLASS["ordinal"] if word[:-2].isdecimal() else _OTHER
    if word.endswith("s"):
        digits = word[:-1].rstrip("'’")
        return CLASS["decade"] if digits.isdecimal() and len(digits) in {2, 3, 4} and digits.endswith("0") else _OTHER
    if len(word) >= 10 and word[4:5] == "-":
        return CLASS["iso"]
    if word.count("/") == 2 or word.count(".") == 2:
        return CLASS["slashed"]
    if ":" in word or (len(word) <= 5 and "." in word and len(word.split(".")[1]) == 2):
        return CLASS["clock"] if int(word.replace(".", ":").split(":")[0]) <= 24 and ":" in word else CLASS["number"]
    return CLASS["number"]
