"""Bytes to text: the encoding is told by evidence, never guessed past a doubt, and no character is changed.

The order is the one of the WHATWG Encoding Standard with strict UTF-8 moved up (bytes that are valid UTF-8 and hold
a non-ASCII character are practically never anything else): byte order mark, strict UTF-8, the declared charset, then
charset-normalizer above a minimum confidence.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

from onrecord.model.errors import InputError

BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""Byte order marks, longest first: that of UTF-32-LE begins with that of UTF-16-LE."""

_WEB_CODECS = {
    "utf-8": "utf-8",
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    **{name: name for name in ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "big5", "big5hkscs", "euc_jp")},
    **{name: name for name in ("cp932", "cp949", "iso2022_jp", "koi8-r", "koi8-u", "cp866", "cp874", "mac-roman")},
    **{f"cp125{digit}": f"cp125{digit}" for digit in range(9)},
    **{f"iso8859-{part}": f"iso8859-{part}" for part in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)},
}
"""Python codec of a declared label to the codec that reads it, after the labels table of the WHATWG Encoding Standard.

Codecs that are not encodings of the web (utf-7, punycode, unicode_escape) are left out: a declaration is hostile input.
"""

_GUESSED = [
    *("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258"),
    *("iso8859_2", "iso8859_5", "koi8_r", "koi8_u", "mac_roman", "cp866", "cp874"),
    *("gb18030", "big5", "cp932", "euc_jp", "cp949"),
]
MIN_CONFIDENCE = 0.85
"""Least ``1 - chaos`` of charset-normalizer that is believed; right guesses on a page of news score 0.95 and more."""

GUESS_SAMPLE = 100_000
"""Bytes shown to charset-normalizer: enough to tell, and it is slow on megabytes."""

_MARGIN = 0.02
"""How far behind the best guess Windows-1252, the encoding of most undeclared English text, is still preferred."""

