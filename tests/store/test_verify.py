"""Every kind of planted lie is found and named."""

from __future__ import annotations

import sqlite3
from dataclasses import replace

import pytest

from onrecord.model.report import Section
from onrecord.store import Case, schema
from tests.store.analyses import DAM_TEXT, NOON, dam, days_after

SHA = dam().report.version.sha256
REPORT = dam(url="https://fjord.example/dam").report.id


@pytest.fixture
def path(tmp_path):
    """A sound case of two reports, one with two versions, closed."""
    where = tmp_path / "case.db"
    with Case.open(where) as case:
        case.add(dam(url="https://fjord.example/dam"), recorded_at=NOON)
        edited = dam(DAM_TEXT.replace("1,200", "1,900"), url="https://fjord.example/dam", modified="2031-03-09")
        case.add(edited, recorded_at=days_after(1))
        case.add(dam(f"Again: {DAM_TEXT}"), recorded_at=NOON)
        assert list(case.verify()) == []
    return where


def tamper(path, *statements, checks=False):
    """Change the file behind the case's back."""
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA foreign_keys = {'ON' if checks else 'OFF'}")
    for statement in statements:
        assert connection.execute(statement).rowcount != 0
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    ("lie", "table", "words"),
    [
        ("UPDATE texts SET text = replace(text, '1,200', '1,300')", "texts", "does not have this hash"),
        ("UPDATE texts SET text = text || '.'", "texts", "does not have this hash"),
        ("UPDATE texts SET length = length + 1", "texts", "length"),
        (f"UPDATE versions SET sha256 = 'aa' WHERE sha256 = '{SHA}'", "versions", "names a row of texts"),
        (f"UPDATE texts SET sha256 = 'aa' WHERE sha256 = '{SHA}'", "texts", "no text version"),
        ("UPDATE reports SET id = 'r_0000' WHERE url IS NOT NULL", "reports", "give the id"),
        ("UPDATE reports SET url = 'https://else.example/' WHERE url IS NOT NULL", "reports", "give the id"),
        ("UPDATE reports SET first_sha256 = 'aa' WHERE url IS NOT NULL", "reports", "first text version"),
        ("UPDATE versions SET ordinal = 5 WHERE ordinal = 2", "reports", "numbered from 1"),
        ("UPDATE versions SET url = 'https://else.example/' WHERE url IS NOT NULL", "versions", "address"),
        ("UPDATE versions SET known_on = '2031-01-01' WHERE ordinal = 2", "versions", "known_on is '2031-01-01'"),
        ("UPDATE versions SET outlet_folded = ' other'", "versions", "outlet_folded"),
        ("UPDATE versions SET published = '{'", "versions", "cannot be read"),
        ("UPDATE versions SET published = replace(published, 'null', '[3,999]')", "versions", "published: span 3:999"),
        ("UPDATE statements SET id = 's_0000' WHERE n = 1", "statements", "its characters give the id"),
        ("UPDATE statements SET content_spans = '[[60,70]]' WHERE n = 1", "statements", "its characters give the id"),
        ("UPDATE statements SET content_spans = '[[60,9000]]' WHERE n = 1", "statements", "content: span 60:9000"),
        ("UPDATE statements SET content_spans = '[[60,60]]' WHERE n = 1", "statements", "content: span 60:60"),
        ("UPDATE statements SET content_spans = '[]' WHERE n = 1", "statements", "no content"),
        ("UPDATE statements SET content_spans = '[[1' WHERE n = 1", "versions", "cannot be read"),
        ("UPDATE statements SET content_text = 'that all is well' WHERE n = 1", "statements", "content_text is"),
        ("UPDATE statements SET source_text = 'Nobody' WHERE n = 1", "statements", "source_text is"),
        ("UPDATE statements SET cue_text = 'denied' WHERE n = 1", "statements", "cue_text is"),
        ("UPDATE statements SET day_first = '2030-01-01' WHERE n = 1", "statements", "day_first is"),
        ("UPDATE statements SET event_last = NULL WHERE n = 1", "statements", "event_last is None"),
        ("UPDATE statements SET start_char = 3 WHERE n = 1", "statements", "start_char is 3"),
        ("UPDATE statements SET section = 9 WHERE n = 1", "statements", "no section 9"),
        ("UPDATE statements SET section = 0 WHERE n = 1", "statements", "does not begin in its section"),
        ("UPDATE statements SET act = 'shout' WHERE n = 1", "versions", "'shout' is none of"),
        ("UPDATE statements SET confidence = 7 WHERE n = 1", "statements", "not in 0..1"),
        ("UPDATE statements SET via_end = 9000 WHERE n = 2", "statements", "via: span"),
        (
            "UPDATE statements SET said_on = replace(said_on, '\"span\":null', '\"span\":[7,7]')",
            "statements",
            "said_on",
        ),
        ("UPDATE statements SET version_n = 99 WHERE n = 1", "statements", "names a row of versions"),
        ("DELETE FROM statements WHERE n = 1", "speakers", "names a row of statements"),
        ("UPDATE speakers SET name = 'Someone' WHERE statement_n = 1", "speakers", "names to search by"),
        ("UPDATE figures SET end_char = 9000 WHERE statement_n = 1", "figures", "span"),
        ("UPDATE figures SET low = 9e999 WHERE statement_n = 1", "figures", "not a finite number"),
        ("UPDATE places SET start_char = end_char WHERE statement_n = 1", "places", "span"),
        ("UPDATE evidence SET end_char = 9000 WHERE statement_n = 2", "evidence", "span"),
        ("UPDATE sections SET end_char = 9000 WHERE position = 2", "sections", "span"),
        ("UPDATE sections SET start_char = 5 WHERE position = 1", "sections", "inside the section before"),
        ("UPDATE sections SET start_char = start_char + 3 WHERE position = 1", "sections", "leaves out text"),
        ("DELETE FROM sections WHERE position = 2", "sections", "leave out text after"),
        ("UPDATE sections SET kind = 'boilerplate' WHERE position = 1", "statements", "section of kind boilerplate"),
        ("UPDATE mentions SET mentions = replace(mentions, '[', '[9')", "versions", "cannot be read"),
        ("DELETE FROM mentions WHERE version_n = 1", "versions", "cannot be read"),
        ("UPDATE statements_fts SET content = 'all is well' WHERE rowid = 1", "statements_fts", "does not hold"),
        ("DELETE FROM statements_fts WHERE rowid = 1", "statements_fts", "does not hold the words"),
        ("INSERT INTO statements_fts (rowid, content, source) VALUES (99, 'a', 'b')", "statements_fts", "not there"),
        ("UPDATE versions_fts SET title = 'All is well' WHERE rowid = 1", "versions_fts", "does not hold the title"),
        ("INSERT INTO versions_fts (rowid, title) VALUES (99, 'a')", "versions_fts", "not there"),
    ],
)
def test_a_lie_is_named(path, lie, table, words):
    tamper(path, lie)
    with Case.open(path, read_only=True) as case:
        found = [str(problem) for problem in case.verify()]
    assert any(line.startswith(f"{table} ") and words in line for line in found), found


