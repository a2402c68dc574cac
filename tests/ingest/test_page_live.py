from __future__ import annotations

import json

import pytest

from onrecord.ingest.live import iso_time
from onrecord.ingest.page import read_page
from tests.ingest.pages import assert_marks_hold, cut, entry_marks, jsonld, page

TITLE = "Port strike live: mediator called in as ferries stay idle"
NOON = "The mediator walked into the harbour office at noon and did not speak to us."
BUSES = "The council has sent forty buses to the north quay, its transport office says."
START = "Crews of all three ferries left their posts at half past nine this morning."
ENTRIES = (
    ("2031-03-04T12:40:00+02:00", "Mediator arrives", "Ines Varga", NOON),
    ("2031-03-04T11:05:00+02:00", "Buses for islanders", "Tom Adeyemi", BUSES),
    ("2031-03-04T09:30:00+02:00", "Strike begins", "Ines Varga", START),
)
LEAD = "Follow our reporters as the strike at Port Calder goes into its first day, with talks due later on."


def data(entries: tuple[tuple[str, str, str, str], ...] = ENTRIES) -> str:
    return jsonld(
        json.dumps(
            {
                "@type": "LiveBlogPosting",
                "headline": TITLE,
                "datePublished": "2031-03-04T09:00:00+02:00",
                "author": {"@type": "Person", "name": "Ines Varga"},
                "liveBlogUpdate": [
                    {
                        "@type": "BlogPosting",
                        "headline": head.replace("Buses", "&lt;b&gt;Buses&lt;/b&gt;"),
                        "datePublished": time,
                        "author": {"@type": "Person", "name": name},
                        "articleBody": f"<p>{body}</p>",
                    }
                    for time, head, name, body in entries
                ],
            }
        )
    )


def visible(*, times: bool = True) -> str:
    shown = "".join(
        f"""<div class="entry"><div class="meta"><time{f' datetime="{time}"' if times else ""}>{time[11:16]}</time>
        <span class="author">{name}</span></div><h2>{head}</h2><p>{body}</p><button>Share</button></div>"""
        for time, head, name, body in ENTRIES
    )
    return f"<article><h1>{TITLE}</h1><p>{LEAD}</p><div class='live-blog'>{shown}</div></article>"


def check(html: str, *, offset: bool = True) -> None:
    report = read_page(html, source="live.html", url="https://quayside.example/live/port")
    assert_marks_hold(report)
    assert cut(report, "live_entry") == [body for *_, body in ENTRIES]
    for number, (time, head, name, body) in enumerate(ENTRIES):
        marks = entry_marks(report, number)
        assert report.text[marks["headline"].start : marks["headline"].end] == head
        assert report.text[marks["live_entry"].start : marks["live_entry"].end] == body
        assert report.text[marks["byline"].start : marks["byline"].end] == f"{time[11:16]} {name}"
        for mark in marks.values():
            assert (mark.author, mark.time) == (name, time if offset else time[:16])
    assert cut(report, "article") == [LEAD]


def test_updates_in_the_data_are_found_on_the_page() -> None:
    check(page(visible(times=False), data()))


def test_repeating_markup_alone_makes_entries() -> None:
    check(page(visible()))


def test_clock_times_take_the_day_of_the_page() -> None:
    day = '<meta property="article:published_time" content="2031-03-04">'
    check(page(visible(times=False), day), offset=False)


def test_a_list_of_key_moments_is_not_told_twice() -> None:
    moments = "".join(f'<li><a href="#e{i}">{head}</a></li>' for i, (_, head, *_) in enumerate(ENTRIES))
    report = read_page(page(f"<ul class='key-moments'>{moments}</ul>{visible()}", data()), source="live.html")
    assert [report.text.count(head) for _, head, *_ in ENTRIES] == [1, 1, 1]


def test_the_anchor_of_an_address_finds_its_entry() -> None:
    same = "We are going back to the harbour office."
    posts = [
        {
            "headline": f"Update {i}",
            "url": f"https://quayside.example/live#e{i}",
            "articleBody": same,
            "datePublished": f"2031-03-04T1{i}:00:00Z",
        }
        for i in (2, 1)
    ]
    script = jsonld(json.dumps({"@type": "LiveBlogPosting", "headline": TITLE, "liveBlogUpdate": posts}))
    shown = "".join(f'<div id="e{i}"><h3>Update {i}</h3><p>{same}</p></div>' for i in (2, 1))
    report = read_page(
        page(f"<main><h1>{TITLE}</h1><p>{LEAD}</p><div>{shown}</div></main>", script), source="live.html"
    )
    assert cut(report, "live_entry") == [same, same]
    assert [mark.time for mark in report.marks if mark.kind == "live_entry"] == [
        "2031-03-04T12:00:00Z",
        "2031-03-04T11:00:00Z",
    ]


def test_updates_of_a_page_that_a_script_writes_come_from_its_data() -> None:
    report = read_page(f"<html><head>{data()}</head><body><div id='app'></div></body></html>", source="live.html")
    assert cut(report, "live_entry") == [body for *_, body in ENTRIES]
    assert [mark.time for mark in report.marks if mark.kind == "live_entry"] == [time for time, *_ in ENTRIES]
    assert "Buses for islanders" in cut(report, "headline")


def test_a_comment_column_is_no_live_blog() -> None:
    comments = "".join(
        f'<div class="comment"><time datetime="{time}">{time[11:16]}</time><p>{body}</p></div>'
        for time, _, _, body in ENTRIES
    )
    story = "".join(f"<p>{LEAD} This is paragraph {i} of a long story.</p>" for i in range(8))
    html = page(
        f"<article><h1>Port strike enters first day</h1>{story}</article><section id='comments'>{comments}</section>"
    )
    assert cut(read_page(html, source="a.html"), "live_entry") == []


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("1925000000", "2031-01-01T02:13:20+00:00"),
        ("1925000000123", "2031-01-01T02:13:20+00:00"),
        ("2031-03-04T11:05:00.250+0200", "2031-03-04T11:05:00+02:00"),
        ("2031-03-04", None),
        ("yesterday", None),
        (None, None),
    ],
)
def test_times_as_markup_writes_them(written: str | None, expected: str | None) -> None:
    assert iso_time(written) == expected
