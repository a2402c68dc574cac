"""Every command, on a small case."""

from __future__ import annotations

import gzip
import json

import pytest

from onrecord import __version__
from tests.ingest.helpers import answer, serve
from tests.reports import ALL, DAM, FERRY, row
from tests.serve.cli.running import run


def test_extract_writes_one_object_a_report_in_input_order():
    with open("dam.txt", "w", encoding="utf-8") as file:
        file.write(DAM)
    with gzip.open("rest.jsonl.gz", "wt", encoding="utf-8") as file:
        file.write(json.dumps(row("f1", FERRY)) + "\n" + json.dumps(row("d1", DAM)) + "\n")
    ran = run("extract", "rest.jsonl.gz", "dam.txt", "-", "--json", "--with-text", stdin=FERRY.encode())
    assert ran.code == 0
    assert ran.err == ""
    assert [(r["report"]["source"], r["report"]["external_id"]) for r in ran.rows] == [
        ("rest.jsonl.gz", "f1"),
        ("rest.jsonl.gz", "d1"),
        ("dam.txt", None),
        ("-", None),
    ]
    for record in ran.rows:
        assert record["schema"] == "onrecord/extract/1"
        text = record["report"]["text"]
        assert text in {DAM, FERRY}
        assert record["statements"]
        quoted = [text[a:b] for s in record["statements"] for a, b in s["content"]]
        assert any(
            q in {"There is no crack in the wall", "We will not sail on Monday"}
            for q in (x.strip('",') for x in quoted)
        )


def test_extract_shows_a_table_a_report():
    ran = run("extract", "-", stdin=DAM.encode())
    assert ran.code == 0
    assert "Ann Lee (mayor of Norvik" in ran.out
    assert "There is no crack in the wall" in ran.out


def test_adding_again_changes_nothing_and_an_edit_is_a_version(own_folder):
    (own_folder / "dam.txt").write_text(DAM, encoding="utf-8")
    first = run("add", "dam.txt", "--case", "a.sqlite", "--json")
    assert [r["outcome"] for r in first.rows] == ["new"]
    assert first.rows[0]["statements"] > 2
    assert first.err == "a.sqlite: 1 new\n"
    before = run("export", "--case", "a.sqlite").out
    assert run("add", "dam.txt", "--case", "a.sqlite").err == "a.sqlite: 1 unchanged\n"
    assert run("export", "--case", "a.sqlite").out == before
    (own_folder / "dam.txt").write_text(DAM.replace("1,200", "1,900"), encoding="utf-8")
    edited = run("add", "dam.txt", "--case", "a.sqlite", "--json")
    assert [(r["outcome"], r["report"]) for r in edited.rows] == [("version", first.rows[0]["report"])]
    assert len(run("export", "--case", "a.sqlite").rows) == 2
    assert len(run("export", "--case", "a.sqlite", "--latest").rows) == 1
    lows = {f["figure"]["low"] for f in run("figures", "--case", "a.sqlite", "--json").rows}
    assert 1900 in lows
    assert 1200 not in lows
    lows = {f["figure"]["low"] for f in run("figures", "--case", "a.sqlite", "--json", "--all-versions").rows}
    assert {1200, 1900} <= lows
    shown = run("show", first.rows[0]["report"][:8], "--case", "a.sqlite", "--version", "1")
    assert "1,200" in shown.out
    assert "version 1 of 2" in shown.out


def test_replace_derives_again_and_says_unchanged_where_nothing_differs(own_folder):
    (own_folder / "dam.txt").write_text(DAM, encoding="utf-8")
    run("add", "dam.txt", "--case", "a.sqlite")
    assert run("add", "dam.txt", "--case", "a.sqlite", "--replace").err == "a.sqlite: 1 unchanged\n"


def test_reports(case):
    ran = run("reports", "--case", case, "--json")
    assert ran.code == 0
    assert {r["outlet"] for r in ran.rows} == {"The Fjord Post", "Coast Daily", None}
    table = run("reports", "--case", case)
    assert "Norvik dam holds" in table.out
    assert "2023-03-05" in table.out