@pytest.fixture
def full(tmp_path):
    """A sound case with a row in every table, one with marks and one whose places are two."""
    where = tmp_path / "full.db"
    analysis = dam(url="https://fjord.example/dam", modified="2031-03-09")
    marked = replace(
        analysis, report=replace(analysis.report, marks=(Section(0, 15, "headline", "Ana Lund"),)), note="n"
    )
    with Case.open(where) as case:
        case.add(marked, recorded_at=NOON)
        case.add(dam(source="second.txt", url="https://fjord.example/dam"), recorded_at=days_after(1))
        assert list(case.verify()) == []
    return where


COLUMNS = [(table.name, column.name) for table in schema.METADATA.sorted_tables for column in table.columns]


@pytest.mark.parametrize(("table", "column"), [pair for pair in COLUMNS if pair[0] != "migrations"])
def test_no_value_changes_unseen(full, table, column):
    number = f"abs({column}) + 1" if column != "analysed" else "1 - analysed"
    by_kind = f"CASE typeof({column}) WHEN 'null' THEN '7' WHEN 'text' THEN {column} || '7' ELSE {number} END"
    last = f"rowid = (SELECT max(rowid) FROM {table})"
    tamper(full, f"UPDATE {table} SET {column} = {by_kind} WHERE {last}")
    with Case.open(full, read_only=True) as case:
        assert list(case.verify()) != []


@pytest.mark.parametrize(
    ("lie", "table", "words"),
    [
        ("UPDATE sections SET author = 'Else' WHERE position = 1", "versions", "not what was recorded"),
        ("UPDATE sections SET time = '2031-03-05T09:00+01:00' WHERE position = 1", "versions", "not what was recorded"),
        ("UPDATE figures SET high = 1300", "versions", "not what was recorded"),
        ("UPDATE speakers SET role = 'mayor' WHERE statement_n = 2", "versions", "not what was recorded"),
        ("UPDATE places SET lat = 61.3", "versions", "not what was recorded"),
        ("UPDATE versions SET note = ''", "versions", "not what was recorded"),
        ("UPDATE versions SET marks = '[]'", "versions", "not what was recorded"),
        ("UPDATE mentions SET mentions = replace(mentions, '2031-03-04', '2031-03-05')", "versions", "not what was"),
        ("DELETE FROM speakers", "versions", "not what was recorded"),
        ("DELETE FROM evidence", "versions", "not what was recorded"),
        ("UPDATE figures SET position = 1", "figures", "not numbered from 0"),
        ("UPDATE locations SET source = 'third.txt' WHERE source = 'second.txt'", "reports", "not what was recorded"),
        ("DELETE FROM locations WHERE source = 'second.txt'", "reports", "not what was recorded"),
        ("UPDATE versions SET recorded_at = '2031-05-20T13:00:00.000000+00:00'", "reports", "not what was recorded"),
        ("UPDATE reports SET digest = 'none'", "reports", "not what was recorded"),
    ],
)
def test_what_does_not_follow_from_the_text_is_compared_with_what_was_recorded(full, lie, table, words):
    tamper(full, lie)
    with Case.open(full, read_only=True) as case:
        found = [str(problem) for problem in case.verify()]
    assert any(line.startswith(f"{table} ") and words in line for line in found), found


