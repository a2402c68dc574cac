"""What reaches a terminal, a pipe and a person: widths, colours, hostile characters."""

from __future__ import annotations

import io
import json
import sys
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from onrecord.model.report import Section
from onrecord.model.spans import Span
from onrecord.model.statement import Evidence, Figure, Statement
from onrecord.model.when import When
from onrecord.serve.cli.common import Column, complain, print_table
from onrecord.serve.cli.show import colour_wanted, marked
from onrecord.serve.text import date_shown, day_shown, evidence_shown, figure_shown, number_shown, short
from tests.reports import DAM, row
from tests.serve.cli.running import run

WIDE = ["statements", "figures", "reports", "timeline"]


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("command", WIDE)
def test_no_line_of_a_table_is_wider_than_the_terminal(case, monkeypatch, command, width):
    monkeypatch.setenv("COLUMNS", str(width))
    ran = run(command, "--case", case)
    assert ran.code == 0
    assert max(len(line) for line in ran.out.splitlines()) <= width


@pytest.mark.parametrize("command", WIDE)
def test_a_column_left_out_is_named(case, monkeypatch, command):
    monkeypatch.setenv("COLUMNS", "60")
    ran = run(command, "--case", case)
    wide = run(command, "--case", case, "--json")
    assert wide.err == ""
    heading = ran.out.splitlines()[0]
    monkeypatch.setenv("COLUMNS", "200")
    all_columns = run(command, "--case", case).out.splitlines()[0]
    gone = [name for name in all_columns.split() if name not in heading]
    assert gone
    assert all(name in ran.err for name in gone)


def test_an_empty_column_takes_no_room():
    out = io.StringIO()
    with patch.object(sys, "stdout", out):
        print_table([Column("a"), Column("empty"), Column("b")], [["1", "", "2"], ["3", " ", "4"]])
    assert [w for w in out.getvalue().split() if "─" not in w] == ["a", "b", "1", "2", "3", "4"]


def test_no_rows_are_said_in_words(case):
    assert run("statements", "--case", case, "--about", "nosuchword").out == "no statements\n"
    assert run("statements", "--case", case, "--about", "nosuchword", "--json").out == ""


@pytest.mark.parametrize("command", [*WIDE, "brief", "verify"])
def test_with_json_nothing_else_goes_to_stdout(case, command):
    ran = run(command, "--case", case, "--json")
    assert ran.code == 0
    assert ran.err == ""
    assert all(isinstance(each, dict) for each in ran.rows)


def test_a_pipe_gets_no_colour_and_no_escape_sequence(case):
    for args in (["statements"], ["brief"], ["verify"], ["show", "r_"], ["--help"]):
        assert "\x1b" not in run(*args, *([] if args == ["--help"] else ["--case", case])).out


def test_hostile_characters_do_not_reach_the_terminal(own_folder):
    hostile = DAM.replace("Norvik dam", "Norvik \x1b]0;pwned\x07\u202edam", 1).replace("Ann Lee", "Ann [red]Lee\u2066")
    archive = own_folder / "a.jsonl"
    archive.write_text(json.dumps(row("a", hostile, title="\x1b[2J[bold]T", outlet="\u202eO")) + "\n", encoding="utf-8")
    run("add", archive, "--case", "a.sqlite")
    for args in (["reports"], ["statements"], ["figures"], ["timeline"], ["brief"], ["show", "r_"]):
        ran = run(*args, "--case", "a.sqlite")
        assert ran.code == 0
        assert not set(ran.out) & set("\x1b\x07\u202e\u2066")
    assert "[bold]T" in run("reports", "--case", "a.sqlite").out
    run("add", "\x1b[2Jno\nsuch", "--case", "a.sqlite")
    assert len(run("extract", "\x1b[2Jno\nsuch").complaints) == 1


def test_a_complaint_is_one_line(capsys):
    complain("a\nb\x1b[2J\r\tc")
    assert capsys.readouterr().err == "onrecord: a b [2J c\n"


def test_colour_is_for_terminals_that_want_it(monkeypatch):
    assert colour_wanted(Console(force_terminal=True, color_system="standard"))
    assert not colour_wanted(Console(file=io.StringIO()))
    monkeypatch.setenv("NO_COLOR", "1")
    assert not colour_wanted(Console(force_terminal=True, color_system="standard"))


def statement(source, cue, content):
    said = When(None)
    return Statement("s_1", 0, 1.0, "t", source, cue, content, "indirect", "assert", said)


