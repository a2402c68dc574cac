"""What is added comes back equal, and adding again changes nothing."""

from __future__ import annotations

import io
import signal
import sqlite3
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings

from onrecord.model.analysis import Analysis
from onrecord.model.errors import IntegrityError, UsageError
from onrecord.model.ids import report_id, statement_id
from onrecord.model.report import Report, TextVersion
from onrecord.model.spans import Span
from onrecord.store import Case, Filters, export
from tests.store.analyses import DAM_TEXT, NOON, analyses, dam, days_after

EDITED = DAM_TEXT.replace("1,200", "1,900")


@pytest.fixture
def case(tmp_path):
    with Case.open(tmp_path / "case.db") as opened:
        yield opened


@settings(max_examples=25, deadline=None)
@given(analyses())
def test_an_analysis_comes_back_equal_and_verifies(analysis):
    with tempfile.TemporaryDirectory() as folder, Case.open(Path(folder) / "case.db") as case:
        result = case.add(analysis, recorded_at=NOON)
        stored = case.report(result.report_id)
        assert stored.versions[0].analysis == analysis
        assert result.report_id == analysis.report.id
        assert result.version_sha256 == analysis.report.version.sha256
        assert case.add(analysis, recorded_at=days_after(1)).outcome == "unchanged"
        assert case.add(analysis, recorded_at=days_after(1), replace=True).outcome == "unchanged"
        assert list(case.verify()) == []
        rows = list(case.statements())
        assert {row.statement for row in rows} == set(analysis.statements)
        for row in rows:
            assert row.content_text == " ".join(analysis.report.text[s:e] for s, e in row.content)


def test_a_row_shows_everything(case):
    analysis = dam(url="https://fjord.example/dam")
    case.add(analysis, recorded_at=NOON)
    denial, count = sorted(case.statements(), key=lambda row: row.act, reverse=True)
    assert denial.content_text == '"We saw no crack,"'
    assert denial.source_text == "engineer Mira Solberg"
    assert denial.cue_text == "told"
    assert DAM_TEXT[denial.via.span.start : denial.via.span.end] == "Radio Fjord"
    assert denial.section_kind == "article"
    assert denial.outlet == "The Fjord Post"
    assert denial.day_first.isoformat() == "2031-03-05"
    assert count.day_first.isoformat() == "2031-03-04"
    assert count.known_on.isoformat() == "2031-03-05"
    assert count.speakers[0].name == "Ministry of Water"
    assert case.statement(count.id) == count
    assert case.statement(count.id[:12]) == count


def test_adding_twice_changes_no_byte_of_any_row(case):
    case.add(dam(), recorded_at=NOON)
    before = _dump(case)
    assert case.add(dam(), recorded_at=days_after(3)).outcome == "unchanged"
    assert _dump(case) == before


def test_an_edited_file_is_a_new_version_of_the_report_it_held(case):
    first = case.add(dam(), recorded_at=NOON)
    second = case.add(dam(EDITED), recorded_at=days_after(1))
    assert (first.outcome, second.outcome) == ("new", "version")
    assert second.report_id == first.report_id
    stored = case.report(first.report_id)
    assert [version.analysis.report.text for version in stored.versions] == [DAM_TEXT, EDITED]
    assert stored.versions[0].analysis == dam()
    for statement in stored.versions[1].analysis.statements:
        own = statement_id(first.report_id, second.version_sha256, statement.source, statement.cue, statement.content)
        assert statement.id == own
    assert len(list(case.statements())) == 2
    assert len(list(case.statements(Filters(all_versions=True)))) == 4
    assert list(case.verify()) == []


def test_a_changed_page_is_a_new_version_of_the_report_of_its_address(case):
    url = "https://fjord.example/dam"
    first = case.add(dam(url=url, source="one.html"), recorded_at=NOON)
    second = case.add(dam(EDITED, url=url, source="two.html"), recorded_at=NOON)
    assert second == replace(first, version_sha256=TextVersion.of(EDITED).sha256, outcome="version")
    assert first.report_id == report_id(url=url, external_id=None, text_hash="")
    assert case.report(first.report_id).locations == (("one.html", None), ("two.html", None))


