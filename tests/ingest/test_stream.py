from __future__ import annotations

import codecs
import gzip
import io
import random
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.ingest.stream import CHUNK, RATIO_FLOOR, as_utf8, chunks_of, gunzip, lines, peek, read_all
from onrecord.model.errors import InputError

from .helpers import bomb


def pieces(data: bytes, size: int) -> list[bytes]:
    return [data[at : at + size] for at in range(0, len(data), size)]


@given(st.lists(st.binary(max_size=60), min_size=1, max_size=4), st.integers(1, 40), st.booleans())
def test_gunzip_undoes_gzip_member_by_member(members: list[bytes], size: int, padded: bool) -> None:
    packed = b"".join(gzip.compress(member) for member in members) + (b"\0" * 9 if padded else b"")
    assert b"".join(gunzip(pieces(packed, size), source="x")) == b"".join(members)


@given(st.binary(min_size=1, max_size=300), st.data())
def test_a_gzip_cut_anywhere_is_truncated(data: bytes, draw: st.DataObject) -> None:
    packed = gzip.compress(data)
    cut = draw.draw(st.integers(1, len(packed) - 1))
    with pytest.raises(InputError, match="truncated gzip"):
        list(gunzip([packed[:cut]], source="x"))


def test_a_damaged_gzip_is_named() -> None:
    packed = bytearray(gzip.compress(b"words " * 100))
    packed[-6] ^= 0xFF  # within the checksum
    with pytest.raises(InputError, match="damaged gzip"):
        list(gunzip([bytes(packed)], source="x"))
    with pytest.raises(InputError, match="damaged gzip"):
        list(gunzip([gzip.compress(b"words") + b"and more"], source="x"))


def test_a_bomb_is_refused_early() -> None:
    packed = bomb(64)
    seen: list[int] = []
    with pytest.raises(InputError, match="bomb"):
        seen.extend(map(len, gunzip(pieces(packed, 4096), source="x")))
    assert max(seen) <= CHUNK
    assert sum(seen) <= RATIO_FLOOR + CHUNK


def test_reading_stops_at_the_limit() -> None:
    taken: list[int] = []

    def endless():
        while True:
            taken.append(1)
            yield b"x" * 1000

    with pytest.raises(InputError, match="larger than 5,000 bytes"):
        read_all(endless(), 5_000, source="x")
    assert len(taken) == 6
    assert read_all([b"ab", b"c"], 3, source="x") == b"abc"


@given(st.binary(max_size=400), st.integers(1, 50), st.integers(1, 64))
def test_a_look_at_the_head_loses_nothing(data: bytes, size: int, head: int) -> None:
    seen, chunks = peek(pieces(data, size), head)
    assert seen == data[:head]
    assert b"".join(chunks) == data


def test_an_error_behind_the_head_waits_its_turn() -> None:
    packed = gzip.compress(random.Random(1).randbytes(500))
    head, chunks = peek(gunzip(pieces(packed[:-20], 100), source="x"))
    assert len(head) > 300
    assert next(chunks) == head
    with pytest.raises(InputError, match="truncated gzip"):
        next(chunks)


@given(st.lists(st.binary(max_size=30).map(lambda part: part.replace(b"\n", b" ")), max_size=20), st.integers(1, 40))
def test_lines_are_those_of_split(parts: list[bytes], size: int) -> None:
    data = b"\n".join(parts)
    expected = [(number, line) for number, line in enumerate(data.split(b"\n"), start=1)]
    if expected[-1][1] == b"":
        expected.pop()
    assert list(lines(pieces(data, size), 1000, source="x")) == expected


def test_a_line_past_the_limit_is_an_error_among_lines() -> None:
    data = b"a\n" + b"b" * 50 + b"\nc\n" + b"d" * 11
    out = list(lines(pieces(data, 7), 10, source="f"))
    assert [number for number, _ in out] == [1, 2, 3, 4]
    assert out[0][1] == b"a"
    assert out[2][1] == b"c"
    assert str(out[1][1]).startswith("f:2: line longer than 10 bytes")
    assert str(out[3][1]).startswith("f:4: ")


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-32"])
def test_marked_encodings_become_utf8(codec: str) -> None:
    text = '{"text": "Ångström — 😀"}\n' * 30
    head, chunks = peek(pieces(text.encode(codec), 7))
    assert b"".join(as_utf8(head, chunks, source="x")).decode() == text


def test_a_mark_that_lies_is_an_error() -> None:
    data = codecs.BOM_UTF16_LE + b"\x00\xd8\x00\x00"
    head, chunks = peek([data])
    with pytest.raises(InputError, match="byte order mark"):
        list(as_utf8(head, chunks, source="x"))


def test_a_stream_is_read_in_pieces() -> None:
    stream = io.BytesIO(b"x" * (3 * CHUNK + 1))
    assert [len(chunk) for chunk in islice(chunks_of(stream, source="x"), 2)] == [CHUNK, CHUNK]
    assert stream.tell() == 2 * CHUNK


def test_a_failing_stream_is_an_input_error() -> None:
    class Failing(io.RawIOBase):
        def read(self, size: int = -1) -> bytes:
            raise OSError(5, "Input/output error")

    with pytest.raises(InputError, match="Input/output error"):
        list(chunks_of(Failing(), source="x"))
