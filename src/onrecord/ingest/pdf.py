"""The text layer of a PDF, its lines joined to paragraphs and its pages to one text."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from pypdf import PdfReader
from pypdf.errors import DependencyError, PyPdfError

from onrecord.model.errors import InputError

MAX_PAGES = 2_000
"""Pages past which a document is refused; no report has so many, and reading one takes hours."""

TAIL = 2_048
"""Bytes at the end in which the ``%%EOF`` of a whole file stands (ISO 32000-1, annex H: 1,024, and padding)."""

_FULL_LINE = 0.75
"""A line this share of the page's common width or longer was broken by the margin, not by the writer."""

_ENDS = frozenset(".!?:;\"'”’»)]")
_PAGE_NUMBER = re.compile(r"(?:page\s{0,3})?-?\s?\d{1,4}\s?-?(?:\s?(?:of|/)\s?\d{1,4})?", re.I)
_FILE_NAME = re.compile(r"microsoft word|untitled|\.(?:docx?|pdf|indd|rtf|odt|html?|txt)$", re.I)


@dataclass(frozen=True, slots=True)
class PdfText:
    """The text of a PDF, and the title its metadata gives where that reads like one."""

    text: str
    title: str | None


def read_pdf(data: bytes, *, source: str, max_text: int) -> PdfText:
    """The text layer of the PDF ``data``.

    Lines broken by the margin are joined, a word hyphenated over a line is closed up where the document writes it
    closed elsewhere or nowhere with the hyphen, lines repeated on most pages (running heads) and page numbers are
    left out, and a paragraph that runs over a page goes on.

    Raises:
        InputError: the file is truncated, damaged, locked, without a text layer, or past a limit.

    """
    if b"%%EOF" not in data[-TAIL:]:
        raise InputError(source, "truncated PDF", "the end of the file is missing; get it again")
    with _quiet():
        try:
            reader = PdfReader(io.BytesIO(data))
            _unlock(reader, source)
            pages = _pages(reader, source, max_text)
            title = reader.metadata.title if reader.metadata else None
        except DependencyError as error:
            raise InputError(source, "the PDF is encrypted", "save it without encryption") from error
        # pypdf raises whatever its parsing of a damaged file runs into, RecursionError included.
        except (PyPdfError, ArithmeticError, LookupError, AttributeError, RuntimeError, TypeError, ValueError) as error:
            raise InputError(source, f"damaged PDF: {type(error).__name__}", "open and save it again") from error
    text = _join(_drop_running(pages))
    if not text.strip():
        raise InputError(source, "the PDF has no text layer", "run text recognition (OCR) over it first")
    return PdfText(text, _title(title))


def _unlock(reader: PdfReader, source: str) -> None:
    """Open a document that is encrypted with the empty password, as those are that only forbid printing."""
    if reader.is_encrypted and not reader.decrypt(""):
        raise InputError(source, "the PDF is locked with a password", "save it without one")


def _pages(reader: PdfReader, source: str, max_text: int) -> list[list[str]]:
    """The non-blank, stripped lines of each page; an empty string where the layer leaves a line blank."""
    if len(reader.pages) > MAX_PAGES:
        raise InputError(source, f"{len(reader.pages):,} pages, more than the limit of {MAX_PAGES:,}", "split it")
    pages: list[list[str]] = []
    length = 0
    for page in reader.pages:
        text = page.extract_text().encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "")
        length += len(text)
        if length > max_text:
            raise InputError(
                source, f"more text than the limit of {max_text:,} characters", "split it, or raise --max-text"
            )
        pages.append([" ".join(line.split()) for line in text.splitlines()])
    return pages


def _drop_running(pages: list[list[str]]) -> list[list[str]]:
    """The pages without running heads, feet and page numbers (looked for in the first and last two lines)."""
    solid = [[line for line in page if line] for page in pages]
    edges = Counter(line for page in solid for line in {*page[:2], *page[-2:]})
    running = {line for line, count in edges.items() if count > 2 and count * 2 > len(pages)}
    kept: list[list[str]] = []
    for page, lines in zip(pages, solid, strict=True):
        edge = {*lines[:2], *lines[-2:]}
        ends = {line for line in (*lines[:1], *lines[-1:]) if _PAGE_NUMBER.fullmatch(line)}
        drop = (edge & running) | (ends if len(pages) > 1 else set())
        kept.append(_trimmed([line for line in page if line not in drop]))
    return kept


def _trimmed(lines: list[str]) -> list[str]:
    """The lines without blank ones at both ends, so that a paragraph can go on over the page."""
    solid = [index for index, line in enumerate(lines) if line]
    return lines[solid[0] : solid[-1] + 1] if solid else []


def _join(pages: list[list[str]]) -> str:
    """The paragraphs of all pages, a blank line between two."""
    lines = [line for page in pages for line in page]
    widths = sorted(len(line) for line in lines if line)
    full = _FULL_LINE * widths[len(widths) * 9 // 10] if widths else 0.0
    words = Counter(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", " ".join(lines).lower()))
    paragraphs: list[list[str]] = []
    goes_on = False
    last = ""
    for page in pages:
        for line in page:
            if not line:
                goes_on = False
                continue
            ragged = bool(last) and last[-1] not in _ENDS and line[0].islower()
            if goes_on and (len(last) >= full or ragged):
                _append(paragraphs[-1], line, words)
            else:
                paragraphs.append([line])
            goes_on, last = True, line
    return "\n\n".join(" ".join(parts) for parts in paragraphs)


def _append(parts: list[str], line: str, words: Counter[str]) -> None:
    """Put ``line`` behind the last of ``parts``, closing up a word broken over the two lines."""
    last = parts[-1]
    broken = re.search(r"([^\W\d_]+)[-\u00ad\u2010]$", last)
    following = re.match(r"[^\W\d_]+", line)
    if broken is None or following is None or not following.group()[0].islower():
        parts.append(line)
        return
    whole = (broken.group(1) + following.group()).lower()
    hyphened = f"{broken.group(1)}-{following.group()}".lower()
    keep = last[-1] != "\u00ad" and words[hyphened] > words[whole]
    parts[-1] = (last if keep else last[:-1]) + line


def _title(title: object) -> str | None:
    """The title of the metadata, unless it is a file name or a single word, as word processors leave it."""
    words = " ".join(title.split()) if isinstance(title, str) else ""
    return words if " " in words and not _FILE_NAME.search(words) else None


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep pypdf's complaints about a damaged file off stderr; an application that listens still gets them."""
    logger = logging.getLogger("pypdf")
    handler = logging.NullHandler()
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
