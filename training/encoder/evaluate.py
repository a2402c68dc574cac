"""Predict a part of the corpora and run the unchanged scoring scripts on it.

    python -m training.encoder.evaluate FOLDER [--onnx] [--part dev] [--reports N] [--cue .5] ...

FOLDER holds ``best.pt`` (or, with ``--onnx``, the exported graphs).
"""

from __future__ import annotations

import argparse
import json
import logging
import subprocess
import sys
import tempfile
import time
from dataclasses import fields
from pathlib import Path
from typing import Any

import torch
from training.encoder.data import data_root, read_set
from training.encoder.model import Encoder, load_pieces
from training.encoder.predict import TorchRunner, exported, line, predict

from onrecord.nlp.encoder.attribute import Settings
from onrecord.nlp.encoder.passes import Runner
from onrecord.nlp.encoder.words import Pieces

log = logging.getLogger("training.encoder")
SCRIPTS = {"attribution": "score_attribution.py", "entities": "score_entities.py"}


def load_model(path: Path) -> Encoder:
    """The model of a checkpoint."""
    saved = torch.load(path, map_location="cpu", weights_only=True)
    model = Encoder(**saved["config"])
    model.load_state_dict(saved["model"])
    return model


def score(name: str, part: str, lines: list[dict[str, Any]], keep: Path | None = None) -> dict[str, Any]:
    """The measures of the scoring script over prediction lines; only the reports that have a line are scored.

    ``keep`` is where the predictions are left for a closer look.
    """
    root = data_root()
    ids = {row["report"]["external_id"] for row in lines}
    with tempfile.TemporaryDirectory() as folder:
        pred = keep or Path(folder) / "pred.jsonl"
        pred.write_text("".join(json.dumps(row) + "\n" for row in lines), encoding="utf-8")
        for file in ("gold.jsonl", "reports.jsonl"):
            with (root / "bench" / name / part / file).open(encoding="utf-8", newline="\n") as rows:
                kept = [row for row in rows if row.strip() and json.loads(row)["id"] in ids]
            (Path(folder) / file).write_text("".join(kept), encoding="utf-8", newline="\n")
        command = [sys.executable, str(root / "eval" / SCRIPTS[name]), "--gold", folder, "--pred", str(pred), "--json"]
        done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603  (our own script)
    return dict(json.loads(done.stdout))


def brief(name: str, measures: dict[str, Any]) -> dict[str, float]:
    """The figures worth a log line."""
    if name == "entities":
        classes = {k: v["f1"] for k, v in measures["by_class"].items() if v["gold"]}
        return {k: round(v, 4) for k, v in ({"typed": measures["typed"]["f1"]} | classes).items()}
    kinds = {k: v["attribution_recall"] or 0.0 for k, v in measures["by_type"].items()}
    out = {k: v["f1"] for k, v in measures["tokens"].items()}
    out |= {"iou50": measures["content"]["iou50"]["f1"], "exact": measures["content"]["exact"]["f1"]}
    return {k: round(v, 4) for k, v in (out | {"attribution": measures["attribution"]["f1"]} | kinds).items()}


def evaluate(
    runner: Runner,
    pieces: Pieces,
    settings: Settings,
    *,
    part: str = "dev",
    reports: int | None = None,
    keep: Path | None = None,
    sets: tuple[str, ...] = ("attribution", "entities"),
    limit: int = 256,
) -> dict[str, dict[str, Any]]:
    """The scripts' measures over each set, with ``words_per_second`` of the whole way from text to spans."""
    out = {}
    for name in sets:
        rows = read_set(name, part)[:reports]
        begin = time.perf_counter()
        found = predict(runner, [text for _, text, _ in rows], pieces, settings, limit=limit)
        took = time.perf_counter() - begin
        lines = [line(id_, f) for (id_, _, _), f in zip(rows, found, strict=True)]
        out[name] = score(name, part, lines, keep / f"pred.{name}.{part}.jsonl" if keep else None)
        out[name]["words_per_second"] = round(sum(len(text.split()) for _, text, _ in rows) / took)
    return out


def main() -> None:
    """Print the measures as JSON, and the short ones to the log."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--limit", type=int, default=256, help="pieces a window, as in training")
    parser.add_argument("--onnx", action="store_true", help="use the int8 export instead of the checkpoint")
    parser.add_argument("--part", default="dev", choices=["train", "dev"])
    parser.add_argument("--reports", type=int, help="only the first N reports")
    for f in fields(Settings):
        if f.name != "weights":
            parser.add_argument(f"--{f.name}", type=type(f.default), default=f.default)
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    settings = Settings(**{f.name: getattr(args, f.name) for f in fields(Settings) if f.name != "weights"})
    runner: Runner = exported(args.folder) if args.onnx else TorchRunner(load_model(args.folder / "best.pt"))
    results = evaluate(
        runner, load_pieces(), settings, part=args.part, reports=args.reports, keep=args.folder, limit=args.limit
    )
    for name, measures in results.items():
        log.info("%s %s, %d words a second", name, json.dumps(brief(name, measures)), measures["words_per_second"])
    sys.stdout.write(json.dumps(results) + "\n")


if __name__ == "__main__":
    main()
