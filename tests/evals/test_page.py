"""The page shows the engines side by side and keeps the notes."""

from __future__ import annotations

import json
from pathlib import Path

from evals.measure import Measured, name_by_stem, value_at

from evals import page


def test_the_rules_stand_beside_the_shipped_engine(tmp_path: Path) -> None:
    path = tmp_path / "docs/quality.md"
    path.parent.mkdir()
    path.write_text("Outdated.\n\n<!-- notes -->\n\nKept.\n")
    found = {
        "one": Measured("one", {"f1": 0.5, "-errors": 2.0, "odd": None}, 1.0, {"f1": 0.25, "-errors": 3.0}, ["More."]),
        "other": Measured("another", {"f1": 0.75}, 1.0),
    }
    page.write(path, found)
    text = path.read_text()
    assert (
        "| measure | value | rules |\n|---|---|---|\n| f1 | 0.500 | 0.250 |\n| errors | 2 | 3 |\n| odd | n/a | n/a |"
        in text
    )
    assert "| measure | value |\n|---|---|\n| f1 | 0.750 |" in text
    assert "\n\nMore.\n\n## other\n\n" in text
    assert text.endswith("\n<!-- notes -->\n\nKept.\n")
    assert "Outdated" not in text
    page.write(path, found)
    assert path.read_text() == text


def test_a_dotted_path_leads_to_a_number() -> None:
    assert value_at({"a": {"b": 1}}, "a.b") == 1.0
    assert value_at({"a": {"b": None}}, "a.b") is None
    assert value_at({"a": 3}, "a.b") is None


def test_files_are_named_by_their_stem(tmp_path: Path) -> None:
    pred = tmp_path / "pred.jsonl"
    rows = [
        {"report": {"external_id": None, "source": "x/dam.html.gz"}},
        {"report": {"external_id": "k", "source": "y"}},
    ]
    pred.write_text("".join(json.dumps(row) + "\n" for row in rows))
    name_by_stem(pred)
    assert [json.loads(line)["report"]["external_id"] for line in pred.read_text().splitlines()] == ["dam", "k"]
