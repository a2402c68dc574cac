"""Errors are pages that say what to do; under /api they have one shape."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.model.errors import IntegrityError, OnrecordError, StoreError, UsageError
from onrecord.serve.web.failures import failure_of
from onrecord.serve.web.site import Site as Served
from tests.serve.web.site import Page, Site

BAD_QUERIES = [
    ("since=yesterday", "since: 'yesterday' is not a date like 2024-10-19"),
    ("as_of=2031-02-30", "as_of: '2031-02-30' is not a date"),
    ("act=shout", "act: 'shout' is none of assert"),
    ("affilation=Norway", "'affilation' cannot be asked for here; there are as_of, who"),
    ("who=a&who=b", "who: is given more than once"),
    ("since=2031-03-05&until=2031-03-01", "since 2031-03-05 is after until 2031-03-01"),
    ("about=%22%22", "about:"),
    ("who=%21%21", "who: '!!' holds no word to look for"),
    ("min_confidence=2", "min_confidence:"),
    ("min_confidence=nan", "min_confidence:"),
    ("has_figure=maybe", "has_figure:"),
    ("report=zz", "'zz': no report has an id that begins so"),
    ("who=" + "x" * 300, "who:"),
]


@pytest.mark.parametrize(("query", "message"), BAD_QUERIES)
@pytest.mark.parametrize("path", ["/statements", "/reports", "/figures", "/timeline", "/brief", "/api/statements"])
def test_a_query_that_cannot_be_used_is_named(site: Site, path: str, query: str, message: str) -> None:
    answer = site.ask(f"{path}?{query}")
    assert answer.status_code == 400
    if path.startswith("/api/"):
        error = answer.json()["error"]
        assert set(error) == {"status", "message", "hint"}
        assert error["status"] == 400
        assert message in error["message"]
        assert error["hint"]
    else:
        page = Page(answer.text)
        assert message in page.text
        assert "/statements" in page.links


@pytest.mark.parametrize("query", ["page=0", "page=x", "page=99999999999", "limit=5"])
def test_pages_are_numbers_from_one(site: Site, query: str) -> None:
    assert site.ask(f"/statements?{query}").status_code == 400


@pytest.mark.parametrize("query", ["limit=0", "limit=1001", "offset=-1", "page=2"])
def test_the_stretch_of_a_list_is_bounded(site: Site, query: str) -> None:
    assert site.ask(f"/api/statements?{query}").status_code == 400


@pytest.mark.parametrize("path", ["/nope", "/reports/r_zz", "/statements/s_zz", "/statements/%00", "/static/nope.css"])
def test_what_is_not_there_is_a_page(site: Site, path: str) -> None:
    answer = site.ask(path)
    assert answer.status_code == 404
    assert "Not here" in Page(answer.text).text


@pytest.mark.parametrize("path", ["/api/nope", "/api/reports/r_zz", "/api/statements/s_zz"])
def test_what_is_not_there_is_json_in_the_api(site: Site, path: str) -> None:
    answer = site.ask(path)
    assert answer.status_code == 404
    assert answer.json()["error"]["status"] == 404


@pytest.mark.parametrize("query", ["c=5", "c=a-b", "c=-1-5", "version=" + "0" * 65])
def test_what_a_report_is_asked_for_is_checked(site: Site, query: str) -> None:
    report = site.get("/api/reports").json()["rows"][0]["report_id"]
    assert site.ask(f"/reports/{report}?{query}").status_code == 400


def test_a_case_that_went_away_is_told_of(tmp_path: Path) -> None:
    gone = Site(tmp_path / "gone.sqlite")
    answer = gone.ask("/statements")
    assert answer.status_code == 500
    text = Page(answer.text).text
    assert "there is no such case" in text
    assert "onrecord doctor" in text
    assert gone.ask("/api/statements").json()["error"]["hint"].startswith("Run: onrecord doctor")


def test_a_damaged_case_is_told_of(tmp_path: Path, case_path: Path) -> None:
    damaged = tmp_path / "damaged.sqlite"
    damaged.write_bytes(b"SQLite format 3\x00" + case_path.read_bytes()[4096:])
    answer = Site(damaged).ask("/")
    assert answer.status_code == 500
    assert "Traceback" not in answer.text


def test_an_unforeseen_error_shows_nothing_of_the_inside(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: Served) -> None:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr(Served, "open", broken)
    for path in ("/statements", "/api/statements"):
        answer = site.ask(path)
        assert answer.status_code == 500
        assert "secret" not in answer.text
        assert "default-src 'self'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("error", "status", "hint"),
    [
        (UsageError("--min-confidence: 3 is not in 0..1"), 400, "filter"),
        (IntegrityError("a span lies outside its text"), 500, "onrecord verify"),
        (StoreError("the disk is gone"), 500, "onrecord doctor"),
        (OnrecordError("something else"), 500, "overview"),
    ],
)
def test_each_error_says_what_to_do(error: OnrecordError, status: int, hint: str) -> None:
    failure = failure_of(error)
    assert failure.status == status
    assert hint in failure.hint
    assert "--" not in failure.message
