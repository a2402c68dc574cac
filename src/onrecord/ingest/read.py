"""The way in: what the user names (files, folders, addresses, ``-``) to reports, one outcome an item."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO, Protocol

from onrecord.ingest import archive, feeds, files, sniff
from onrecord.ingest.compose import Composer, Known, PageReader, web_address
from onrecord.ingest.decode import decode
from onrecord.ingest.fetch import Fetched, Fetcher, FetchLimits
from onrecord.ingest.page import read_page
from onrecord.ingest.pdf import read_pdf
from onrecord.ingest.stream import GZIP_MAGIC, HEAD, as_utf8, chunks_of, gunzip, peek, read_all
from onrecord.model.errors import FetchError, InputError
from onrecord.model.report import Report

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]{1,20}://", re.I)


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How far reading may go.

    ``max_bytes`` is of one document unpacked, and of one line of an archive (archives themselves are streamed and
    have no limit); ``max_text`` of one report, in code points. ``timeout`` is for all of one fetch, in seconds.
    ``fetch_feed_items`` reads the page that each item of a feed links to in place of what the feed holds of it.
    """

    allow_private_addresses: bool = False
    respect_robots: bool = True
    max_bytes: int = 50_000_000
    timeout: float = 20.0
    max_redirects: int = 5
    max_text: int = 5_000_000
    fetch_feed_items: bool = False

    def fetch_limits(self) -> FetchLimits:
        """The part of the options that fetching goes by."""
        return FetchLimits(
            max_bytes=self.max_bytes,
            timeout=self.timeout,
            max_redirects=self.max_redirects,
            allow_private_addresses=self.allow_private_addresses,
            respect_robots=self.respect_robots,
        )


class Fetches(Protocol):
    """What fetches a URL (:class:`onrecord.ingest.fetch.Fetcher`)."""

    def fetch(self, url: str) -> Fetched:
        """What stands at ``url``; raises :class:`FetchError`."""
        ...


def read_inputs(
    sources: Sequence[str],
    options: ReadOptions = ReadOptions(),
    *,
    stdin: BinaryIO | None = None,
    fetcher: Fetches | None = None,
    page: PageReader = read_page,
) -> Iterator[Report | InputError]:
    """The reports of ``sources``, lazily and in their order; what cannot be read comes as an error in its place.

    A source is a path, a folder, an http(s) address, or ``-`` for ``stdin``; any of them may be gzipped. What it
    holds is told by its bytes. No error is raised for an input, and none keeps the others from being read.
    """
    reader = _Reader(options, Composer(page, options.max_text), fetcher or Fetcher(options.fetch_limits()))
    for source in sources:
        yield from reader.source(source, stdin)


def count_hint(sources: Sequence[str]) -> int | None:
    """How many outcomes ``sources`` will about yield, for a progress bar; ``None`` where only reading could tell.

    Counts the files of folders; an archive or feed, an address and ``-`` make it ``None``.
    """
    total = 0
    for source in sources:
        if source == "-" or _SCHEME.match(source):
            return None
        for path in files.walk(source) if files.is_folder(source) else (source,):
            if isinstance(path, str) and sniff.suffix_of(path) in (
                ".json",
                ".jsonl",
                ".ndjson",
                ".xml",
                ".rss",
                ".atom",
            ):
                return None
            total += 1
    return total


@dataclass(frozen=True, slots=True)
class _Input:
    """Bytes to read: ``source`` is their name in reports and errors, ``name`` the one whose extension counts."""

    source: str
    name: str
    chunks: Iterator[bytes]
    size: int | None = None
    url: str | None = None
    charset: str | None = None
    stated: sniff.Kind | None = None