def test_statements_and_their_filters(case):
    every = run("statements", "--case", case, "--json").rows
    assert len(every) > 8
    denied = run("statements", "--case", case, "--json", "--act", "deny").rows
    assert denied
    assert {s["act"] for s in denied} == {"deny"}
    both = run("statements", "--case", case, "--json", "--act", "deny", "--act", "no_comment").rows
    assert {s["act"] for s in both} == {"deny", "no_comment"}
    lee = run("statements", "--case", case, "--json", "--who", "ann").rows
    assert lee
    assert all("Ann Lee" in [p["name"] for p in s["speakers"]] for s in lee)
    assert {s["outlet"] for s in run("statements", "--case", case, "--json", "--outlet", "coast").rows} == {
        "Coast Daily"
    }
    assert run("statements", "--case", case, "--json", "--until", "2023-12-31").rows
    assert all(s["figures"] for s in run("statements", "--case", case, "--json", "--has-figure").rows)
    about = run("statements", "--case", case, "--json", "--about", '"no crack"').rows
    assert len(about) == 1
    assert about[0]["content_text"].startswith("There is no crack")
    assert run("statements", "--case", case, "--json", "--limit", "2", "--offset", "1").rows == every[1:3]
    assert run("statements", "--case", case, "--json", "--as-of", "2023-12-31").rows == [
        s for s in every if s["known_on"] <= "2023-12-31"
    ]


def test_every_row_leads_to_its_characters(case):
    for made in run("statements", "--case", case, "--json").rows:
        shown = run("show", made["report_id"], "--case", case, "--json").rows[0]["report"]
        assert shown["text_sha256"] == made["text_sha256"]
        text = shown["text"]
        assert " ".join(text[a:b] for a, b in made["content"]) == made["content_text"]
        assert " ".join(text[a:b] for a, b in made["source"]) == made["source_text"]


def test_figures(case):
    rows = run("figures", "--case", case, "--json").rows
    assert {(r["text"], r["figure"]["bound"]) for r in rows} >= {("About 1,200", "about"), ("At least 14", "at_least")}
    assert "about 1,200" in run("figures", "--case", case).out


def test_timeline(case):
    rows = run("timeline", "--case", case, "--json").rows
    assert [r["day"] for r in rows] == sorted(r["day"] for r in rows)
    assert {r["kind"] for r in rows} <= {"said", "event"}
    assert {r["kind"] for r in run("timeline", "--case", case, "--json", "--kind", "said").rows} == {"said"}
    assert "2024-10-18" in run("timeline", "--case", case).out


def test_brief_cites_every_sentence(case):
    ran = run("brief", "--case", case, "--title", "Two stories")
    assert ran.out.startswith("# Two stories\n")
    sentences = [line for line in ran.out.splitlines() if line.startswith("- ")]
    assert sentences
    assert all(line.rstrip("]").rpartition("[")[2].isdigit() for line in sentences)
    made = run("brief", "--case", case, "--json").rows[0]
    assert {s["citation"] for p in made["parts"] for s in p["sentences"]} == {c["number"] for c in made["citations"]}
    short = run("brief", "--case", case, "--per-part", "1").out
    assert len([line for line in short.splitlines() if line.startswith("- ")]) == len(made["parts"])


def test_show_marks_the_parts_of_statements(case):
    report = next(
        r["report_id"] for r in run("reports", "--case", case, "--json").rows if r["outlet"] == "The Fjord Post"
    )
    ran = run("show", report, "--case", case)
    assert "⟨the water ministry⟩ ‹said" in ran.out
    assert "[The Norvik dam holds after the flood]" in ran.out


def test_verify(case):
    ran = run("verify", "--case", case)
    assert ran.code == 0
    assert ran.out.endswith("every hash, id and span holds\n")
    assert run("verify", "--case", case, "--json").rows == []