def test_a_text_version_that_was_taken_out_is_missed(path):
    kept = "(SELECT n FROM versions WHERE ordinal = 3)"
    tamper(
        path,
        *(
            f"DELETE FROM {part} WHERE statement_n IN (SELECT n FROM statements WHERE version_n IN {kept})"
            for part in ("speakers", "figures", "places", "evidence")
        ),
        f"DELETE FROM statements_fts WHERE rowid IN (SELECT n FROM statements WHERE version_n IN {kept})",
        f"DELETE FROM versions_fts WHERE rowid IN {kept}",
        *(f"DELETE FROM {part} WHERE version_n IN {kept}" for part in ("statements", "sections", "mentions")),
        "DELETE FROM versions WHERE ordinal = 3",
        "DELETE FROM texts WHERE sha256 NOT IN (SELECT sha256 FROM versions)",
    )
    with Case.open(path) as case:
        assert [(problem.table, problem.id) for problem in case.verify()] == [("reports", REPORT)]


def test_adding_does_not_hide_a_lie(full):
    tamper(full, "UPDATE locations SET source = 'third.txt' WHERE source = 'second.txt'")
    with Case.open(full) as case:
        url = "https://fjord.example/dam"
        assert case.add(dam(source="fourth.txt", url=url), recorded_at=days_after(2)).outcome == "unchanged"
        edited = dam(DAM_TEXT.replace("1,200", "1,900"), url=url)
        assert case.add(edited, recorded_at=days_after(3)).outcome == "version"
        assert case.add(dam(url=url, act="confirm"), recorded_at=NOON, replace=True).outcome == "replaced"
        assert [problem.table for problem in case.verify()] == ["reports"]


def test_replacing_puts_a_changed_value_right(full):
    url = "https://fjord.example/dam"
    again = dam(source="dam.txt", url=url, modified="2031-03-09")
    for lie in ("UPDATE places SET lat = 61.3", "UPDATE versions SET digest = 'none'"):
        tamper(full, lie)
        with Case.open(full) as case:
            assert list(case.verify()) != []
            assert case.add(again, recorded_at=days_after(2)).outcome == "unchanged"
            assert list(case.verify()) != []
            assert case.add(again, recorded_at=days_after(2), replace=True).outcome == "replaced"
            assert list(case.verify()) == []
            assert case.add(again, recorded_at=days_after(2), replace=True).outcome == "unchanged"


def test_an_index_that_lost_its_words_is_named(path):
    tamper(path, "UPDATE statements_fts_content SET c0 = 'x y z'", "DELETE FROM versions_fts_docsize")
    with Case.open(path) as case:
        found = [(problem.table, problem.id) for problem in case.verify()]
    assert ("statements_fts", "index") in found
    assert ("versions_fts", "index") in found


def test_the_first_lie_comes_without_reading_the_rest(path):
    tamper(path, "UPDATE texts SET length = 0")
    with Case.open(path, read_only=True) as case:
        first = next(case.verify())
    assert (first.table, first.problem) == ("texts", "length 0 is not that of the text")


def test_verifying_changes_nothing(path):
    before = sqlite3.connect(path)
    rows = list(before.iterdump())
    before.close()
    with Case.open(path) as case:
        assert list(case.verify()) == []
    after = sqlite3.connect(path)
    assert list(after.iterdump()) == rows
    after.close()


@pytest.mark.parametrize(
    "lie",
    [
        "UPDATE versions SET published = '{' WHERE n = 1",
        "UPDATE versions SET recorded_at = 'noon' WHERE n = 1",
        "UPDATE versions SET ordinal = 'first' WHERE n = 1",
        "UPDATE sections SET start_char = 'x' WHERE position = 1",
        "UPDATE statements SET section = 'x' WHERE n = 1",
        "UPDATE statements SET confidence = 'sure' WHERE n = 1",
        "UPDATE statements SET via_name = 'a paper', via_start = NULL WHERE n = 1",
    ],
)
def test_a_value_of_another_kind_is_named_and_the_rest_is_read(path, lie):
    tamper(path, lie, "UPDATE statements_fts SET content = 'all is well' WHERE rowid = 2")
    with Case.open(path, read_only=True) as case:
        found = list(case.verify())
    assert any(problem.table == "versions" and problem.id == SHA for problem in found), found
    assert any(problem.table == "statements_fts" for problem in found), found