@dataclass(frozen=True, slots=True)
class _Reader:
    options: ReadOptions
    composer: Composer
    fetcher: Fetches

    def source(self, source: str, stdin: BinaryIO | None) -> Iterator[Report | InputError]:
        """The outcomes of one source as the user named it."""
        if source == "-":
            yield from _contained("-", self._stdin(stdin))
        elif _SCHEME.match(source):
            yield from _contained(source, self._address(source))
        elif files.is_folder(source):
            for path in files.walk(source):
                if isinstance(path, InputError):
                    yield path
                else:
                    yield from _contained(path, self._file(path))
        else:
            yield from _contained(source, self._file(source))

    def _stdin(self, stdin: BinaryIO | None) -> Iterator[Report | InputError]:
        if stdin is None:
            raise InputError("-", "there is no standard input to read")
        yield from self._input(_Input("-", "", chunks_of(stdin, source="-")))

    def _file(self, path: str) -> Iterator[Report | InputError]:
        name = files.shown(path)
        with files.opened(path) as (stream, size):
            yield from self._input(_Input(name, os.path.basename(name), chunks_of(stream, source=name), size))

    def _address(self, url: str) -> Iterator[Report | InputError]:
        fetched = self.fetcher.fetch(url)
        yield from self._input(_of_fetched(url, fetched))

    def _input(self, given: _Input) -> Iterator[Report | InputError]:
        """The outcomes of one input, unpacked where it is a gzip."""
        head, chunks = peek(given.chunks)
        if not head:
            raise InputError(given.source, "empty", "the input holds no characters")
        size = given.size
        if head.startswith(GZIP_MAGIC):
            size = None
            head, chunks = peek(gunzip(chunks, source=given.source))
            if head.startswith(GZIP_MAGIC):
                raise InputError(given.source, "a gzip within a gzip", "unpack it first")
        given = replace(given, chunks=chunks)
        kind = sniff.kind_of(head, given.name, given.stated)
        if kind == "jsonl":
            rows = as_utf8(head, chunks, source=given.source)
            yield from archive.read_lines(rows, self.composer, source=given.source, max_line=self.options.max_bytes)
            return
        if size is not None and size > self.options.max_bytes:
            problem = f"{size:,} bytes, more than the limit of {self.options.max_bytes:,}"
            raise InputError(given.source, problem, "split it, or raise --max-bytes")
        data = read_all(chunks, self.options.max_bytes, source=given.source)
        yield from self._document(kind, data, given)

    def _document(self, kind: sniff.Kind, data: bytes, given: _Input) -> Iterator[Report | InputError]:
        source = given.source
        known = Known(source=source, url=web_address(given.url))
        if kind == "text":
            yield self.composer.of_text(decode(data, source=source, declared=given.charset).text, known)
        elif kind == "html":
            yield self.composer.of_page(decode(data, source=source, declared=given.charset, markup=True).text, known)
        elif kind == "pdf":
            layer = read_pdf(data, source=source, max_text=self.options.max_text)
            yield self.composer.of_text(layer.text, replace(known, title=layer.title))
        elif kind == "feed":
            yield from self._items(feeds.read_xml(data, source=source))
        else:
            yield from self._json(data, source)

    def _json(self, data: bytes, source: str) -> Iterator[Report | InputError]:
        text = decode(data, source=source).text
        try:
            value = archive.parse(text, where=source)
        except InputError:
            # Lines of objects under the name of one document: the first line alone is then whole JSON.
            if _first_row(text, source) is None:
                raise
            rows = iter([text.encode("utf-8")])
            yield from archive.read_lines(rows, self.composer, source=source, max_line=self.options.max_bytes)
            return
        if feeds.is_json_feed(value):
            yield from self._items(feeds.read_json(value, source=source))
        elif isinstance(value, list):
            yield from archive.read_list(value, self.composer, source=source)
        else:
            yield archive.read_row(value, self.composer, source=source, where=source)

    def _items(self, items: Iterable[feeds.Item | InputError]) -> Iterator[Report | InputError]:
        for item in items:
            if isinstance(item, InputError):
                yield item
            else:
                yield from _contained(item.where, self._item(item))

    def _item(self, item: feeds.Item) -> Iterator[Report | InputError]:
        if not (self.options.fetch_feed_items and item.known.url):
            yield feeds.compose(item, self.composer)
            return
        fetched = self.fetcher.fetch(item.known.url)
        kind = sniff.kind_of(fetched.body[:HEAD], fetched.url, sniff.kind_of_media_type(fetched.media_type))
        if kind != "html":
            raise FetchError(item.known.url, f"the page of the item is {kind}, not HTML")
        page = decode(fetched.body, source=item.where, declared=fetched.charset, markup=True)
        yield self.composer.of_page(page.text, item.known, where=item.where)


def _contained(source: str, outcomes: Iterator[Report | InputError]) -> Iterator[Report | InputError]:
    """``outcomes``, an exception among them turned into the last one: what a bad input raises ends with it."""
    try:
        yield from outcomes
    except InputError as error:
        yield _on_one_line(error)
    except Exception as error:  # the parsers of other projects, on hostile input, raise anything
        problem = f"could not be read: {type(error).__name__}: {str(error)[:200]}"
        failure = InputError(source, problem)
        failure.__cause__ = error
        yield _on_one_line(failure)


def _on_one_line(error: InputError) -> InputError:
    """``error``, or one like it without the line breaks that a name or a parser's message brought in."""
    if str(error).isprintable():
        return error
    plain = type(error)(*(files.shown(part) for part in (error.source, error.problem, error.hint)))
    plain.__cause__ = error
    return plain


def _of_fetched(url: str, fetched: Fetched) -> _Input:
    return _Input(
        source=url,
        name=fetched.url.partition("?")[0],
        chunks=iter([fetched.body]),
        size=len(fetched.body),
        url=fetched.url,
        charset=fetched.charset,
        stated=sniff.kind_of_media_type(fetched.media_type),
    )


def _first_row(text: str, source: str) -> dict[str, object] | None:
    """The first line of ``text`` where it is a JSON object by itself."""
    first = text.lstrip().partition("\n")[0]
    try:
        value = archive.parse(first, where=source)
    except InputError:
        return None
    return value if isinstance(value, dict) and first.strip() != text.strip() else None
