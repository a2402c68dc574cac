"""Bytes as they come: chunks of an input, unpacked and cut into lines within limits, never held whole by accident."""

from __future__ import annotations

import codecs
import zlib
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import BinaryIO

from onrecord.ingest.decode import bom_codec
from onrecord.model.errors import InputError

CHUNK = 1 << 18
"""Bytes read at a time."""

HEAD = 1 << 16
"""Bytes looked at to tell what an input is: the first row of an archive is mostly within them."""

GZIP_MAGIC = b"\x1f\x8b"

MAX_RATIO = 200
"""Unpacked bytes for a packed byte past which a gzip is refused as a bomb.

Running text packs 3 to 5 times, an archive of near-copies some 30 times; DEFLATE ends at 1,032.
"""

RATIO_FLOOR = 8_000_000
"""Unpacked bytes before the ratio counts: a small file of one repeated line is no danger."""


def chunks_of(stream: BinaryIO, *, source: str) -> Iterator[bytes]:
    """The bytes of ``stream``, up to :data:`CHUNK` at a time; an :class:`OSError` becomes an :class:`InputError`."""
    try:
        while chunk := stream.read(CHUNK):
            yield chunk
    except OSError as error:
        raise InputError(source, f"cannot be read: {error.strerror or error}") from error


def peek(chunks: Iterable[bytes], size: int = HEAD) -> tuple[bytes, Iterator[bytes]]:
    """The first ``size`` bytes (fewer at the end of the input), and all the chunks including them.

    An :class:`InputError` met behind some bytes waits until these have been read again.
    """
    rest = iter(chunks)
    head = bytearray()
    failure: InputError | None = None
    try:
        for chunk in rest:
            head += chunk
            if len(head) >= size:
                break
    except InputError as error:
        if not head:
            raise
        failure = error
    return bytes(head[:size]), chain((bytes(head),) if head else (), rest if failure is None else _failing(failure))


def _failing(failure: InputError) -> Iterator[bytes]:
    yield from ()  # raises when it is asked, not when it is made
    raise failure


def gunzip(chunks: Iterable[bytes], *, source: str) -> Iterator[bytes]:
    """The unpacked bytes of a gzip (RFC 1952) of one or more members, in chunks of at most :data:`CHUNK` bytes.

    Zero padding behind the last member is skipped, as gzip does.

    Raises:
        InputError: while iterating: the data is truncated or damaged, or unpacks past :data:`MAX_RATIO`.

    """
    packed = unpacked = 0
    member = _member()
    open_member = True
    for chunk in chunks:
        packed += len(chunk)
        data = chunk
        while data:
            if member.eof:
                data = data.lstrip(b"\0")
                open_member = bool(data)
                if not data:
                    break
                member = _member()
            try:
                out = member.decompress(data, CHUNK)
            except zlib.error as error:
                raise InputError(source, "damaged gzip", "get the file again") from error
            unpacked += len(out)
            if unpacked > RATIO_FLOOR and unpacked > MAX_RATIO * packed:
                raise InputError(source, f"gzip unpacks more than {MAX_RATIO} times", "refused as a decompression bomb")
            if out:
                yield out
            data = member.unused_data if member.eof else member.unconsumed_tail
            open_member = not member.eof
    if open_member:
        raise InputError(source, "truncated gzip", "get the file again")


def read_all(chunks: Iterable[bytes], limit: int, *, source: str) -> bytes:
    """All the bytes, at most ``limit``; past it an :class:`InputError` is raised and nothing more is read."""
    data = bytearray()
    for chunk in chunks:
        data += chunk
        if len(data) > limit:
            raise InputError(source, f"larger than {limit:,} bytes", "split it, or raise --max-bytes")
    return bytes(data)


def lines(chunks: Iterable[bytes], limit: int, *, source: str) -> Iterator[tuple[int, bytes | InputError]]:
    r"""Numbered lines (from 1) without their ``\n``; one longer than ``limit`` bytes comes as an error, unread."""
    number = 1
    parts: list[bytes] = []
    size = 0
    for chunk in chunks:
        start = 0
        while True:
            end = chunk.find(b"\n", start)
            piece = chunk[start:] if end < 0 else chunk[start:end]
            size += len(piece)
            if size <= limit:
                parts.append(piece)
            else:
                parts.clear()
            if end < 0:
                break
            yield number, b"".join(parts) if size <= limit else _too_long(source, number, limit)
            number, parts, size, start = number + 1, [], 0, end + 1
    if size:
        yield number, b"".join(parts) if size <= limit else _too_long(source, number, limit)


def as_utf8(head: bytes, chunks: Iterator[bytes], *, source: str) -> Iterator[bytes]:
    """The same characters in UTF-8 without a byte order mark, where ``head`` begins with one; else ``chunks``.

    Raises:
        InputError: while iterating: the bytes are not of the encoding that the mark names.

    """
    codec = bom_codec(head)
    if codec is None:
        return chunks
    return _recoded(codec, chunks, source)


def _recoded(codec: str, chunks: Iterator[bytes], source: str) -> Iterator[bytes]:
    try:
        for index, text in enumerate(codecs.iterdecode(chunks, codec)):
            yield (text.removeprefix("\ufeff") if index == 0 else text).encode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(source, f"not the {codec} that its byte order mark says", "save it as UTF-8") from error


def _member() -> zlib._Decompress:
    return zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)


def _too_long(source: str, number: int, limit: int) -> InputError:
    return InputError(f"{source}:{number}", f"line longer than {limit:,} bytes", "split it, or raise --max-bytes")
