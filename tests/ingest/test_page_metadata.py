from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from onrecord.ingest.blocks import Role, collapse, read_blocks
from onrecord.ingest.bylines import byline_names, clean_names
from onrecord.ingest.jsonld import plain_text, read_jsonld
from onrecord.ingest.markup import canonical_url, clean_url, without_site
from onrecord.ingest.page import read_page
from onrecord.ingest.tree import parse_page
from tests.ingest.pages import BODY, TITLE, jsonld, page


@pytest.mark.parametrize(
    ("raw", "names"),
    [
        (["By Marta Oyelaran"], ("Marta Oyelaran",)),
        (["By Marta Oyelaran, Transport correspondent"], ("Marta Oyelaran", "Transport correspondent")[:1]),
        (["Marta Oyelaran, political editor and Tom Adeyemi in Port Calder"], ("Marta Oyelaran", "Tom Adeyemi")),
        (["Marta Oyelaran for Quayside Courier"], ("Marta Oyelaran",)),
        (["Marta Oyelaran Senior News Reporter"], ("Marta Oyelaran",)),
        (["Marta Oyelaran marta@quayside.example https://quayside.example/m @marta"], ("Marta Oyelaran",)),
        (["Ines Varga/Tom Adeyemi"], ("Ines Varga", "Tom Adeyemi")),
        (["Quayside Courier", "Ines Varga"], ("Ines Varga",)),
        (["Quayside Courier"], ("Quayside Courier",)),
        (["staff reporter"], ("staff reporter",)),
        (["Ines Varga", "INES VARGA"], ("Ines Varga",)),
        (["", "  ", "12345", "https://quayside.example/a"], ()),
    ],
)
def test_names(raw: list[str], names: tuple[str, ...]) -> None:
    assert clean_names(raw, "Quayside Courier") == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("21 mins ago 11:48 Jonas Brekke", ("Jonas Brekke",)),
        ("Ines Varga, Tuesday 4 March 2031, 09:15", ("Ines Varga",)),
        ("Published March 4, 2031", ()),
        ("Sign Out", ()),
        ("Share this", ()),
        ("Anneke van der Loo", ("Anneke van der Loo",)),
    ],
)
def test_names_in_a_visible_byline(text: str, names: tuple[str, ...]) -> None:
    assert byline_names([text]) == names


@given(st.lists(st.text(max_size=80), max_size=5))
def test_names_are_short_single_lines_without_addresses(raw: list[str]) -> None:
    for name in clean_names(raw):
        assert name == collapse(name)
        assert len(name) <= 80
        assert "://" not in name


@pytest.mark.parametrize(
    ("candidates", "base", "url"),
    [
        (["https://q.example/a?utm_medium=x&id=3#top"], None, "https://q.example/a?id=3"),
        (["/news/a"], "https://q.example/news/a?fbclid=9", "https://q.example/news/a"),
        (["https://q.example/"], "https://q.example/news/a", "https://q.example/news/a"),
        (["https://other.example"], "https://q.example/news/a", "https://q.example/news/a"),
        (["javascript:alert(1)", "https://q.example/b"], None, "https://q.example/b"),
        (["https://[broken"], "file:///a.html", None),
        ([], None, None),
    ],
)
def test_canonical_address(candidates: list[str], base: str | None, url: str | None) -> None:
    assert canonical_url(candidates, base) == url


@given(st.text(st.characters(codec="ascii", categories=("L", "N")), min_size=1, max_size=10))
def test_cleaning_an_address_twice_changes_nothing(path: str) -> None:
    once = clean_url(f"HTTPS://Q.Example/{path}?b=1&utm_source=a&a=%20x#f")
    assert once == clean_url(once)
    assert once.startswith(f"https://q.example/{path}?b=1&a=")


@pytest.mark.parametrize(
    ("title", "bare"),
    [
        ("Ferries idle | Quayside Courier", "Ferries idle"),
        ("Quayside Courier: Ferries idle", "Ferries idle"),
        ("Ferries idle - and nobody knows why", "Ferries idle - and nobody knows why"),
        ("Ferries idle – Port – Quayside Courier", "Ferries idle – Port"),
    ],
)
def test_the_name_of_the_site_is_no_part_of_the_title(title: str, bare: str) -> None:
    assert without_site(title, None, "Quayside Courier") == bare


@pytest.mark.parametrize(
    "script",
    [
        '{"@type":"NewsArticle","headline":"Ferries idle","datePublished":"2031-03-04",}',
        '<!-- {"@type":"NewsArticle","headline":"Ferries idle","datePublished":"2031-03-04"} -->',
        '[{"@type":["Article","Thing"],"headline":"Ferries\n idle","datePublished":["2031-03-04"]}];',
        r'{"@type":"BlogPosting","headline":"Ferries \idle".replace("x"),"datePublished":"2031-03-04"',
        '{"@type":"ReportageNewsArticle","headline":"Ferries idle","datePublished":"2031-03-04","image":["a" "b"]}',
    ],
)
def test_broken_data_is_mended_or_picked_apart(script: str) -> None:
    found = read_jsonld(parse_page(page(BODY, jsonld(script)), "x"))
    assert found.headline.replace("\\i", "i") == "Ferries idle"
    assert found.published == "2031-03-04"


