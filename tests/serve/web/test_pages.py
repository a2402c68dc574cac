"""Each page over a small case: what it says, where it leads, and that reading needs no script."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urldefrag, urljoin, urlsplit

import httpx
import pytest

from onrecord.store.case import Case
from tests.serve.web.site import HOST, Site, jsonl, record

PAGES = ("/", "/statements", "/reports", "/figures", "/timeline", "/brief", "/api")


def report_path(site: Site, outlet: str) -> str:
    rows = site.get(f"/api/reports?outlet={outlet}").json()["rows"]
    assert len(rows) == 1
    return f"/reports/{rows[0]['report_id']}"


def test_the_overview_counts_reports_outlets_and_origins(site: Site) -> None:
    page = site.page("/")
    support = site.get("/api/overview").json()["support"]
    assert (support["reports"], support["outlets"]) == (2, 2)
    assert f"2 reports 2 outlets {support['origins']} origins" in page.text
    assert "more than 40 buoys along the coast might have moved in the storm" in page.text
    assert "Newest figures" in page.text


def test_statements_show_who_what_and_lead_to_the_sentence(site: Site) -> None:
    page = site.page("/statements")
    row = next(r for r in site.get("/api/statements").json()["rows"] if r["act"] == "deny")
    assert "Skerry Lines" in page.text
    assert f"/reports/{row['report_id']}?version={row['text_sha256'][:12]}#{row['id']}" in page.links


def test_filters_are_in_the_address_and_in_the_form(site: Site) -> None:
    page = site.page("/statements?who=skerry&act=deny&act=no_comment&since=2031-03-01")
    assert "the ship had left the marked channel" in page.text
    assert "position of the buoy" in page.text
    assert "Captain Alvar Dunn" not in page.text
    ticked = {a["value"] for tag, a in page.tags if tag == "input" and "checked" in a}
    assert ticked == {"deny", "no_comment"}
    values = {
        a["name"]: a.get("value") for tag, a in page.tags if tag == "input" and (a.get("id") or "").startswith("f-")
    }
    assert values["who"] == "skerry"
    assert values["since"] == "2031-03-01"


@pytest.mark.parametrize(
    ("query", "found", "gone"),
    [
        ("about=buoys", "more than 40 buoys", "Nobody is hurt"),
        ("outlet=gull", "200 metres out of place", "Nobody is hurt"),
        ("has_figure=true", "more than 40 buoys", "Nobody is hurt"),
        ("act=deny", "marked channel", "buoys"),
        ("as_of=2031-03-04", "310 passengers", "296 passengers"),
        ("who=&affiliation=&act=&min_confidence=&since=&has_figure=", "296 passengers", "310 passengers"),
    ],
)
def test_each_filter_keeps_and_leaves_out(site: Site, query: str, found: str, gone: str) -> None:
    text = site.page(f"/statements?{query}").text
    assert found in text
    assert gone not in text


def test_a_statement_leads_to_its_anchor_in_the_version_it_was_read_from(site: Site) -> None:
    row = site.get("/api/statements?as_of=2031-03-04&about=passengers").json()["rows"][0]
    answer = site.ask(f"/statements/{row['id']}")
    assert answer.status_code == 302
    target = answer.headers["location"]
    assert target == f"/reports/{row['report_id']}?version={row['text_sha256'][:12]}#{row['id']}"
    page = site.page(urldefrag(target).url)
    assert page.ids.count(row["id"]) == 1
    assert "310 passengers" in page.text


def test_a_report_marks_its_statements_and_links_both_ways(site: Site) -> None:
    path = report_path(site, "courier")
    page = site.page(path)
    rows = site.get("/api/statements?outlet=courier").json()["rows"]
    assert len(rows) >= 4
    for row in rows:
        assert f"#r-{row['id']}" in page.links, "from the text to the record"
        assert f"#{row['id']}" in page.links, "from the record to the text"
        assert row["id"] in page.ids
        assert f"r-{row['id']}" in page.ids
    for part in ("m-source", "m-cue", "m-content", "m-figure"):
        assert page.of_class(part)


def test_boilerplate_is_folded_and_sections_are_labelled(site: Site) -> None:
    page = site.page(report_path(site, "gull"))
    folded = [a for tag, a in page.tags if tag == "details" and "sec-boilerplate" in (a.get("class") or "")]
    assert folded
    assert all("open" not in a for a in folded)
    assert {"Headline", "Article"} <= set(page.words)


def test_versions_are_listed_and_can_be_switched(site: Site) -> None:
    path = report_path(site, "courier")
    latest = site.page(path)
    assert "2 text versions" in latest.text
    assert "296 passengers" in latest.text
    older = [link for link in latest.links if link.startswith(f"{path}?version=") and "c=" not in link][1]
    assert "310 passengers" in site.page(older).text
    assert "310 passengers" in site.page(f"{path}?as_of=2031-03-04").text
    assert site.ask(f"{path}?as_of=2031-03-01").status_code == 404


def test_characters_can_be_pointed_at(site: Site) -> None:
    path = report_path(site, "courier")
    text = site.get(f"/api{path}").json()["report"]["text"]
    start = text.index("sandbank")
    html = site.get(f"{path}?c={start}-{start + 8}").text
    assert '<span class="m m-cited b e" id="c">sandbank</span>' in html
    assert 'id="c"' not in site.get(f"{path}?c={len(text) + 5}-{len(text) + 9}").text
    path = report_path(site, "gull")
    hidden = site.get(f"/api{path}").json()["report"]["text"].index("Bakery wins")
    assert '<details class="sec sec-boilerplate" open>' in site.get(f"{path}?c={hidden}-{hidden + 6}").text


def test_figures_stand_with_what_they_count_and_their_mood(site: Site) -> None:
    text = site.page("/figures").text
    assert "more than 40" in text
    assert "buoys" in text
    assert "296" in text
    assert "possible" in text


def test_the_timeline_is_by_day(site: Site) -> None:
    page = site.page("/timeline?kind=said")
    assert "2031-03-05" in page.text
    assert "followed the official chart" in page.text
    switched = [link for link in page.links if parse_qs(urlsplit(link).query).get("kind") == ["event"]]
    assert switched


def test_every_sentence_of_the_brief_cites_a_statement(site: Site) -> None:
    page = site.page("/brief")
    brief = site.get("/api/brief").json()
    sentences = [s for part in brief["parts"] for s in part["sentences"]]
    assert len(sentences) >= 8
    cites = [a for tag, a in page.tags if tag == "a" and a.get("class") == "cite"]
    by_number = {c["number"]: c for c in brief["citations"]}
    assert [urldefrag(a["href"] or "").fragment for a in cites] == [
        by_number[s["citation"]]["statement"] for s in sentences
    ]


def test_the_brief_can_be_downloaded(site: Site) -> None:
    answer = site.get("/brief.md?as_of=2031-03-04&title=Petrel")
    assert answer.headers["content-type"] == "text/markdown; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="brief-2031-03-04.md"'
    assert answer.text.startswith("# Petrel\n\n1 report / 1 outlet / ")


@pytest.mark.parametrize("path", PAGES)
def test_as_of_is_kept_from_page_to_page(site: Site, path: str) -> None:
    page = site.page(f"{path}?as_of=2031-03-04")
    assert "as it was known at the end of 2031-03-04" in page.text
    for link in page.links:
        here = urlsplit(link)
        if here.path in PAGES and link not in {path, f"{path}?"}:
            assert parse_qs(here.query).get("as_of") == ["2031-03-04"], link


@pytest.mark.parametrize("path", PAGES)
def test_before_anything_was_known_there_is_nothing(site: Site, path: str) -> None:
    assert "Skerry" not in site.page(f"{path}?as_of=2031-01-01").text


@pytest.mark.parametrize("path", PAGES)
def test_an_empty_case_says_how_to_fill_it(tmp_path: Path, path: str) -> None:
    with Case.open(tmp_path / "empty.sqlite"):
        pass
    text = Site(tmp_path / "empty.sqlite").page(path).text
    assert path in {"/api"} or "onrecord add" in text


def test_lists_come_in_pages(long: Site) -> None:
    first = long.page("/statements?act=assert")
    assert len(first.of_class("what")) == 50
    assert "1 to 50" in first.text
    following = next(a["href"] for tag, a in first.tags if tag == "a" and a.get("rel") == "next")
    assert following == "/statements?act=assert&page=2"
    second = long.page(following)
    assert len(second.of_class("what")) == 11
    assert "51 to 61, the last" in second.text
    assert [a["href"] for tag, a in second.tags if tag == "a" and a.get("rel") == "prev"] == [
        "/statements?act=assert&page=1"
    ]
    assert "Nothing on this page" in long.page("/statements?page=9").text


def test_every_link_of_every_page_leads_somewhere(site: Site) -> None:
    asked: dict[str, list[str]] = {}
    wanted: list[tuple[str, str]] = [("/", "/")]
    while wanted:
        origin, link = wanted.pop()
        target, fragment = urldefrag(urljoin(f"{HOST}{origin}", link))
        if not target.startswith(HOST):
            continue
        path = target.removeprefix(HOST) or "/"
        if path not in asked:
            answer = site.ask(path)
            assert answer.status_code == 200, f"{origin} -> {link}: {answer.status_code}"
            ids: list[str] = []
            if answer.headers["content-type"].startswith("text/html"):
                page = site.page(path)
                ids = page.ids
                assert len(ids) == len(set(ids)), f"{path}: an id stands twice"
                wanted += [(path, each) for each in page.links]
                wanted += [(path, each) for each in _loaded(page.tags)]
            asked[path] = ids
        assert not fragment or fragment in asked[path], f"{origin} -> {link}: no such anchor"
    assert len(asked) > 40


def test_requests_at_the_same_time_each_have_the_case_to_themselves(site: Site) -> None:
    async def together() -> list[httpx.Response]:
        transport = httpx.ASGITransport(app=site.app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url=HOST) as client:
            return await asyncio.gather(*(client.get(path) for path in PAGES * 5))

    answers = asyncio.run(together())
    assert [a.status_code for a in answers] == [200] * len(PAGES) * 5
    assert len({a.text for a in answers}) == len(PAGES)


def test_what_is_added_while_serving_shows(tmp_path: Path) -> None:
    path = tmp_path / "growing.sqlite"
    with Case.open(path):
        pass
    growing = Site(path)
    assert growing.get("/api/overview").json()["reports"] == 0
    record(path, [jsonl(tmp_path / "one.jsonl", {"text": '"It is open," the keeper said.', "published": "2031-03-08"})])
    assert growing.get("/api/overview").json()["reports"] == 1
    assert "It is open" in growing.page("/statements").text


def _loaded(tags: list[tuple[str, dict[str, str | None]]]) -> Iterator[str]:
    for tag, attributes in tags:
        if tag in {"script", "img"} and attributes.get("src"):
            yield attributes["src"] or ""
        if tag == "link":
            yield attributes["href"] or ""


@pytest.mark.parametrize("path", PAGES)
def test_pages_are_made_for_keyboard_and_screen_reader(site: Site, path: str) -> None:
    page = site.page(path)
    assert page.links[0] == "#main"
    tags = [tag for tag, _ in page.tags]
    assert tags.count("h1") == 1
    assert tags.count("main") == 1
    assert page.tags[0] == ("html", {"lang": "en"})
    assert tags.count("table") == tags.count("caption")
    headers = [a for tag, a in page.tags if tag == "th"]
    assert all(a.get("scope") == "col" for a in headers)
    current = [a.get("href") for tag, a in page.tags if a.get("aria-current") == "page"]
    assert current == [path]
    labelled = {a["for"] for tag, a in page.tags if tag == "label" and "for" in a}
    fields = [a for tag, a in page.tags if tag == "input" and a.get("type") not in {"hidden", "checkbox"}]
    assert all(a.get("id") in labelled for a in fields)
