"""Bad input from end to end: one clear line (or a marked report), exit code 1, nothing lost, the others done."""

from __future__ import annotations

import json
import os
import resource
import sqlite3
from pathlib import Path

import pytest

from onrecord.store.database import Database
from tests.ingest.helpers import make_pdf
from tests.reports import DAM, FERRY, MINE, NORWEGIAN, row
from tests.serve.cli.running import run


@pytest.fixture
def good():
    Path("1-dam.txt").write_text(DAM, encoding="utf-8")
    Path("9-ferry.txt").write_text(FERRY, encoding="utf-8")
    return ["1-dam.txt", "9-ferry.txt"]


def write(name, data):
    path = Path(name)
    path.write_bytes(data)
    return name


BAD = {
    "empty.txt": (b"", "empty"),
    "blank.txt": (b" \n\t\n", "empty"),
    "photo.txt": (bytes(range(256)) * 40, "binary"),
    "damaged.txt": ("Ærlig sagt, det går bra på øya. ".encode() * 40 + b"\xff\xfe", "UTF-8"),
    "cut.pdf": (make_pdf([DAM.splitlines()])[:300], "PDF"),
    "half.json": (b'{"id": "a", "text": "The dam', "malformed JSON"),
    "feed.xml": (b"<rss version='2.0'><channel><title>x", "feed.xml"),
    "bad.txt.gz": (b"\x1f\x8b\x08\x00truncated", "gz"),
}


@pytest.mark.parametrize("name", sorted(BAD))
def test_a_bad_input_between_good_ones(good, name):
    data, said = BAD[name]
    write(name, data)
    ran = run("extract", good[0], name, good[1], "--json")
    assert ran.code == 1
    assert [r["report"]["source"] for r in ran.rows] == good
    assert len(ran.complaints) == 1
    assert ran.complaints[0].startswith(f"onrecord: {name}")
    assert said.lower() in ran.complaints[0].lower()
    added = run("add", good[0], name, good[1], "--case", "a.sqlite")
    assert added.code == 1
    assert added.complaints[-1] == "a.sqlite: 2 new, 1 failed"
    assert run("verify", "--case", "a.sqlite").code == 0


