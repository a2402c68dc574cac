"""Reports are hostile, and so are pages elsewhere in the same browser."""

from __future__ import annotations

import pytest

from onrecord.serve.text import visible
from tests.serve.web.site import Page, Site

PATHS = ("/", "/statements", "/reports", "/figures", "/timeline", "/brief", "/api", "/api/statements?limit=1", "/nope")
ALLOWED_TAGS = {
    *("html", "head", "meta", "title", "link", "script", "body", "a", "header", "nav", "ul", "ol", "li", "main", "h1"),
    *("h2", "p", "form", "label", "input", "button", "details", "summary", "fieldset", "legend", "table", "caption"),
    *("thead", "tbody", "tr", "th", "td", "span", "bdi", "time", "b", "strong", "code", "dl", "dt", "dd", "div"),
    *("section", "article", "footer"),
}


def hostile_pages(hostile: Site) -> dict[str, Page]:
    report = hostile.get("/api/reports").json()["rows"][0]["report_id"]
    paths = ("/", "/statements", "/reports", f"/reports/{report}", "/figures", "/timeline", "/brief")
    return {path: hostile.page(path) for path in paths}


def test_nothing_of_a_report_becomes_markup(hostile: Site) -> None:
    for path, page in hostile_pages(hostile).items():
        assert {tag for tag, _ in page.tags} <= ALLOWED_TAGS, path
        scripts = [a.get("src") for tag, a in page.tags if tag == "script"]
        assert scripts in ([], ["/static/reading.js"]), path
        for tag, attributes in page.tags:
            assert not [name for name in attributes if name.startswith("on") or name == "style"], (path, tag)
            if tag == "b":
                assert attributes == {}
        assert not [link for link in page.links if not link.startswith(("/", "#", "https://evil.example/"))], path


def test_the_words_of_a_report_are_all_there(hostile: Site) -> None:
    pages = hostile_pages(hostile)
    text = next(page.text for path, page in pages.items() if path.startswith("/reports/"))
    assert "<img src=x onerror=alert(2)>" in text
    assert "{{ 7 * 7 }} javascript:alert(5)" in text
    assert "12 people & 3 dogs were safe" in text


def test_directional_and_control_characters_are_made_visible(hostile: Site) -> None:
    for path, page in hostile_pages(hostile).items():
        assert not set("\u202e\u202c\x1b\x07\x00") & set(page.html), path
    assert visible("a\u202eb\u2066c\x1bd\te\nf") == "a\ufffdb\ufffdc\ufffdd\te\nf"
    assert visible("Zürich “naïve” 서울 👩‍👧") == "Zürich “naïve” 서울 👩‍👧"


def test_a_megabyte_of_title_does_not_swell_the_pages(hostile: Site) -> None:
    for path, page in hostile_pages(hostile).items():
        assert len(page.html) < 60_000, path


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
def test_every_answer_carries_the_headers(site: Site, path: str, method: str) -> None:
    headers = site.ask(path, method).headers
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize("path", ["/", "/brief", "/nope", "/statements?since=x"])
def test_no_page_has_inline_script_or_style(site: Site, path: str) -> None:
    page = Page(site.ask(path).text)
    assert not [a for tag, a in page.tags if tag == "style" or "style" in a]
    assert not [a for tag, a in page.tags if tag == "script" and not a.get("src")]
    loaded = [a.get("src") or a.get("href") for tag, a in page.tags if tag in {"script", "link", "img"}]
    assert loaded
    assert all((source or "").startswith("/static/") for source in loaded)


@pytest.mark.parametrize("host", ["127.0.0.1:8137", "localhost:8137", "LOCALHOST:8137", "[::1]:8137"])
def test_names_of_this_machine_are_served(site: Site, host: str) -> None:
    assert site.ask("/", host=host).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8137", "127.0.0.1", "127.0.0.1:80", "localhost:8137.evil.example", ""]
)
@pytest.mark.parametrize("path", ["/", "/api/statements", "/static/style.css"])
def test_other_names_are_refused(site: Site, host: str, path: str) -> None:
    answer = site.ask(path, host=host)
    assert answer.status_code == 400
    assert "Petrel" not in answer.text
    assert "content-security-policy" in answer.headers


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
@pytest.mark.parametrize("path", ["/", "/api/statements"])
def test_nothing_but_reading_is_possible(site: Site, method: str, path: str) -> None:
    answer = site.ask(path, method)
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, HEAD"


@pytest.mark.parametrize("path", ["/", "/api/statements", "/static/style.css", "/brief.md"])
def test_head_is_get_without_the_body(site: Site, path: str) -> None:
    whole, head = site.ask(path), site.ask(path, "HEAD")
    assert head.status_code == 200
    assert head.content == b""
    assert head.headers["content-length"] == str(len(whole.content))


@pytest.mark.parametrize("path", ["/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fapp.py", "/static/"])
def test_static_files_stay_in_their_folder(site: Site, path: str) -> None:
    assert site.ask(path).status_code == 404


def test_a_page_elsewhere_cannot_read_an_answer(site: Site) -> None:
    headers = site.ask("/api/statements", origin="https://evil.example").headers
    assert "access-control-allow-origin" not in headers
    assert headers["cross-origin-resource-policy"] == "same-origin"