@pytest.mark.parametrize("fmt", ["jsonl", "csv", "parquet"])
def test_export_to_a_file_is_what_goes_to_stdout(case, own_folder, fmt):
    ran = run("export", "--case", case, "--format", fmt, "--output", "out")
    assert ran.code == 0
    assert ran.out == ""
    assert ran.err.startswith("wrote ")
    assert ran.err.endswith(" to out\n")
    if fmt != "parquet":
        assert (own_folder / "out").read_bytes().decode() == run("export", "--case", case, "--format", fmt).out


def test_the_case_is_named_by_the_environment(case, monkeypatch):
    monkeypatch.setenv("ONRECORD_CASE", str(case))
    assert run("verify").code == 0


def test_doctor_finds_all_that_is_needed(case):
    ran = run("doctor", "--case", case, "--json")
    assert ran.code == 0
    assert all(r["ok"] for r in ran.rows)
    assert {"check": "onrecord", "ok": True, "found": __version__} in ran.rows
    assert "3 reports" in run("doctor", "--case", case).out


def test_doctor_names_a_broken_case(own_folder):
    (own_folder / "bad.sqlite").write_bytes(b"no case")
    ran = run("doctor", "--case", "bad.sqlite")
    assert ran.code == 1
    assert "MISSING" in ran.out


def test_version_and_help():
    assert run("--version").out == f"onrecord {__version__}\n"
    assert run("--help").code == 0
    bare = run()
    assert bare.code == 2
    assert "Usage" in bare.out
    assert bare.err == ""


@pytest.mark.parametrize("sample", ["troops", "spill"])
def test_demo_shows_the_record_and_keeps_the_case(sample):
    ran = run("demo", "--no-serve", "--sample", sample, "--case", "kept.sqlite")
    assert ran.code == 0
    for part in ("Reports", "Figures", "What is said to have happened", "Brief", "Every hash, id and span verified"):
        assert part in ran.out
    assert run("verify", "--case", "kept.sqlite").code == 0
    assert run("demo", "--no-serve", "--sample", sample, "--case", "kept.sqlite").code == 0


def test_demo_leaves_a_case_of_the_users_alone(case):
    before = run("export", "--case", case).out
    ran = run("demo", "--no-serve", "--case", case)
    assert ran.code == 2
    assert "holds other reports" in ran.err
    assert run("export", "--case", case).out == before


def test_demo_lists_the_samples():
    assert {line.partition(":")[0] for line in run("demo", "--list").out.splitlines()} == {"spill", "troops"}


def test_addresses_feeds_and_what_robots_txt_says():
    page = f"<html><body><article><h1>Dam</h1><p>{DAM}</p></article></body></html>".encode()
    feed = (
        "<rss version='2.0'><channel><title>Fjord Post</title><item><title>Dam</title>"
        "<link>{}</link><description>In short: it holds, Lee said.</description></item></channel></rss>"
    )
    pages = {"/dam": answer(page, media_type="text/html")}
    with serve(pages) as site:
        pages["/rss"] = answer(feed.format(site.url("/dam")).encode(), media_type="application/rss+xml")
        assert "--allow-private" in run("extract", site.url("/dam")).err
        at = ["--allow-private", "--json", "--with-text"]
        short = run("extract", site.url("/rss"), *at).rows[0]["report"]
        assert "no crack" not in short["text"]
        whole = run("extract", site.url("/rss"), *at, "--feed-items").rows[0]["report"]
        assert "no crack" in whole["text"]
        assert short["url"] == whole["url"] == site.url("/dam")
        pages["/robots.txt"] = answer(b"User-agent: *\nDisallow: /")
        refused = run("extract", site.url("/dam"), *at)
        assert refused.code == 1
        assert "robots.txt" in refused.err
        assert run("extract", site.url("/dam"), *at, "--ignore-robots").code == 0


def test_a_folder_is_read_in_order(own_folder):
    for name, text in ALL.items():
        (own_folder / name).write_text(text, encoding="utf-8")
    ran = run("extract", ".", "--json")
    assert [r["report"]["source"] for r in ran.rows] == ["./dam.txt", "./ferry.txt", "./mine.txt"]