_TEXT_CONTROLS = frozenset("\a\b\t\n\v\f\r\x1b\x85")
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([A-Za-z0-9_:.+-]{1,40})", re.I)
_XML_ENCODING = re.compile(rb"<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}[\"']([A-Za-z0-9_:.+-]{1,40})[\"']")
_C1_AS_LETTERS = dict.fromkeys(range(0x80, 0xA0), "x")
_BINARY = ("binary", "not a text; give the report as text, HTML, PDF, JSON or a feed")
_DECLARATION_WINDOW = 4096
_CONTROL_SAMPLE = 65_536


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text and the encoding it was read by; ``damaged`` counts the U+FFFD put for bytes that are none of it."""

    text: str
    encoding: str
    damaged: int = 0


def decode(data: bytes, *, source: str, declared: str | None = None, markup: bool = False) -> Decoded:
    """The text of ``data``, character for character, without its byte order mark.

    ``declared`` is the charset of the HTTP header, ``markup`` says that the data is HTML or XML, whose own
    declaration then counts and whose broken UTF-8 is read as a browser reads it, with U+FFFD for each bad sequence.

    Raises:
        InputError: the data is empty or binary, or no encoding fits well enough.

    """
    if not data:
        raise InputError(source, "empty", "the input holds no characters")
    mark = bom_codec(data)
    if mark is not None:
        marked = _by_mark(data)
        if marked is not None:
            return _checked(marked, source)
        if not (markup and mark == "utf-8"):
            raise InputError(source, f"not the {mark} that its byte order mark says", "save it again as UTF-8")
    labels = [label for label in (declared, markup_charset(data) if markup else None) if label]
    names = [name for name in map(codec_of, labels) if name]
    if b"\0" in data[:_CONTROL_SAMPLE]:
        names = [name for name in names if name.startswith(("utf-16", "utf-32"))]
        if not names:
            raise InputError(source, *_BINARY)
    else:
        names.insert(0, "utf-8")
    broken_at = 0
    for name in names:
        try:
            return _checked(Decoded(data.decode(name), name), source)
        except UnicodeDecodeError as error:
            broken_at = error.start if name == "utf-8" else broken_at
    if is_binary(data[:_CONTROL_SAMPLE].decode("latin-1").translate(_C1_AS_LETTERS)):
        raise InputError(source, *_BINARY)
    if _is_mostly_utf8(data):
        if markup:
            text = data.decode("utf-8", "replace").removeprefix("\ufeff")
            return _checked(Decoded(text, "utf-8", text.count("\ufffd")), source)
        raise InputError(source, f"damaged UTF-8 at byte {broken_at}", "save it again as UTF-8")
    return _checked(_by_guess(data, source), source)


def bom_codec(head: bytes) -> str | None:
    """The codec that the byte order mark at the start of ``head`` names, if there is one."""
    return next((name for mark, name in BOMS if head.startswith(mark)), None)


def codec_of(label: str) -> str | None:
    """The Python codec that reads data declared as ``label``; ``None`` for a label that is no encoding of the web."""
    try:
        return _WEB_CODECS.get(codecs.lookup(label.strip()).name)
    except (LookupError, ValueError):  # ValueError: a NUL in the label
        return None


def markup_charset(data: bytes) -> str | None:
    """The charset that HTML or XML declares about itself in its first few kilobytes."""
    head = data[:_DECLARATION_WINDOW]
    found = _XML_ENCODING.search(head) or _META_CHARSET.search(head)
    if found is None:
        return None
    label = found.group(1).decode("ascii")
    # A declaration that can be read as ASCII cannot stand in UTF-16 (WHATWG HTML, prescan of a byte stream).
    return "utf-8" if label.lower().startswith(("utf-16", "utf-32")) else label


def is_binary(text: str) -> bool:
    """Whether the first characters of ``text`` hold a NUL, or too many control characters for a text.

    The controls allowed are those that file(1) counts as text. One in fifty is far above any real text
    and far below compressed data, where one byte in nine is a control.
    """
    sample = text[:_CONTROL_SAMPLE]
    if "\0" in sample:
        return True
    controls = sum(1 for char in sample if (char < " " or "\x7f" <= char < "\xa0") and char not in _TEXT_CONTROLS)
    return controls > 3 and controls * 50 > len(sample)


def _by_mark(data: bytes) -> Decoded | None:
    for mark, name in BOMS:
        if data.startswith(mark):
            try:
                return Decoded(data[len(mark) :].decode(name), name)
            except UnicodeDecodeError:
                continue
    return None


def _checked(decoded: Decoded, source: str) -> Decoded:
    if is_binary(decoded.text):
        raise InputError(source, *_BINARY)
    if not decoded.text or decoded.text.isspace():
        raise InputError(source, "empty", "the input holds no characters")
    return decoded


def _is_mostly_utf8(data: bytes) -> bool:
    """Whether well-formed multi-byte sequences outnumber broken ones ten to one, as no other encoding yields."""
    text = data[:_CONTROL_SAMPLE].decode("utf-8", "replace")
    broken = text.count("\ufffd")
    wide = sum(1 for char in text if char > "\x7f") - broken
    return wide >= 10 * max(broken, 1)


def _by_guess(data: bytes, source: str) -> Decoded:
    sample = data
    if len(data) > GUESS_SAMPLE:
        cut = data.rfind(b"\n", 0, GUESS_SAMPLE)  # a line end, so that no multi-byte character is cut
        sample = data[: cut if cut > 0 else GUESS_SAMPLE]
    guesses = sorted(
        (
            (guess.chaos, -guess.coherence, _GUESSED.index(name), name)
            for guess in from_bytes(sample, cp_isolation=_GUESSED)
            for name in guess.could_be_from_charset
            if name in _GUESSED
        ),
    )
    if guesses:
        best = guesses[0][0]
        western = [guess for guess in guesses if guess[3] == "cp1252" and guess[0] <= best + _MARGIN]
        for chaos, _, _, name in western + guesses:
            if 1 - chaos < MIN_CONFIDENCE:
                continue
            try:
                return Decoded(data.decode(name), name)
            except UnicodeDecodeError:
                continue
    raise InputError(source, "encoding not recognised", "save it as UTF-8")
