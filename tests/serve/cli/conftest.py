"""A folder, an environment and a case for the tests of the commands."""

from __future__ import annotations

import json
import shutil

import pytest

from tests.reports import DAM, FERRY, MINE, row
from tests.serve.cli.running import run


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("ONRECORD_CASE", "COLUMNS", "NO_COLOR", "FORCE_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture(scope="session")
def made_case(tmp_path_factory):
    folder = tmp_path_factory.mktemp("case")
    rows = [
        row("dam", DAM, outlet="The Fjord Post", url="https://fjordpost.example/dam"),
        row("ferry", FERRY, outlet="Coast Daily"),
        row("mine", MINE, published="2023-03-05"),
    ]
    archive = folder / "archive.jsonl"
    archive.write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")
    case = folder / "made.sqlite"
    assert run("add", archive, "--case", case).code == 0
    return case


@pytest.fixture
def case(made_case, tmp_path):
    copy = tmp_path / "story.sqlite"
    shutil.copy(made_case, copy)
    return copy
