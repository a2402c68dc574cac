from __future__ import annotations

import codecs
import gzip
import io
import json
import os
import random
import resource
from collections.abc import Iterator
from html import escape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.ingest.fetch import Fetched
from onrecord.ingest.page import read_page
from onrecord.ingest.read import ReadOptions, count_hint, read_inputs
from onrecord.model.errors import FetchError, InputError
from onrecord.model.report import Report

from .helpers import STORY, answer, bomb, make_pdf, plain_page, serve

Outcome = Report | InputError
PAGE = f"<!DOCTYPE html><html><head><title>Pier</title></head><body><p>{STORY}</p></body></html>"
ROW = {"id": "r1", "text": STORY, "published": "2024-10-18"}
RSS = (
    "<rss version='2.0'><channel><title>Lenz Courier</title><item><link>{link}</link>"
    f"<description>{escape(STORY)}</description></item></channel></rss>"
)


def read(*sources: Path | str, options: ReadOptions | None = None, stdin: bytes | None = None) -> list[Outcome]:
    stream = io.BytesIO(stdin) if stdin is not None else None
    return list(read_inputs([str(one) for one in sources], options or ReadOptions(), stdin=stream, page=plain_page))


def report(*sources: Path | str, stdin: bytes | None = None, options: ReadOptions | None = None) -> Report:
    (outcome,) = read(*sources, stdin=stdin, options=options)
    assert isinstance(outcome, Report), outcome
    return outcome


def error(*sources: Path | str, options: ReadOptions | None = None, stdin: bytes | None = None) -> str:
    (outcome,) = read(*sources, options=options, stdin=stdin)
    assert isinstance(outcome, InputError), outcome
    assert str(outcome).isprintable()
    return str(outcome)


def put(folder: Path, name: str, data: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


@settings(deadline=None)  # the first example loads the language model
@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1), st.sampled_from(["\r\n", "\n", "\r", ""]))
def test_a_text_is_unchanged(tmp_path_factory: pytest.TempPathFactory, line: str, end: str) -> None:
    text = f"Said: {line}{end}{line}{end}"
    path = put(tmp_path_factory.getbasetemp(), "same.txt", text)
    assert report(path).text == text
    assert report("-", stdin=b"\xef\xbb\xbf" + text.encode()).text == text


def test_what_a_text_report_says_of_itself(tmp_path: Path) -> None:
    found = report(put(tmp_path, "a.txt", STORY + "\n"))
    assert (found.source, found.external_id, found.title, found.published) == (
        str(tmp_path / "a.txt"),
        None,
        None,
        None,
    )
    assert (found.language, found.marks, found.url) == ("en", (), None)


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", STORY.encode()),
        ("a.md", STORY.encode("utf-16")),
        ("no-extension", STORY.encode()),
        ("a.html", PAGE.encode()),
        ("a.xhtml", PAGE.encode("utf-16")),
        ("wrong.txt", PAGE.encode()),
        ("a.json", json.dumps(ROW).encode()),
        ("list.json", json.dumps([ROW], indent=1).encode()),
        ("pretty.jsonl", json.dumps(ROW, indent=1).encode()),
        ("a.jsonl", codecs.BOM_UTF8 + json.dumps(ROW).encode() + b"\n\n"),
        ("a.ndjson", json.dumps(ROW).encode("utf-16")),
        ("row", json.dumps(ROW).encode()),
        ("a.xml", RSS.encode()),
        ("rss", RSS.encode()),
        (
            "feed.json",
            json.dumps({"version": "https://jsonfeed.org/version/1", "items": [{"content_text": STORY}]}).encode(),
        ),
    ],
)
def test_every_form_is_read_by_its_bytes(tmp_path: Path, name: str, data: bytes, packed: bool) -> None:
    path = put(tmp_path, name + (".gz" if packed else ""), gzip.compress(data) if packed else data)
    found = report(path)
    assert "two of its pillars" in found.text
    assert found.source == str(path)
    assert found.language == "en"
    if "row" in name or "jsonl" in name or "ndjson" in name:
        assert (found.text, found.external_id) == (STORY, "r1")
    assert report("-", stdin=path.read_bytes()).version == found.version