@pytest.mark.parametrize(
    "script", ["[" * 100_000, "{", "null", "3", '{"@type": 3, "headline": {}}', '{"@id": [], "name": 1}']
)
def test_data_that_says_nothing_is_passed_over(script: str) -> None:
    assert read_jsonld(parse_page(page(BODY, jsonld(script)), "x")).headline == ""


def test_articles_that_the_page_only_lists_are_not_its_own() -> None:
    listed = {
        "@type": "ItemList",
        "itemListElement": [{"@type": "NewsArticle", "headline": "Bus fares rise", "author": "X Y"}],
    }
    own = {"@type": "NewsArticle", "headline": "Ferries idle", "author": ["Ines Varga", {"name": "Tom Adeyemi"}]}
    found = read_jsonld(parse_page(page(BODY, jsonld(json.dumps([listed, own]))), "x"))
    assert (found.headline, found.authors) == ("Ferries idle", ("Ines Varga", "Tom Adeyemi"))


def test_plain_text_of_markup_in_data() -> None:
    assert plain_text("<p>Ships &amp;amp; crews</p><p>stay</p>").split() == ["Ships", "&", "crews", "stay"]
    assert plain_text(None) == ""


def test_metas_and_the_visible_byline_stand_in_for_missing_data() -> None:
    head = """<meta property="og:site_name" content="Quayside Courier"><meta name="dc.date" content="2031-03-04">
    <meta property="og:title" content="Three ferries idle as port union walks out &#8211; Quayside Courier">
    <meta property="article:author" content="https://social.example/quayside">"""
    report = read_page(page(f"<article><h1>{TITLE}</h1><p>By Tom Adeyemi</p>{BODY}</article>", head), source="a.html")
    assert (report.title, report.outlet, report.authors) == (TITLE, "Quayside Courier", ("Tom Adeyemi",))
    assert report.published is not None
    assert report.published.value == "2031-03-04"


def test_microdata_of_the_first_article_only() -> None:
    body = f"""<article itemscope itemtype="https://schema.org/NewsArticle"><h1>{TITLE}</h1>
    <span itemprop="author" itemscope itemtype="https://schema.org/Person"><b itemprop="name">Ines Varga</b></span>
    <time itemprop="datePublished" datetime="2031-03-04T09:15+02:00">Tuesday</time>{BODY}</article>
    <div itemscope itemtype="https://schema.org/NewsArticle"><span itemprop="author">Other Writer</span></div>"""
    report = read_page(page(body), source="a.html")
    assert report.authors == ("Ines Varga",)
    assert report.published is not None
    assert (report.published.value, report.published.precision) == ("2031-03-04T09:15+02:00", "minute")


def test_a_login_heading_is_not_the_headline() -> None:
    head = f'<meta property="og:title" content="{TITLE}">'
    report = read_page(page(f"<h1>Log in</h1><main><h1>{TITLE}</h1>{BODY}</main>", head), source="a.html")
    assert report.title == TITLE
    assert "Log in" not in report.text


def test_blocks_carry_roles_links_and_times() -> None:
    root = lxml_html.document_fromstring(
        """<body><nav><a href=x>All  news</a></nav><p>One <b>bold</b> word<br>more</p>
        <ul><li><a href=y>half</a> linked</li></ul><span class=t>09:15</span><span class=n>Ines</span>
        <p><time datetime="2031-03-04">4 March</time></p></body>"""
    )
    blocks = read_blocks(root)
    assert [block.text for block in blocks] == [
        "All news",
        "One bold word more",
        "half linked",
        "09:15 Ines",
        "4 March",
    ]
    assert [bool(block.role & Role.FURNITURE) for block in blocks] == [True, False, False, False, False]
    assert blocks[0].linked == 1.0
    assert blocks[2].linked == pytest.approx(4 / 10)
    assert blocks[4].times == ("2031-03-04",)


@pytest.mark.parametrize(
    "line",
    ["Friday 4 May 2012, 1:52pm", "PORT CALDER, North Shore", "Port Calder, May 4", "Quayside Wire, Port Calder May 4"],
)
def test_a_dateline_names_no_author(line: str) -> None:
    report = read_page(page(f'<h1>{TITLE}</h1><p class="dateline">{line}</p>{BODY}'), source="x")
    assert report.authors == ()
    assert {mark.author for mark in report.marks} == {None}


@pytest.mark.parametrize(
    ("raw", "names"),
    [
        ("Rosa Brandt, 4 May 2012 13:52", ("Rosa Brandt",)),
        ("Friday 4 May 2012, 1:52pm", ()),
        ("Sunday Okoro", ("Sunday Okoro",)),
        ("Rosa Brandt Diplomatic correspondent Lisbon", ("Rosa Brandt",)),
    ],
)
def test_dates_are_no_names_and_a_weekday_may_be_one(raw: str, names: tuple[str, ...]) -> None:
    assert clean_names([raw]) == byline_names([raw]) == names