@pytest.mark.parametrize("source", ["-", "", "<text>"])
def test_what_comes_from_no_place_is_not_taken_for_an_edit(case, source):
    first = case.add(dam(source=source), recorded_at=NOON)
    second = case.add(dam(EDITED, source=source), recorded_at=NOON)
    assert second.outcome == "new"
    assert first.report_id != second.report_id
    assert case.report(first.report_id).locations == ()


def test_rows_of_one_archive_are_told_apart_by_their_id(case):
    first = case.add(dam(source="a.jsonl", external_id="1"), recorded_at=NOON)
    second = case.add(dam(EDITED, source="a.jsonl", external_id="2"), recorded_at=NOON)
    third = case.add(dam(EDITED.replace("leaks", "holds", 1), source="a.jsonl", external_id="2"), recorded_at=NOON)
    assert [first.outcome, second.outcome, third.outcome] == ["new", "new", "version"]
    assert third.report_id == second.report_id


@pytest.mark.parametrize("source", ["a.jsonl", "a.jsonl.gz", "feed.xml", "https://x.example/feed", "list.json"])
def test_rows_of_an_archive_without_ids_are_reports_of_their_own(case, source):
    first = case.add(dam(source=source), recorded_at=NOON)
    second = case.add(dam(EDITED, source=source), recorded_at=NOON)
    assert second.outcome == "new"
    assert case.report(second.report_id).locations == ((source, None),)
    assert case.add(dam(source=source), recorded_at=NOON).report_id == first.report_id
    assert case.counts().reports == 2


@pytest.mark.parametrize("source", ["a.TXT", "a.html.gz", "/b/c.pdf"])
def test_a_file_of_one_report_is_known_by_its_place(case, source):
    case.add(dam(source=source), recorded_at=NOON)
    assert case.add(dam(EDITED, source=source), recorded_at=NOON).outcome == "version"


def test_a_file_that_was_edited_back_changes_nothing(case):
    for text, outcome in ((DAM_TEXT, "new"), (EDITED, "version"), (DAM_TEXT, "unchanged"), (EDITED, "unchanged")):
        assert case.add(dam(text), recorded_at=NOON).outcome == outcome
    assert list(case.verify()) == []


def test_half_a_surrogate_pair_is_refused(case):
    analysis = dam()
    for field in ("title", "source", "outlet", "url", "external_id"):
        broken = replace(analysis, report=replace(analysis.report, **{field: "a\ud800"}))
        with pytest.raises(IntegrityError, match="surrogate"):
            case.add(broken, recorded_at=NOON)
    assert case.counts().reports == 0


def test_the_same_text_from_another_file_is_the_same_report(case):
    case.add(dam(source="a.txt"), recorded_at=NOON)
    again = case.add(dam(source="b.txt"), recorded_at=NOON)
    assert again.outcome == "unchanged"
    assert case.report(again.report_id).locations == (("a.txt", None), ("b.txt", None))


TWO_ROWS = [dam(source="a.jsonl", external_id=n) for n in ("1", "2")]


@pytest.mark.parametrize(
    "before",
    [
        [],
        [dam()],
        [dam(source="else.txt")],
        [dam(source="-")],
        [dam(url="https://fjord.example/dam", source="page.html")],
        [dam(EDITED, url="https://fjord.example/dam", source="page.html")],
        [dam(), dam(EDITED)],
        [dam(EDITED), dam()],
        [dam(EDITED)],
        TWO_ROWS,
        [dam(EDITED, source="a.jsonl", external_id="2"), *TWO_ROWS],
    ],
)
@pytest.mark.parametrize(
    "report",
    [
        dam(),
        dam(source="-"),
        dam(source="new.txt"),
        dam(source="a.jsonl", external_id="2"),
        dam(url="https://fjord.example/dam", source="page.html"),
        dam(url="https://fjord.example/dam", source="new.html"),
    ],
)
def test_what_is_held_is_what_adding_would_leave_unchanged(tmp_path, before, report):
    dumps = []
    for name in ("revisited", "added"):
        with Case.open(tmp_path / f"{name}.db") as case:
            for analysis in before:
                case.add(analysis, recorded_at=NOON)
            if name == "revisited":
                as_it_was = _rows(case)
                held = case.holds(report.report)
                assert _rows(case) == as_it_was
                assert case.revisit(report.report, recorded_at=days_after(1)) == held
                if held is None:
                    assert _rows(case) == as_it_was
            added = case.add(report, recorded_at=days_after(1))
            assert held == (added if added.outcome == "unchanged" else None)
            assert list(case.verify()) == []
            dumps.append(_rows(case))
    assert dumps[0] == dumps[1]


