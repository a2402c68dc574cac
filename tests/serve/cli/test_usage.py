"""Command lines that cannot be used: one line that names the option, exit code 2, nothing done."""

from __future__ import annotations

import pytest

from onrecord.model.errors import UsageError
from onrecord.serve.cli.inputs import size
from tests.reports import DAM
from tests.serve.cli.running import run

READING = ["reports", "statements", "figures", "timeline", "brief", "export"]


@pytest.mark.parametrize("command", READING)
@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--act", "wrong"),
        ("--since", "notadate"),
        ("--until", "2024-13-01"),
        ("--as-of", "tomorrow"),
        ("--limit", "-1"),
        ("--limit", "many"),
        ("--offset", "-2"),
        ("--min-confidence", "3"),
        ("--who", ""),
        ("--about", "((("),
        ("--report", "zzz"),
    ],
)
def test_a_bad_filter_is_named(case, command, option, value):
    ran = run(command, "--case", case, option, value)
    assert ran.code == 2
    assert ran.out == ""
    assert len(ran.complaints) == 1
    assert ran.complaints[0].startswith("onrecord: ")
    assert (option if option != "--report" else "zzz") in ran.complaints[0]


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["nope"], "No such command 'nope'"),
        (["add"], "Missing argument 'PATH'"),
        (["statements", "--nope"], "--nope"),
        (["show"], "REPORT"),
        (["extract", "x", "--jobs", "0"], "--jobs"),
        (["extract", "x", "--max-bytes", "lots"], "--max-bytes"),
        (["extract", "x", "--max-text", "0"], "--max-text"),
        (["demo", "--sample", "nope"], "there are spill, troops"),
        (["export", "--format", "docx"], "--format"),
        (["timeline", "--kind", "maybe"], "--kind"),
    ],
)
def test_a_line_that_cannot_be_used_is_one_complaint(args, said):
    ran = run(*args)
    assert ran.code == 2
    assert ran.out == ""
    assert len(ran.complaints) == 1
    assert said in ran.complaints[0]


@pytest.mark.parametrize("command", [*READING, "verify", "serve"])
def test_a_case_that_is_not_there_says_how_to_make_one(command, own_folder):
    ran = run(command, "--case", "none.sqlite")
    assert ran.code == 1
    assert ran.complaints == [
        "onrecord: none.sqlite: there is no such case; make one with: onrecord add REPORT... --case none.sqlite"
    ]
    assert not list(own_folder.iterdir())


def test_show_asks_for_one_report(case):
    assert "no report" in run("show", "r_nope", "--case", case).err
    ran = run("show", "r_", "--case", case)
    assert ran.code == 2
    assert "several" in ran.err


def test_show_knows_no_such_version(case):
    report = run("reports", "--case", case, "--json").rows[0]["report_id"]
    assert run("show", report, "--case", case, "--version", "7").code == 2
    assert "--version 7" in run("show", report, "--case", case, "--version", "7").err
    ran = run("show", report, "--case", case, "--as-of", "1999-01-01")
    assert ran.code == 2
    assert "1999-01-01" in ran.err


def test_sizes():
    assert [size(x, "--max-bytes") for x in ("7", "500K", "50M", "2g", "1 MB")] == [
        7,
        500_000,
        50_000_000,
        2 * 10**9,
        10**6,
    ]
    for bad in ("", "0", "-1", "1.5M", "M", "9" * 40, "1T"):
        with pytest.raises(UsageError, match="--max-bytes"):
            size(bad, "--max-bytes")


def test_limits_name_the_option_that_raises_them(own_folder):
    (own_folder / "dam.txt").write_text(DAM, encoding="utf-8")
    assert "--max-bytes" in run("extract", "dam.txt", "--max-bytes", "10").err
    assert "--max-text" in run("extract", "dam.txt", "--max-text", "10").err
    assert run("extract", "dam.txt", "--max-bytes", "1K", "--max-text", "1K", "--json").code == 0
