from __future__ import annotations

import time
from html import escape

import pytest

from onrecord.ingest.compose import Composer
from onrecord.ingest.feeds import Item, compose, is_json_feed, read_json, read_xml, words_of
from onrecord.model.errors import InputError
from onrecord.model.report import Report

from .helpers import STORY, composer, plain_page

HTML = "".join(f"<p>{part}</p>" for part in STORY.split("\n\n"))


def rss(*items: str, title: str = "Lenz Courier") -> bytes:
    space = 'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    head = f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0" {space}><channel><title>{title}</title>'
    return (head + "".join(f"<item>{item}</item>" for item in items) + "</channel></rss>").encode()


def items(data: bytes) -> list[Item | InputError]:
    return list(read_xml(data, source="f.xml"))


def report_of(item: Item | InputError) -> Report:
    assert isinstance(item, Item)
    return compose(item, composer())


def test_an_rss_item_becomes_a_report() -> None:
    data = rss(
        "<title>Pier &amp;amp; port closed</title><link>https://courier.example/1</link><guid>c-1</guid>"
        "<dc:creator>Ilse Varga</dc:creator><pubDate>Fri, 18 Oct 2024 04:16:00 +0300</pubDate>"
        f"<description>Short.</description><content:encoded><![CDATA[{HTML}]]></content:encoded>"
    )
    report = report_of(items(data)[0])
    assert "divers had found cracks" in report.text
    assert (report.source, report.external_id, report.url) == ("f.xml", "c-1", "https://courier.example/1")
    assert (report.title, report.outlet, report.authors) == ("Pier & port closed", "Lenz Courier", ("Ilse Varga",))
    assert report.published is not None
    assert (report.published.value, report.published.precision) == ("2024-10-18T04:16:00+03:00", "second")
    assert report.published.basis == "metadata"
    assert report.language == "en"


def test_an_atom_entry_becomes_a_report() -> None:
    data = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Lenz Courier</title><entry><title>Pier closed</title>
    <link href="https://courier.example/2"/><id>tag:courier.example,2024:2</id><updated>2024-10-18T04:16:00Z</updated>
    <author><name>Ilse Varga</name></author><content type="html">{escape(HTML)}</content></entry></feed>"""
    report = report_of(items(data.encode())[0])
    assert "divers had found cracks" in report.text
    assert report.external_id == "tag:courier.example,2024:2"
    assert report.published is not None
    assert report.published.value == "2024-10-18T04:16:00Z"


def test_a_plain_description_stays_as_it_is() -> None:
    report = report_of(
        items(rss("<title>a</title><description>First line.\nSecond line, 3 &amp;lt; 4.</description>"))[0]
    )
    assert "First line." in report.text
    text = items(rss("<title>a</title><description>First line.\nSecond line.</description>"))[0]
    assert report_of(text).text == "First line.\nSecond line."


def test_an_item_without_content_is_an_error_among_items() -> None:
    found = items(rss("<title>a</title>", f"<description>{STORY}</description>"))
    with pytest.raises(InputError, match=r"f\.xml\[1\]: the item has no content"):
        report_of(found[0])
    assert report_of(found[1]).text == STORY


def test_a_broken_off_feed_gives_what_it_has_and_an_error() -> None:
    data = rss(f"<title>a</title><description>{STORY}</description>", "<title>b</title>")
    found = items(data[: data.index(b"<title>b")])
    assert report_of(found[0]).text == STORY
    assert isinstance(found[-1], InputError)
    assert "malformed feed" in str(found[-1])


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (rss(), "no items"),
        (b"<?xml version='1.0'?><note>words</note>", "no RSS or Atom"),
        (b"<rss><channel>", "malformed feed"),
        (b'<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><rss><channel/></rss>', "entities"),
    ],
)
def test_what_is_no_feed_is_an_error(data: bytes, problem: str) -> None:
    with pytest.raises(InputError, match=problem):
        items(data)


def test_a_feed_is_never_taken_for_an_address_or_a_file(tmp_path) -> None:
    path = tmp_path / "feed.xml"
    path.write_bytes(rss(f"<description>{STORY}</description>"))
    with pytest.raises(InputError):
        items(str(path).encode())


def test_a_json_feed_becomes_reports() -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Lenz Courier",
        "items": [
            {
                "id": 5,
                "url": "https://courier.example/5",
                "content_html": HTML,
                "date_published": "2024-10-18T04:16:00Z",
            }
            | {"title": "Pier closed", "authors": [{"name": "Ilse Varga"}, {"url": "x"}]},
            {"id": "6", "content_text": STORY},
            {"id": "7"},
            "words",
        ],
    }
    assert is_json_feed(feed)
    found = list(read_json(feed, source="f.json"))
    first = report_of(found[0])
    assert (first.external_id, first.outlet, first.authors) == ("5", "Lenz Courier", ("Ilse Varga",))
    assert report_of(found[1]).text == STORY
    with pytest.raises(InputError, match=r"f\.json\[3\]: the item has no content"):
        report_of(found[2])
    assert str(found[3]).startswith("f.json[4]: an item has to be an object")
    assert not is_json_feed({"items": []})


def test_the_words_of_a_fragment() -> None:
    html = "<p>He said <b>no</b>body &amp; <i>x</i> y.<br>New<!-- c --> line<script>bad()</script> tail</p>loose "
    html += "<li>one<li>two"
    assert words_of(html, where="x").split("\n\n") == ["He said nobody & x y.", "New line tail", "loose", "one", "two"]


def test_a_deep_fragment_takes_no_recursion_and_little_time() -> None:
    begun = time.monotonic()
    assert words_of("<b>" * 50_000 + "deep", where="x") in ("deep", "")
    assert "deep" in words_of("<p>deep" * 20_000, where="x")
    assert time.monotonic() - begun < 3


def test_where_the_page_reader_keeps_too_little_all_words_are_kept() -> None:
    def stingy(html: str, **known) -> Report:
        return plain_page("<p>Only this.</p>", **known)

    (item,) = items(rss(f"<content:encoded><![CDATA[{HTML}]]></content:encoded>"))
    assert isinstance(item, Item)
    assert compose(item, Composer(stingy, 10_000)).text == STORY