def test_marks_stand_around_what_they_mark():
    text = "Lee said it holds. Berg: no"
    found = [
        statement((Span(0, 3),), (Span(4, 8),), (Span(9, 17),)),
        statement((Span(19, 23),), (), (Span(25, 27),)),
    ]
    shown = marked(text, (), tuple(found), colour=False).plain
    assert shown == "⟨Lee⟩ ‹said› [it holds]. ⟨Berg⟩: [no]"
    coloured = marked(text, (Section(0, 18, "article"), Section(18, 27, "boilerplate")), tuple(found), colour=True)
    assert coloured.plain == text
    styles = {text[s.start : s.end]: str(s.style) for s in coloured.spans}
    assert styles["Lee"] == "bold cyan"
    assert styles["it holds"] == "green"
    assert styles[": "] == "dim"


@given(st.data())
def test_colouring_changes_no_character(data):
    text = data.draw(st.text("ab\n é", min_size=1, max_size=30))
    cuts = st.integers(0, len(text))

    def span():
        start, end = sorted((data.draw(cuts), data.draw(cuts)))
        return (Span(start, end),) if start < end else ()

    found = tuple(statement(span(), span(), span()) for _ in range(3))
    assert marked(text, (), found, colour=True).plain == text
    bare = marked(text, (), found, colour=False).plain
    assert "".join(c for c in bare if c not in "⟨⟩‹›[]") == text
    for left, right in ("⟨⟩", "‹›", "[]"):
        assert bare.count(left) == bare.count(right)


@pytest.mark.parametrize(
    ("when", "shown"),
    [
        (None, ""),
        (When(None), ""),
        (When("2024-10"), "2024-10"),
        (When("2024-10-18T20:14:00+03:00"), "2024-10-18 20:14+03:00"),
        (When("2024-10-18T04:16"), "2024-10-18 04:16"),
        (When("2024-10-18T04:16:30Z"), "2024-10-18 04:16:30Z"),
        (When("2024-10-08/2024-10-13"), "2024-10-08 to 2024-10-13"),
        (When("2024-10-08/.."), "2024-10-08 to …"),
        (When(None, not_after="2024-10-19"), "by 2024-10-19"),
        (When(None, not_before="2024-10-19"), "from 2024-10-19"),
        (When(None, not_before="2024-10-01", not_after="2024-10-19"), "2024-10-01 .. 2024-10-19"),
    ],
)
def test_times_in_words(when, shown):
    assert day_shown(when) == shown


def test_days_without_their_clock():
    assert date_shown(When("2024-10-18T20:14:00+03:00")) == "2024-10-18"
    assert date_shown(When("2024-10-18T04:16:30Z")) == "2024-10-18"
    assert date_shown(When("2024-10-08/2024-10-13")) == "2024-10-08 to 2024-10-13"
    assert date_shown(When(None, not_before="2024-10-01", not_after="2024-10-19")) == "2024-10-01 .. 2024-10-19"


@pytest.mark.parametrize(
    ("figure", "shown"),
    [
        (Figure(Span(0, 1), 1500, 1500, "exact"), "1,500"),
        (Figure(Span(0, 1), 11000.0, 11000.0, "about"), "about 11,000"),
        (Figure(Span(0, 1), 8000, 12000, "range"), "8,000-12,000"),
        (Figure(Span(0, 1), 2600, 2600, "at_least"), "at least 2,600"),
        (Figure(Span(0, 1), 1000, None, "vague"), "~1,000+"),
        (Figure(Span(0, 1), 2.5, 2.5, "exact", "percent"), "2.5 percent"),
    ],
)
def test_figures_in_words(figure, shown):
    assert figure_shown(figure) == shown


def test_evidence_in_words():
    assert evidence_shown(Evidence("satellite_image", Span(0, 1))) == "satellite image"
    known = Evidence("video", Span(0, 1), "navy", None, "Herald")
    assert evidence_shown(known) == "video (released by navy; not verified by Herald)"


def test_numbers_of_any_size_are_short():
    assert number_shown(None) == ""
    assert number_shown(1e300) == "1e+300"
    assert number_shown(float("inf")) == "inf"
    assert number_shown(0.5) == "0.5"


def test_long_text_is_cut_at_a_word():
    assert short("one two  three", 9) == "one two …"
    assert short("one\n two", 9) == "one two"
