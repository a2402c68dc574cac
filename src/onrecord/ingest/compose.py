"""Reports out of what the readers found: limits, language and single-line metadata, in one place for every format."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Protocol
from urllib.parse import urlsplit

from onrecord.ingest.decode import is_binary
from onrecord.ingest.language import detect_language
from onrecord.model.errors import InputError
from onrecord.model.report import Report, TextVersion
from onrecord.model.when import When

MAX_URL = 4_000
"""Characters past which an address is not kept; browsers and servers refuse them far earlier."""

_SURROGATE = re.compile("[\ud800-\udfff]")


class PageReader(Protocol):
    """What turns the HTML of one page into a report (:func:`onrecord.ingest.page.read_page`)."""

    def __call__(  # noqa: D102  the signature of read_page
        self,
        html: str,
        *,
        source: str,
        url: str | None = None,
        external_id: str | None = None,
        title: str | None = None,
        outlet: str | None = None,
        published: str | None = None,
    ) -> Report: ...


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a report beside its text: from its row, its feed item or its address."""

    source: str
    external_id: str | None = None
    url: str | None = None
    title: str | None = None
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    published: When | None = None


@dataclass(frozen=True, slots=True)
class Composer:
    """Makes reports, none of whose text is longer than ``max_text`` code points; pages are read by ``page``."""

    page: PageReader
    max_text: int

    def of_text(self, text: str, known: Known, *, where: str | None = None) -> Report:
        """The report whose text version is ``text``, unchanged; an error names it as ``where``.

        Raises:
            InputError: the text is empty, too long, binary, or holds a lone surrogate.

        """
        self._check(text, where or known.source)
        return Report(
            version=TextVersion.of(text),
            source=known.source,
            external_id=known.external_id,
            url=known.url,
            title=known.title,
            outlet=known.outlet,
            authors=known.authors,
            language=detect_language(text),
            published=known.published,
        )

    def of_page(self, html: str, known: Known, *, where: str | None = None) -> Report:
        """The report of an HTML page; what is ``known`` goes before what the page says.

        Raises:
            InputError: as for :meth:`of_text`, or the page holds no report.

        """
        where = where or known.source
        self._check(html, where, limit=self.max_text * 10)  # markup is up to some ten times its text
        try:
            report = self.page(
                html,
                source=known.source,
                url=known.url,
                external_id=known.external_id,
                title=known.title,
                outlet=known.outlet,
                published=known.published.value if known.published else None,
            )
            self._check(report.text, where)
        except InputError as error:
            raise InputError(where, error.problem, error.hint) from error
        return replace(
            report,
            authors=report.authors or known.authors,
            published=known.published or report.published,
            language=detect_language(report.text) or report.language,
        )

    def _check(self, text: str, where: str, *, limit: int | None = None) -> None:
        limit = limit or self.max_text
        if len(text) > limit:
            problem = f"{len(text):,} characters, more than the limit of {limit:,}"
            raise InputError(where, problem, "split it, or raise --max-text")
        if not text or text.isspace():
            raise InputError(where, "empty", "the input holds no characters")
        if has_surrogate(text):
            raise InputError(where, "the text holds half of a surrogate pair", "write it again as valid Unicode")
        if is_binary(text):
            raise InputError(where, "binary", "not a text; give the report as text, HTML, PDF, JSON or a feed")


def has_surrogate(text: str) -> bool:
    """Whether ``text`` holds a lone surrogate, which UTF-8 cannot say and a JSON escape can."""
    return not text.isascii() and _SURROGATE.search(text) is not None


def one_line(text: object) -> str | None:
    """``text`` with its white space collapsed; ``None`` of nothing, or of what is no string."""
    return (" ".join(text.split()) or None) if isinstance(text, str) else None


def web_address(url: object) -> str | None:
    """``url`` where it is an http(s) address with a host; ``None`` of anything else, ``javascript:`` first of all."""
    address = one_line(url)
    if address is None or len(address) > MAX_URL or " " in address:
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme.lower() in ("http", "https") and parts.hostname else None