def test_a_missing_file_and_a_refused_address_are_told(good):
    ran = run("extract", "nothere.txt", good[0], "http://127.0.0.1:9/x", "ftp://x.example/y", "--json")
    assert ran.code == 1
    assert len(ran.rows) == 1
    told = [line.split(": ")[1] for line in ran.complaints]
    assert told == ["nothere.txt", "http://127.0.0.1:9/x", "ftp://x.example/y"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read anything")
def test_an_unreadable_file(good):
    write("secret.txt", b"x")
    Path("secret.txt").chmod(0)
    ran = run("extract", "secret.txt", *good, "--json")
    assert ran.code == 1
    assert len(ran.rows) == 2
    assert "permission denied" in ran.err


def test_bad_lines_of_an_archive_are_named_and_the_others_read():
    lines = [
        json.dumps(row("a", DAM)),
        "{not json",
        json.dumps({"id": "b"}),
        "[1, 2]",
        json.dumps({"id": "c", "text": 7}),
        json.dumps(row("d", "\ud800 half a pair")),
        "",
        json.dumps(row("e", "")),
        json.dumps(row("f", FERRY)),
    ]
    write("rows.jsonl", "\n".join(lines).encode("utf-8"))
    ran = run("extract", "rows.jsonl", "--json")
    assert ran.code == 1
    assert [r["report"]["external_id"] for r in ran.rows] == ["a", "f"]
    assert [line.split()[1] for line in ran.complaints] == [f"rows.jsonl:{n}:" for n in (2, 3, 4, 5, 6, 8)]


def test_a_huge_file_is_refused_unread(good):
    with open("huge.txt", "wb") as file:
        file.truncate(200_000_000)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    ran = run("extract", "huge.txt", *good, "--json")
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert ran.code == 1
    assert len(ran.rows) == 2
    told = "huge.txt: 200,000,000 bytes, more than the limit of 50,000,000 (split it, or raise --max-bytes)"
    assert ran.complaints == [f"onrecord: {told}"]
    assert grown * 1024 < 150_000_000


def test_a_huge_stream_is_read_no_further_than_its_limit():
    ran = run("extract", "-", "--max-bytes", "1K", stdin=b"word " * 1_000_000)
    assert ran.code == 1
    assert "--max-bytes" in ran.err


def test_a_single_line_of_ten_megabytes(good):
    line = b"The dam holds, the ministry said on Friday. " * 230_000
    write("line.txt", line)
    refused = run("extract", "line.txt", *good, "--json")
    assert refused.code == 1
    assert len(refused.rows) == 2
    assert "--max-text" in refused.err
    ran = run("add", "line.txt", *good, "--case", "a.sqlite", "--max-text", "20M", "--json")
    assert ran.code == 0
    assert [r["outcome"] for r in ran.rows] == ["new"] * 3
    assert ran.rows[0]["note"].startswith("not analysed")
    assert ran.complaints[0].startswith("onrecord: line.txt: stored, not analysed")
    assert run("verify", "--case", "a.sqlite").code == 0


def test_deeply_nested_html(good):
    deep = b"<html><body>" + b"<div>" * 100_000 + DAM.encode() + b"</div>" * 100_000
    write("deep.html", deep)
    ran = run("extract", "deep.html", *good, "--json")
    assert [r["report"]["source"] for r in ran.rows][-2:] == good
    assert ran.code in {0, 1}
    assert len(ran.rows) + len(ran.complaints) == 3


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_other_encodings_give_the_same_text(encoding):
    text = DAM.replace('"There', "“There").replace('wall,"', "wall,”").replace("mayor", "mayor – naïve, Zoë –")
    write("dam.txt", text.encode(encoding))
    ran = run("extract", "dam.txt", "--json", "--with-text")
    assert ran.code == 0
    assert ran.rows[0]["report"]["text"] == text


def test_line_ends_are_kept_so_that_offsets_index_the_file():
    text = DAM.replace("\n", "\r\n")
    write("dam.txt", text.encode())
    record = run("extract", "dam.txt", "--json", "--with-text").rows[0]
    assert record["report"]["text"] == text
    assert record["statements"]


def test_another_language_is_stored_named_and_left_unread(good):
    write("norsk.txt", NORWEGIAN.encode())
    ran = run("add", "norsk.txt", *good, "--case", "a.sqlite", "--json")
    assert ran.code == 0
    assert ran.rows[0]["note"].startswith("not analysed: language n")
    assert ran.rows[0]["statements"] == 0
    assert ran.complaints[0].startswith("onrecord: norsk.txt: stored, not analysed: language n")
    report = run("reports", "--case", "a.sqlite", "--json").rows
    assert [r["analysed"] for r in report].count(False) == 1
    assert "not analysed: language" in run("reports", "--case", "a.sqlite").out
    assert "not analysed: language" in run("show", ran.rows[0]["report"], "--case", "a.sqlite").out


def test_a_full_disk_stops_the_run_and_loses_nothing(good, monkeypatch):
    run("add", good[0], "--case", "a.sqlite")
    before = run("export", "--case", "a.sqlite").out
    write("mine.txt", (MINE * 60).encode())
    connect = Database._connect

    def small(self):
        raw = connect(self)
        pages = raw.execute("PRAGMA page_count").fetchone()[0]
        raw.execute(f"PRAGMA max_page_count = {pages + 3}")
        return raw

    with monkeypatch.context() as patched:
        patched.setattr(Database, "_connect", small)
        ran = run("add", "mine.txt", good[1], "--case", "a.sqlite")
    assert ran.code == 1
    told = "the disk is full; nothing of this report was written (free some space and run again) [SQLITE_FULL]"
    assert ran.complaints == [f"onrecord: a.sqlite: {told}"]
    assert run("export", "--case", "a.sqlite").out == before
    assert run("verify", "--case", "a.sqlite").code == 0
    assert run("add", "mine.txt", good[1], "--case", "a.sqlite").complaints == ["a.sqlite: 2 new"]


READING = ["reports", "statements", "figures", "timeline", "brief", "export", "verify"]


@pytest.mark.parametrize("command", READING)
def test_a_case_of_a_newer_version(case, command):
    with sqlite3.connect(case) as raw:
        raw.execute("INSERT INTO migrations SELECT '9999_later', applied_at FROM migrations LIMIT 1")
    raw.close()
    ran = run(command, "--case", case)
    assert ran.code == 1
    assert len(ran.complaints) == 1
    assert "newer onrecord" in ran.complaints[0]


@pytest.mark.parametrize("command", READING)
def test_a_case_cut_off(case, command):
    data = case.read_bytes()
    case.write_bytes(data[: len(data) // 3])
    ran = run(command, "--case", case)
    assert ran.code == 1
    assert len(ran.complaints) == 1
    assert "damaged" in ran.complaints[0]


@pytest.mark.parametrize("command", [*READING, "add"])
def test_a_file_that_is_no_case(own_folder, command):
    (own_folder / "notes.txt").write_text("notes about things\n", encoding="utf-8")
    ran = run(command, *(["notes.txt"] if command == "add" else []), "--case", "notes.txt")
    assert ran.code == 1
    assert len(ran.complaints) == 1
    assert "is not a case" in ran.complaints[0]
    assert (own_folder / "notes.txt").read_text() == "notes about things\n"


@pytest.mark.parametrize("as_json", [[], ["--json"]])
def test_verify_names_the_first_lie(case, as_json):
    with sqlite3.connect(case) as raw:
        raw.execute("UPDATE texts SET text = replace(text, '1,200', '9,200')")
    raw.close()
    ran = run("verify", "--case", case, *as_json)
    assert ran.code == 3
    told = ran.out if as_json else ran.err
    assert len(told.splitlines()) == 1
    assert "texts" in told
    assert len((run("verify", "--case", case, "--all").err).splitlines()) >= 1


def test_a_brief_is_refused_where_a_text_was_changed(case):
    with sqlite3.connect(case) as raw:
        raw.execute("UPDATE texts SET text = replace(text, '1,200', '9,200')")
    raw.close()
    ran = run("brief", "--case", case)
    assert ran.code == 3
    assert "verify" in ran.complaints[0]


@pytest.mark.parametrize("target", ["no/such/folder/out.jsonl", "."])
def test_an_output_that_cannot_be_written(case, target):
    ran = run("export", "--case", case, "--output", target)
    assert ran.code == 1
    assert len(ran.complaints) == 1
    assert "cannot be written" in ran.complaints[0] or "folder" in ran.complaints[0]
