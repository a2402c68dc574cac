"""The installed command as a process: signals, pipes, streams, completion."""

from __future__ import annotations

import json
import os
import shlex
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests.reports import ALL, row

COMMAND = [sys.executable, "-c", "from onrecord.serve.cli.app import main; main()"]


def start(*args, **more):
    # to a file: a pipe that nobody empties yet would hold the process up
    told = tempfile.TemporaryFile("w+")  # noqa: SIM115 - closed by ended
    given = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": told, **more}
    process = subprocess.Popen([*COMMAND, *map(str, args)], text=True, start_new_session=True, **given)
    process.told = told
    return process


def ended(process, within=60):
    out, _ = process.communicate(timeout=within)
    with process.told as told:
        told.seek(0)
        err = told.read()
    assert "Traceback" not in err
    return process.returncode, out, err


@pytest.fixture
def archive(own_folder):
    """An archive that takes many seconds to read."""
    path = own_folder / "many.jsonl"
    rows = [row(f"{n}-{name}", f"Report {n}. {text}") for n in range(400) for name, text in ALL.items()]
    path.write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")
    return path


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="needs process groups")
def test_ctrl_c_is_one_line_and_what_was_stored_stays(archive):
    # to the whole group, as a terminal sends it: workers must not speak up
    process = start("add", archive, "--case", "a.sqlite", "--jobs", 2, "--json")
    assert json.loads(process.stdout.readline())["outcome"] == "new"
    os.killpg(process.pid, signal.SIGINT)
    code, _, err = ended(process)
    assert code == 130
    assert err == "onrecord: interrupted; what was stored stays, and the same command goes on from there\n"
    code, out, _ = ended(start("verify", "--case", "a.sqlite"))
    assert code == 0
    assert int(out.split(": ")[1].split()[0]) > 0


def test_ctrl_c_while_extracting(archive):
    process = start("extract", archive, "--json")
    assert process.stdout.readline().startswith("{")
    process.send_signal(signal.SIGINT)
    code, out, err = ended(process)
    assert code == 130
    assert len(err.splitlines()) == 1
    assert all(json.loads(line) for line in out.splitlines())


@pytest.mark.parametrize("args", [["statements"], ["export"]])
def test_a_reader_that_goes_away_is_no_failure(case, args):
    process = start(*args, "--case", case)
    process.stdout.close()
    process.stdout = None
    code, _, err = ended(process)
    assert (code, err) == (0, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("args", [["statements"], ["brief", "--json"]])
def test_an_output_that_is_full(case, args):
    with open("/dev/full", "w", encoding="utf-8") as full:
        code, _, err = ended(start(*args, "--case", case, stdout=full))
    assert code == 1
    assert err == "onrecord: output: No space left on device\n"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("extract - <&-", (1, "onrecord: -: there is no standard input to read\n")),
        ("verify --case {case} >&-", (0, "")),
    ],
)
def test_closed_streams(case, line, told):
    command = f"{shlex.join(COMMAND)} {line.format(case=shlex.quote(str(case)))}"
    ran = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == told


def test_a_stream_of_few_characters_shows_the_others_as_question_marks(case):
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    code, out, _ = ended(start("statements", "--case", case, env=environment))
    assert code == 0
    assert "Ann Lee" in out


@pytest.mark.parametrize(
    ("words", "at", "found"),
    [("onrecord sta", 1, "statements"), ("onrecord statements --act no_", 3, "no_comment")],
)
def test_the_shell_completes_commands_and_values(words, at, found):
    environment = {**os.environ, "_ONRECORD_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(at)}
    code, out, _ = ended(start(env=environment))
    assert code == 0
    assert out.split() == [found]
