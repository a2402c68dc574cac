"""Run the evals: read the reports with the installed command, score them, hold them to their floors, write the page.

    python -m evals [--only NAME ...] [--accept-lower] [--raise-floors]

Reads ``ONRECORD_DATA`` (default ``../shared``); sets whose data is absent are named and skipped. Exits with 1 where a
measure fell below its floor, unless ``--accept-lower`` says that this is meant; then the floors are lowered.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from evals import floors, page
from evals.sets import EvalSet, all_sets

ROOT = Path(__file__).parents[1]


def run(each: EvalSet) -> tuple[dict[str, float | None], dict[str, Any], float]:
    """Measures by path, the script's whole JSON, and the seconds that reading took."""
    with tempfile.TemporaryDirectory(prefix="onrecord-evals-") as scratch:
        pred = Path(scratch) / "pred.jsonl"
        command = [str(Path(sys.executable).with_name("onrecord")), "extract", *map(str, each.inputs), "--json"]
        command += ["--with-text"] if each.with_text else []
        start = time.perf_counter()
        with pred.open("wb") as out:
            done = subprocess.run(command, stdout=out, stderr=subprocess.PIPE, check=False, text=True)
        seconds = time.perf_counter() - start
        if done.returncode not in (0, 1):
            sys.exit(f"{each.name}: onrecord extract failed: {done.stderr[-2000:]}")
        if done.stderr.strip():
            print(f"{each.name}: {done.stderr.strip()[:500]}", file=sys.stderr)
        arguments = list(each.arguments)
        if each.case is not None:
            texts = Path(scratch) / "texts"
            builder = [
                sys.executable,
                str(ROOT / "tools/build_gold.py"),
                str(each.case),
                "--check",
                "--texts",
                str(texts),
            ]
            subprocess.run(builder, check=True, capture_output=True)
            arguments += ["--texts", str(texts)]
            name_by_stem(pred)
        scored = subprocess.run(
            [sys.executable, str(each.script), *arguments, "--pred", str(pred), "--json"],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        result = json.loads(scored.stdout)
    return {m: value_at(result, m.lstrip("-")) for m in each.measures}, result, seconds


def name_by_stem(pred: Path) -> None:
    """Give the reports of files the id that the gold knows them by: the name up to its first dot ("x.html.gz" is x)."""
    rows = [json.loads(line) for line in pred.read_text(encoding="utf-8").splitlines()]
    for row in rows:
        row["report"]["external_id"] = row["report"]["external_id"] or Path(row["report"]["source"]).name.split(".")[0]
    pred.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def value_at(result: dict[str, Any], path: str) -> float | None:
    """The number at a dotted path."""
    node: Any = result
    for key in path.split("."):
        node = node.get(key) if isinstance(node, dict) else None
    return None if node is None else float(node)


def main() -> None:
    """Measure, compare, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="*", help="names of sets")
    parser.add_argument("--accept-lower", action="store_true", help="lower the floors to what was measured")
    parser.add_argument("--raise-floors", action="store_true", help="raise the floors to what was measured")
    options = parser.parse_args()
    data = Path(os.environ.get("ONRECORD_DATA", ROOT.parent / "shared"))
    known = floors.read()
    found: dict[str, page.Measured] = {}
    failures: list[str] = []
    for each in all_sets(data):
        if options.only and each.name not in options.only:
            continue
        if each.missing:
            print(f"{each.name}: skipped, absent: {', '.join(map(str, each.missing))}")
            continue
        measures, _, seconds = run(each)
        found[each.name] = page.Measured(each.about, measures, seconds)
        shown = "  ".join(f"{m.lstrip('-')} {'n/a' if v is None else f'{v:.3f}'}" for m, v in measures.items())
        print(f"{each.name} ({seconds:.0f} s): {shown}", flush=True)
        failures += floors.below(known, each, measures)
        if options.raise_floors or options.accept_lower:
            floors.update(known, each, measures, lower=options.accept_lower)
    if options.raise_floors or options.accept_lower:
        floors.write(known)
    if not options.only:
        page.write(ROOT / "docs/quality.md", found)
    if failures and not options.accept_lower:
        sys.exit("below their floors:\n  " + "\n  ".join(failures))


if __name__ == "__main__":
    main()
