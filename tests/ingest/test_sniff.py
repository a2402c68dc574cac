from __future__ import annotations

import pytest

from onrecord.ingest.sniff import kind_of, kind_of_media_type, suffix_of

RSS = b'<?xml version="1.0"?>\n<rss version="2.0"><channel></channel></rss>'
ATOM = b'<feed xmlns="http://www.w3.org/2005/Atom"></feed>'
PAGE = b"<!DOCTYPE html>\n<html><body><p>Hello</p></body></html>"
XHTML = b'<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "x"><html></html>'
ROW = b'{"id": "a", "text": "Hello."}'
ROWS = ROW + b"\n" + ROW + b"\n"


@pytest.mark.parametrize(
    ("head", "name", "kind"),
    [
        (b"Plain words.", "a.txt", "text"),
        (b"Plain words.", "a", "text"),
        (b"# Heading", "a.md.gz", "text"),
        (b"%PDF-1.7\n", "a.txt", "pdf"),
        (b"junk\n%PDF-1.4\n", "a.pdf", "pdf"),
        (b"Not a PDF at all", "a.pdf", "text"),
        (PAGE, "a.txt", "html"),
        (PAGE, "a", "html"),
        (b"\xef\xbb\xbf" + PAGE, "a.pdf", "html"),
        (PAGE.decode().encode("utf-16"), "a", "html"),
        (XHTML, "a.xml", "html"),
        (b"Words before <p>tags</p>", "a.htm", "html"),
        (b"<3 for the port, said Lenz", "a.txt", "text"),
        (RSS, "a.html", "feed"),
        (RSS, "a", "feed"),
        (ATOM, "a.json", "feed"),
        (b'<?xml version="1.0"?><note/>', "a.xml", "feed"),
        (b"<html><body>&lt;rss <rss ></body></html>", "a", "html"),
        (ROW, "a.json", "json"),
        (ROW, "a.jsonl.gz", "jsonl"),
        (ROW, "a.ndjson", "jsonl"),
        (ROW, "a", "json"),
        (ROWS, "a.json", "jsonl"),
        (ROWS, "a.txt", "jsonl"),
        (ROWS, "", "jsonl"),
        (b"[" + ROW + b"]", "a.jsonl", "json"),
        (b"[\n " + ROW, "", "json"),
        (b'{\n  "id": "a",\n  "text": "b"\n}', "a.jsonl", "json"),
        (b"[Updated] The port is closed.", "a.txt", "text"),
        (b"[Updated] The port is closed.", "", "text"),
        (b"{curly} words", "", "text"),
        (b"not json", "a.json", "json"),
    ],
)
def test_bytes_go_before_names(head: bytes, name: str, kind: str) -> None:
    assert kind_of(head, name) == kind


def test_what_the_server_says_counts_where_the_bytes_leave_it_open() -> None:
    assert kind_of(b"Hello <b>there</b>", "/news", kind_of_media_type("text/html; charset=utf-8")) == "html"
    assert kind_of(PAGE, "/news", kind_of_media_type("application/json")) == "html"
    assert kind_of_media_type("application/octet-stream") is None


def test_the_extension_before_gz_counts() -> None:
    assert suffix_of("A.JSONL.GZ") == ".jsonl"
    assert suffix_of("/a/b.c/d") == ""
    assert suffix_of("d.gz") == ""
