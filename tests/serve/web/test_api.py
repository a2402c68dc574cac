"""The API says what the commands say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from onrecord.serve.cli.app import app
from tests.serve.web.site import Site

FILTERS: list[tuple[list[str], str]] = [
    ([], ""),
    (["--act", "deny", "--act", "warn"], "act=deny&act=warn"),
    (["--who", "skerry"], "who=skerry"),
    (["--about", "buoys"], "about=buoys"),
    (["--outlet", "courier", "--as-of", "2031-03-04"], "outlet=courier&as_of=2031-03-04"),
    (["--has-figure"], "has_figure=true"),
    (["--min-confidence", "0.8"], "min_confidence=0.8"),
    (["--since", "2031-03-05", "--until", "2031-03-05"], "since=2031-03-05&until=2031-03-05"),
]


def printed(case: Path, *arguments: str) -> list[dict[str, Any]]:
    result = CliRunner().invoke(app, [*arguments, "--case", str(case), "--json"])
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.mark.parametrize("command", ["statements", "reports", "figures", "timeline"])
@pytest.mark.parametrize(("options", "query"), FILTERS)
def test_lists_are_those_of_the_commands(site: Site, command: str, options: list[str], query: str) -> None:
    answer = site.get(f"/api/{command}?limit=1000&{query}").json()
    assert answer == {"rows": printed(site.case, command, *options), "next": None}


def test_the_brief_is_that_of_the_command(site: Site) -> None:
    for options, query in FILTERS[:3]:
        assert [site.get(f"/api/brief?{query}").json()] == printed(site.case, "brief", *options)


def test_a_report_is_that_of_show(site: Site) -> None:
    for row in site.get("/api/reports").json()["rows"]:
        assert [site.get(f"/api/reports/{row['report_id']}").json()] == printed(site.case, "show", row["report_id"])


def test_a_statement_by_its_id_or_the_beginning_of_it(site: Site) -> None:
    row = site.get("/api/statements").json()["rows"][0]
    assert site.get(f"/api/statements/{row['id']}").json() == row
    assert site.get(f"/api/statements/{row['id'][:14]}").json() == row


def test_spans_of_the_api_slice_to_the_words(site: Site) -> None:
    for row in site.get("/api/statements").json()["rows"]:
        text = site.get(f"/api/reports/{row['report_id']}?version={row['text_sha256']}").json()["report"]["text"]
        assert " ".join(text[a:b] for a, b in row["content"]) == row["content_text"]
        assert " ".join(text[a:b] for a, b in row["source"]) == row["source_text"]


def test_a_list_goes_on_until_it_ends(long: Site) -> None:
    whole = long.get("/api/statements?limit=1000").json()["rows"]
    path, got, asked = "/api/statements?limit=25&act=assert", [], 0
    while path:
        answer = long.get(path).json()
        got += answer["rows"]
        path = answer["next"]
        asked += 1
    assert asked == 3
    assert got == whole
    assert len(whole) == 61


def test_the_overview_counts_as_the_lists_do(site: Site) -> None:
    for query in ("", "as_of=2031-03-04"):
        overview = site.get(f"/api/overview?{query}").json()
        assert overview["statements"] == len(site.get(f"/api/statements?{query}").json()["rows"])
        assert overview["figures"] == len(site.get(f"/api/figures?{query}").json()["rows"])
        assert sum(overview["acts"].values()) == overview["statements"]
        assert overview["support"] == site.get(f"/api/brief?{query}").json()["counts"]


def test_openapi_describes_every_call_and_is_shown_without_a_script(site: Site) -> None:
    schema = site.get("/api/openapi.json").json()
    assert set(schema["paths"]) == {
        *(f"/api/{name}" for name in ("overview", "statements", "reports", "figures", "timeline", "brief")),
        "/api/statements/{statement}",
        "/api/reports/{report}",
    }
    for operations in schema["paths"].values():
        assert set(operations) == {"get"}
        assert operations["get"]["description"]
        names = {p["name"] for p in operations["get"].get("parameters", [])}
        assert "as_of" in names
    page = site.page("/api")
    assert all(f"GET {path}" in page.text for path in schema["paths"])
    for path in ("/docs", "/redoc"):
        assert site.ask(path).status_code == 404
