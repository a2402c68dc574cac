from __future__ import annotations

import codecs
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.ingest.decode import codec_of, decode, is_binary, markup_charset
from onrecord.model.errors import InputError

PRINTED = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1).filter(lambda text: not text.isspace())
MARKS = {
    "utf-8": codecs.BOM_UTF8,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
    "utf-32-le": codecs.BOM_UTF32_LE,
    "utf-32-be": codecs.BOM_UTF32_BE,
}


@given(PRINTED, st.sampled_from(sorted(MARKS)))
def test_a_marked_encoding_gives_back_the_text(text: str, encoding: str) -> None:
    decoded = decode(MARKS[encoding] + text.encode(encoding), source="x")
    assert decoded.text == text
    assert decoded.encoding == encoding


@given(PRINTED.filter(lambda text: not text.startswith("\ufeff")))
def test_utf8_gives_back_the_text(text: str) -> None:
    assert decode(text.encode(), source="x").text == text


def test_line_ends_and_the_last_newline_stay() -> None:
    text = "One.\r\nTwo.\rThree.\n\n"
    assert decode(text.encode(), source="x").text == text
    assert decode(codecs.BOM_UTF8 + text.encode(), source="x").text == text


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1252", "The minister said it wasn’t “likely” — a £5m café in Château-Rive was closed, he added. "),
        ("cp1251", "Министр заявил, что переговоры продолжатся во вторник, и поблагодарил всех участников. "),
        ("koi8_r", "Министр заявил, что переговоры продолжатся во вторник, и поблагодарил всех участников. "),
        ("cp1250", "Minister powiedział, że rozmowy będą kontynuowane we wtorek, choć źródła są różne. "),
        ("gb18030", "部长周二表示，谈判将继续进行，港口仍然关闭。"),
    ],
)
def test_an_undeclared_encoding_is_recognised(encoding: str, text: str) -> None:
    decoded = decode((text * 4).encode(encoding), source="x")
    assert decoded.text == text * 4
    assert decoded.encoding == encoding


def test_the_declared_charset_is_used_where_the_bytes_bear_it_out() -> None:
    text = "Żółć i łódź"
    assert decode(text.encode("iso8859-2"), source="x", declared="ISO-8859-2").text == text
    assert decode(text.encode(), source="x", declared="ISO-8859-2").text == text  # strict UTF-8 goes first
    page = '<html><head><meta charset="shift_jis"></head><body>港は火曜日</body></html>'
    assert decode(page.encode("cp932"), source="x", markup=True).text == page
    xml = '<?xml version="1.0" encoding="windows-1251"?><a>Порт закрыт</a>'
    assert decode(xml.encode("cp1251"), source="x", markup=True).text == xml
    assert decode("Port".encode("utf-16-le"), source="x", declared="utf-16-le").text == "Port"


@pytest.mark.parametrize("label", ["utf-7", "unicode_escape", "zip", "idna", "punycode", "nonsense", "a\0b", ""])
def test_a_codec_that_is_no_encoding_of_the_web_is_not_used(label: str) -> None:
    assert codec_of(label) is None


def test_labels_mean_what_browsers_take_them_for() -> None:
    assert codec_of("latin1") == "cp1252"
    assert codec_of(" US-ASCII ") == "cp1252"
    assert codec_of("GB2312") == "gb18030"
    assert markup_charset(b"<meta http-equiv=content-type content='text/html; charset=utf-16'>") == "utf-8"
    assert markup_charset(b"<p>charset=latin1</p>") is None


@pytest.mark.parametrize("data", [b"", codecs.BOM_UTF8, b" \r\n\t ", codecs.BOM_UTF16_LE + b" \0"])
def test_nothing_is_called_empty(data: bytes) -> None:
    with pytest.raises(InputError, match="empty"):
        decode(data, source="x")


def test_binary_is_refused() -> None:
    noise = random.Random(5).randbytes(5_000)
    for data in (b"GIF89a\0\0\1", noise, noise.replace(b"\0", b"\1"), codecs.BOM_UTF16_LE + b"a\0\0\0b\0"):
        with pytest.raises(InputError, match="binary"):
            decode(data, source="x")
    assert not is_binary("one stray \x07\x08\x1b or \x01 control in a short text")


def test_damaged_utf8_is_not_read_as_another_encoding() -> None:
    good = "“Naïve” café — “déjà vu”, he said. " * 5
    data = good.encode() + b"\xff" + good.encode()
    with pytest.raises(InputError, match=f"damaged UTF-8 at byte {len(good.encode())}"):
        decode(data, source="x")
    page = decode(data, source="x", markup=True)  # a page is read as a browser reads it, and says so
    assert page.text == f"{good}\ufffd{good}"
    assert page.damaged == 1


def test_a_marked_file_that_lies_is_still_read_by_its_bytes_or_refused() -> None:
    with pytest.raises(InputError):
        decode(codecs.BOM_UTF16_LE + b"odd", source="x")