def test_a_pdf_is_read(tmp_path: Path) -> None:
    data = make_pdf([["The northern pier of the harbour will stay closed, the mayor said."]], "Pier is closed")
    found = report(put(tmp_path, "a.pdf", data))
    assert found.text == "The northern pier of the harbour will stay closed, the mayor said."
    assert found.title == "Pier is closed"
    assert "truncated PDF" in error(put(tmp_path, "b.pdf", data[: len(data) // 2]))


def test_the_real_page_reader_is_the_default(tmp_path: Path) -> None:
    body = "".join(f"<p>{part}</p>" for part in STORY.split("\n\n"))
    article = f"<article><h1>Pier closed</h1>{body}</article>"
    page = f"<!DOCTYPE html><html><head><title>Pier closed</title></head><body>{article}</body></html>"
    (found,) = read_inputs([str(put(tmp_path, "a.html", page))])
    assert isinstance(found, Report)
    assert "two of its pillars" in found.text
    assert found.language == "en"
    assert read_inputs.__kwdefaults__["page"] is read_page


def test_a_folder_is_read_in_order_and_bad_files_stop_nothing(tmp_path: Path) -> None:
    put(tmp_path, "b.txt", STORY)
    put(tmp_path, "a.bin", b"\0\1\2" * 100)
    put(tmp_path, "c.jsonl", json.dumps(ROW) + "\n{broken\n" + json.dumps(ROW))
    put(tmp_path, ".hidden", STORY)
    put(tmp_path, "d.txt", "")
    outcomes = read(tmp_path, tmp_path / "missing.txt", tmp_path / "b.txt")
    assert [outcome.source for outcome in outcomes] == [
        str(tmp_path / "a.bin"),
        str(tmp_path / "b.txt"),
        str(tmp_path / "c.jsonl"),
        f"{tmp_path / 'c.jsonl'}:2",
        str(tmp_path / "c.jsonl"),
        str(tmp_path / "d.txt"),
        str(tmp_path / "missing.txt"),
        str(tmp_path / "b.txt"),
    ]
    problems = [outcome.problem for outcome in outcomes if isinstance(outcome, InputError)]
    assert problems[0] == "binary"
    assert problems[1].startswith("malformed JSON at column 2")
    assert problems[2:] == ["empty", "no such file"]


def test_reading_is_lazy(tmp_path: Path) -> None:
    outcomes = read_inputs([str(put(tmp_path, "a.txt", STORY)), str(tmp_path / "later.txt")])
    assert isinstance(next(outcomes), Report)
    put(tmp_path, "later.txt", STORY)
    assert isinstance(next(outcomes), Report)


def test_bad_inputs_are_one_line_each(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "empty").mkdir()
    for path, problem in (
        (put(tmp_path, "a.txt", ""), "empty"),
        (put(tmp_path, "b.txt", " \n\t"), "empty"),
        (put(tmp_path, "c.txt.gz", gzip.compress(b"")), "empty"),
        (put(tmp_path, "d.txt", b"PK\3\4\0\0\0\0"), "binary"),
        (put(tmp_path, "e.gz", gzip.compress(gzip.compress(STORY.encode()))), "a gzip within a gzip"),
        (put(tmp_path, "f.txt.gz", gzip.compress(STORY.encode())[:-9]), "truncated gzip"),
        (put(tmp_path, "g.txt.gz", bomb(20)), "bomb"),
        (put(tmp_path, "h.json", "{"), "malformed JSON"),
        (put(tmp_path, "i.json", "[" * 90_000), "nested too deep"),
        (put(tmp_path, "j.json", '"words"'), "a row has to be an object"),
        (put(tmp_path, "k.xml", "<rss><channel>"), "malformed feed"),
        (put(tmp_path, "l\nm.txt", ""), "empty"),
        (tmp_path / "pipe", "not a regular file"),
        (tmp_path / "empty", "no report in this folder"),
        ("ftp://courier.example/a", "ftp scheme"),
        ("-", "no standard input"),
    ):
        assert problem in error(path)


def test_a_large_file_is_refused_without_being_read(tmp_path: Path) -> None:
    path = put(tmp_path, "large.txt", STORY)
    os.truncate(path, 200_000_000)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert "200,000,000 bytes, more than the limit of 50,000,000" in error(path)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000  # kilobytes
    packed = put(tmp_path, "large.gz", gzip.compress(STORY.encode() * 100))
    assert "larger than 10,000 bytes" in error(packed, options=ReadOptions(max_bytes=10_000))


def test_a_long_line_is_read_up_to_the_limit_of_a_text(tmp_path: Path) -> None:
    line = "Officials said so. " * 60_000
    path = put(tmp_path, "line.txt", line)
    assert report(path).text == line
    assert f"{len(line):,} characters" in error(path, options=ReadOptions(max_text=1_000_000))


def test_an_archive_has_no_limit_but_each_line_has(tmp_path: Path) -> None:
    rows = [{"id": str(number), "text": STORY * (9 if number == 2 else 1)} for number in range(5)]
    path = put(tmp_path, "a.jsonl.gz", gzip.compress("\n".join(map(json.dumps, rows)).encode()))
    outcomes = read(path, options=ReadOptions(max_bytes=1_000))
    assert [outcome.external_id for outcome in outcomes if isinstance(outcome, Report)] == ["0", "1", "3", "4"]
    assert str(outcomes[2]).startswith(f"{path}:3: line longer than 1,000 bytes")


def test_a_cut_archive_gives_its_rows_and_an_error(tmp_path: Path) -> None:
    noise = random.Random(3)
    rows = "".join(
        json.dumps({"id": str(number), "text": f"{number} {noise.randbytes(300).hex()}"}) + "\n" for number in range(50)
    )
    packed = gzip.compress(rows.encode())
    outcomes = read(put(tmp_path, "a.jsonl.gz", packed[: len(packed) // 2]))
    assert [outcome.external_id for outcome in outcomes[:-1] if isinstance(outcome, Report)] == [
        str(number) for number in range(len(outcomes) - 1)
    ]
    assert len(outcomes) > 10
    assert "truncated gzip" in str(outcomes[-1])


def test_rows_from_a_pipe_with_a_long_first_line() -> None:
    rows = [json.dumps({"id": str(number), "text": STORY * 500}) for number in range(3)]
    assert len(read("-", stdin="\n".join(rows).encode())) == 3


def test_a_parser_that_fails_is_contained(tmp_path: Path) -> None:
    def broken(html: str, **known: object) -> Report:
        raise RecursionError("too deep\nfor me")

    page, text = put(tmp_path, "a.html", PAGE), put(tmp_path, "b.txt", STORY)
    outcomes = list(read_inputs([str(page), str(text)], page=broken))  # type: ignore[arg-type]
    assert "could not be read: RecursionError" in str(outcomes[0])
    assert str(outcomes[0]).isprintable()
    assert isinstance(outcomes[1], Report)


def test_addresses_are_fetched() -> None:
    pages = {
        "/a": answer(PAGE.encode("cp1252"), media_type="text/html; charset=windows-1252"),
        "/feed": answer(RSS.format(link="").encode(), media_type="application/rss+xml"),
        "/rows.jsonl.gz": answer(gzip.compress(json.dumps(ROW).encode()), media_type="application/octet-stream"),
        "/x.pdf": answer(make_pdf([["The pier is closed, the mayor said."]]), media_type="application/pdf"),
        "/t": answer(b"\x00\x01\x02", media_type="text/plain"),
        "/hop": answer(status=301, headers={"Location": "/a"}),
    }
    with serve(pages) as site:
        options = ReadOptions(allow_private_addresses=True, timeout=5)
        found = report(site.url("/hop"), options=options)
        assert (found.source, found.url) == (site.url("/hop"), site.url("/a"))
        for path in ("/feed", "/rows.jsonl.gz", "/x.pdf"):
            assert report(site.url(path), options=options).source == site.url(path)
        assert "binary" in error(site.url("/t"), options=options)
        assert "status 404" in error(site.url("/missing"), options=options)
        assert "open internet" in error(site.url("/a"))


class Web:
    """A fetcher of what it is given."""

    def __init__(self, pages: dict[str, bytes]) -> None:
        self.pages = pages
        self.asked: list[str] = []

    def fetch(self, url: str) -> Fetched:
        self.asked.append(url)
        if url not in self.pages:
            raise FetchError(url, "the server answered with status 404")
        return Fetched(url, self.pages[url], "text/html", None)


def test_the_pages_of_a_feed_are_fetched_only_when_asked(tmp_path: Path) -> None:
    link = "https://courier.example/1"
    feed = str(put(tmp_path, "feed.xml", RSS.format(link=link)))
    full = PAGE.replace("</p>", " Only the page says this.</p>").encode()

    def outcomes(web: Web, **options: bool) -> Iterator[Outcome]:
        return read_inputs([feed], ReadOptions(**options), fetcher=web, page=plain_page)

    (short,) = outcomes(web := Web({link: full}))
    assert isinstance(short, Report)
    assert web.asked == []
    assert "Only the page" not in short.text
    (long,) = outcomes(web, fetch_feed_items=True)
    assert isinstance(long, Report)
    assert web.asked == [link]
    assert "Only the page says this." in long.text
    assert (long.outlet, long.url, long.source) == ("Lenz Courier", link, feed)
    (missing,) = outcomes(Web({}), fetch_feed_items=True)
    assert isinstance(missing, FetchError)
    assert "status 404" in str(missing)


def test_a_text_full_of_addresses_fetches_nothing(tmp_path: Path) -> None:
    web = Web({})
    text = put(tmp_path, "a.txt", "See https://courier.example/1 and http://127.0.0.1/ for more.")
    page = put(tmp_path, "a.html", f"<iframe src='http://127.0.0.1/x'></iframe>{PAGE}")
    assert len(list(read_inputs([str(text), str(page)], fetcher=web, page=plain_page))) == 2
    assert web.asked == []


def test_the_count_of_files(tmp_path: Path) -> None:
    for name in ("a.txt", "b.html", "c.png"):
        put(tmp_path, name, STORY)
    assert count_hint([str(tmp_path), "x.pdf"]) == 3
    assert count_hint([str(tmp_path), "-"]) is None
    assert count_hint(["https://courier.example/"]) is None
    assert count_hint([str(tmp_path), "rows.jsonl.gz"]) is None


STARTS = [
    b"",
    b"%PDF-1.4\n",
    b"<html><p>",
    b"<rss><channel><item>",
    b'{"id": 1, "text": "',
    b"[",
    b"\x1f\x8b\x08\0",
    b"\xff\xfe",
]


@settings(deadline=None)
@given(
    st.sampled_from(STARTS), st.binary(max_size=200) | st.text(max_size=100).map(str.encode), st.sampled_from(STARTS)
)
def test_no_bytes_raise_and_all_have_an_outcome(start: bytes, middle: bytes, end: bytes) -> None:
    outcomes = list(read_inputs(["-"], stdin=io.BytesIO(start + middle + end)))
    assert outcomes
    for outcome in outcomes:
        assert isinstance(outcome, Report | InputError)
        if isinstance(outcome, InputError):
            assert str(outcome).isprintable()
            assert "could not be read" not in str(outcome)  # that is for what no reader foresaw
        else:
            assert not outcome.text.isspace()