def test_a_revisit_of_a_known_place_does_not_wait_for_a_writer(case):
    case.add(dam(), recorded_at=NOON)
    other = sqlite3.connect(case.location, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert case.revisit(dam().report, recorded_at=NOON).outcome == "unchanged"
    other.execute("ROLLBACK")
    other.close()


def test_half_a_surrogate_pair_is_not_held(case):
    case.add(dam(), recorded_at=NOON)
    for field in ("source", "url", "external_id"):
        broken = replace(dam().report, **{field: "a\ud800.txt"})
        assert case.holds(broken) is None


def test_an_unread_place_of_half_a_surrogate_pair_is_refused(case):
    case.add(dam(url="https://fjord.example/dam"), recorded_at=NOON)
    odd = replace(dam(url="https://fjord.example/dam").report, source="a\ud800.txt")
    assert case.holds(odd) is not None
    with pytest.raises(IntegrityError, match="surrogate"):
        case.revisit(odd, recorded_at=NOON)


def test_what_a_result_names_is_told_in_short(case):
    result = case.add(dam(), recorded_at=NOON)
    held = case.held(result)
    assert (held.title, held.statements, held.note) == ("Kelda dam leaks", 2, "")
    with pytest.raises(UsageError, match="no text version"):
        case.held(replace(result, version_sha256="0" * 64))


def test_replace_puts_newly_derived_rows_in_place_of_the_old(case):
    case.add(dam(), recorded_at=NOON)
    newer = dam(engine="rules/2", act="confirm")
    assert case.add(newer, recorded_at=days_after(1)).outcome == "unchanged"
    assert {row.engine for row in case.statements()} == {"rules/1"}
    result = case.add(newer, recorded_at=days_after(1), replace=True)
    assert result.outcome == "replaced"
    stored = case.report(result.report_id)
    assert len(stored.versions) == 1
    assert stored.versions[0].analysis == newer
    assert stored.versions[0].recorded_at.startswith("2031-05-20T12:00")
    assert list(case.verify()) == []
    assert len(list(case.statements(Filters(about="crack")))) == 1


def test_a_replaced_date_settles_when_later_versions_were_known(case):
    case.add(dam(), recorded_at=NOON)
    edited = case.add(dam(EDITED), recorded_at=days_after(1))
    assert case.report(edited.report_id).versions[1].known_basis == "recorded"
    case.add(dam(published=None), recorded_at=days_after(2), replace=True)
    first, second = case.report(edited.report_id).versions
    assert (first.known_basis, first.known_on) == ("recorded", NOON.date())
    assert (second.known_basis, second.known_on.isoformat()) == ("published", "2031-03-05")
    assert list(case.verify()) == []


def test_a_killed_run_and_a_second_one_give_the_record_of_an_undisturbed_one(tmp_path):
    batch = [dam(f"Report {number}\n{DAM_TEXT}", source=f"{number}.txt") for number in range(4)]
    script = """if True:
        import os, signal, sys
        from onrecord.store import Case, encode
        from tests.store.analyses import DAM_TEXT, NOON, dam
        case = Case.open(sys.argv[1])
        for number in range(4):
            if number == 2:
                encode.section_rows = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
            case.add(dam(f"Report {number}\\n{DAM_TEXT}", source=f"{number}.txt"), recorded_at=NOON)
        """
    killed = tmp_path / "killed.db"
    root = Path(__file__).parents[2]
    run = subprocess.run([sys.executable, "-c", script, str(killed)], cwd=root, check=False)
    assert run.returncode == -signal.SIGKILL
    records = []
    for path in (killed, tmp_path / "undisturbed.db"):
        with Case.open(path) as opened:
            outcomes = [opened.add(analysis, recorded_at=days_after(1)).outcome for analysis in batch]
            assert list(opened.verify()) == []
            out = io.BytesIO()
            export(opened, out, "jsonl")
            records.append((outcomes, out.getvalue()))
    assert records[0][0] == ["unchanged", "unchanged", "new", "new"]
    assert records[1][0] == ["new"] * 4
    assert records[0][1] == records[1][1]


def test_two_statements_of_the_same_characters_are_one(case):
    analysis = dam()
    doubled = replace(analysis, statements=analysis.statements + analysis.statements[:1])
    result = case.add(doubled, recorded_at=NOON)
    assert case.report(result.report_id).versions[0].analysis == analysis


@pytest.mark.parametrize(
    ("part", "spans", "words"),
    [
        ("content", (Span(60, 9000),), "span 60:9000"),
        ("content", (Span(60, 60),), "span 60:60"),
        ("content", (), "no content"),
        ("cue", (Span(3, 30),), "not inside one section"),
        ("source", (Span(len(DAM_TEXT) - 5, len(DAM_TEXT)),), "boilerplate"),
        ("source", (Span(40, 50), Span(30, 35)), "not after the one before"),
    ],
)
def test_what_does_not_follow_from_the_text_is_refused_whole(case, part, spans, words):
    analysis = dam()
    bad = replace(analysis.statements[1], **{part: spans})
    with pytest.raises(IntegrityError, match=words):
        case.add(replace(analysis, statements=(analysis.statements[0], bad)), recorded_at=NOON)
    assert case.counts().reports == 0
    assert list(case.reports()) == []


@pytest.mark.parametrize(("keep", "words"), [((0, 2), "leaves out"), ((0, 1), "leave out"), ((0, 1, 1, 2), "inside")])
def test_sections_that_do_not_cover_the_text_are_refused(case, keep, words):
    analysis = dam()
    sections = tuple(analysis.sections[i] for i in keep)
    with pytest.raises(IntegrityError, match=words):
        case.add(replace(analysis, sections=sections, statements=()), recorded_at=NOON)


def test_a_number_that_is_none_is_refused(case):
    analysis = dam()
    figure = replace(analysis.statements[0].figures[0], low=float("nan"))
    statement = replace(analysis.statements[0], figures=(figure,))
    with pytest.raises(IntegrityError, match="finite"):
        case.add(replace(analysis, statements=(statement,)), recorded_at=NOON)


def test_a_wrong_hash_is_refused(case):
    report = Report(TextVersion("water", "0" * 64), "x.txt")
    with pytest.raises(IntegrityError, match="hash"):
        case.add(Analysis(report, analysed=False), recorded_at=NOON)


def test_a_text_that_was_not_read_is_stored(case):
    report = Report(TextVersion.of("Vannet stiger."), "no.txt", language="no")
    result = case.add(Analysis(report, analysed=False, note="not English"), recorded_at=NOON)
    (row,) = case.reports()
    assert (row.report_id, row.analysed, row.note, row.statements) == (result.report_id, False, "not English", 0)
    assert [held.text for held in case.texts()] == ["Vannet stiger."]
    assert case.text(result.version_sha256) == "Vannet stiger."
    with pytest.raises(UsageError, match="no text version"):
        case.text("0" * 64)
    assert case.counts().not_analysed == 1


def test_an_instant_needs_a_time_zone(case):
    with pytest.raises(UsageError, match="time zone"):
        case.add(dam(), recorded_at=NOON.replace(tzinfo=None))


def test_a_kill_inside_the_transaction_leaves_nothing(case, monkeypatch):
    case.add(dam(), recorded_at=NOON)
    before = _dump(case)

    def killed(*_args: object) -> str:
        raise KeyboardInterrupt

    for place in ("onrecord.store.encode.section_rows", "onrecord.model.wire.mentions_to_json"):
        with monkeypatch.context() as patch:
            patch.setattr(place, killed)
            with pytest.raises(KeyboardInterrupt):
                case.add(dam(EDITED), recorded_at=NOON)
            with pytest.raises(KeyboardInterrupt):
                case.add(dam(engine="rules/2"), recorded_at=NOON, replace=True)
        assert _dump(case) == before
    assert case.add(dam(EDITED), recorded_at=NOON).outcome == "version"


def _rows(case: Case) -> list[str]:
    """Every row but when the file itself was made."""
    return [line for line in _dump(case) if not line.startswith('INSERT INTO "migrations"')]


def _dump(case: Case) -> list[str]:
    connection = sqlite3.connect(case.location)
    try:
        return list(connection.iterdump())
    finally:
        connection.close()
