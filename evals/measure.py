"""One set measured: its reports read with the installed command, the result scored with the set's script."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

from evals import kinds, reliability
from evals.sets import EvalSet

ROOT = Path(__file__).parents[1]
RULES = "rules"
"""The engine that stands beside the shipped one where a set says who said what."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What one set gave: measures by path, and the seconds that reading its reports took.

    ``rules`` are the measures of the rules alone, where the attribution engine decides them; ``detail`` is more to say
    about the set, as lines of Markdown.
    """

    about: str
    measures: dict[str, float | None]
    seconds: float
    rules: dict[str, float | None] | None = None
    detail: list[str] = field(default_factory=list)


def measure(each: EvalSet) -> Measured:
    """Read and score; stops the program where the command or the script fails."""
    with tempfile.TemporaryDirectory(prefix="onrecord-evals-") as folder:
        scratch = Path(folder)
        pred, seconds = predict(each, scratch / "pred.jsonl")
        measures = score(each, pred, scratch)
        if not each.by_engine:
            return Measured(each.about, measures, seconds)
        other, _ = predict(each, scratch / "rules.jsonl", engine=RULES)
        rules = score(each, other, scratch)
        detail = attribution_detail(each, pred, other) if each.attributions else []
        return Measured(each.about, measures, seconds, rules, detail)


def predict(each: EvalSet, pred: Path, engine: str | None = None) -> tuple[Path, float]:
    """The output of ``onrecord extract``, by the shipped engine unless one is named, and the seconds it took."""
    command = [str(Path(sys.executable).with_name("onrecord")), "extract", *map(str, each.inputs), "--json"]
    command += ["--with-text"] if each.with_text else []
    command += ["--engine", engine] if engine else []
    start = time.perf_counter()
    with pred.open("wb") as out:
        done = subprocess.run(command, stdout=out, stderr=subprocess.PIPE, check=False, text=True)
    seconds = time.perf_counter() - start
    if done.returncode not in (0, 1):
        sys.exit(f"{each.name}: onrecord extract failed: {done.stderr[-2000:]}")
    if done.stderr.strip():
        print(f"{each.name}: {done.stderr.strip()[:500]}", file=sys.stderr)
    if each.case is not None:
        name_by_stem(pred)
    return pred, seconds


def score(each: EvalSet, pred: Path, scratch: Path) -> dict[str, float | None]:
    """The set's measures by path, as its script gives them."""
    arguments = list(each.arguments)
    if each.case is not None:
        texts = scratch / "texts"
        builder = [sys.executable, str(ROOT / "tools/build_gold.py"), str(each.case), "--check", "--texts", str(texts)]
        subprocess.run(builder, check=True, capture_output=True)
        arguments += ["--texts", str(texts)]
    scored = subprocess.run(
        [sys.executable, str(each.script), *arguments, "--pred", str(pred), "--json"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    result = json.loads(scored.stdout)
    return {m: value_at(result, m.lstrip("-")) for m in each.measures}


def name_by_stem(pred: Path) -> None:
    """Give the reports of files the id that the gold knows them by: the name up to its first dot ("x.html.gz" is x)."""
    rows = read_lines(pred)
    for row in rows:
        row["report"]["external_id"] = row["report"]["external_id"] or Path(row["report"]["source"]).name.split(".")[0]
    pred.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def read_lines(path: Path) -> list[dict[str, Any]]:
    """The rows of a JSONL file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def value_at(result: dict[str, Any], path: str) -> float | None:
    """The number at a dotted path."""
    node: Any = result
    for key in path.split("."):
        node = node.get(key) if isinstance(node, dict) else None
    return None if node is None else float(node)


def load_script(path: Path) -> ModuleType:
    """A scoring script as a module, for its functions."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        sys.exit(f"{path} is no Python file")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def attribution_detail(each: EvalSet, pred: Path, rules: Path) -> list[str]:
    """Recall by kind of attribution for both engines, and how far the shipped one's confidence can be believed."""
    script = load_script(each.script)
    gold = script.read_gold(each.gold, script.beside(each.gold, "reports.jsonl"))
    by_engine = {
        name: kinds.recall_by_kind(gold, script.read_predictions(path, gold), script)
        for name, path in (("default", pred), (RULES, rules))
    }
    bins = reliability.reliability(reliability.judged(gold, read_lines(pred), script))
    error = reliability.calibration_error(bins)
    return [
        "Recall by kind, told from the gold spans. A source is named where it holds a name, and described where it",
        "holds none (two officials). Content counts with an IoU of 0.5, an attribution where its source does too.",
        "",
        *kinds.table(by_engine),
        "",
        "Confidence of the statements as `extract` gives them. A statement is right where content and source each have",
        "an IoU of 0.5 with one of the gold. The curve from score to confidence was fitted on these same reports.",
        "",
        *reliability.table(bins),
        "",
        f"Expected calibration error: {'n/a' if error is None else f'{error:.3f}'}.",
    ]
