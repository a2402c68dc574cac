"""Make the folder that ships: graphs, vocabulary, and how candidates are weighed, chosen on the dev part.

    python -m training.encoder.ship OUT [--to src/onrecord/nlp/encoder/data] [--name encoder/1]

OUT holds the exported graphs. Every candidate of dev is right or wrong (an annotated attribution with an IoU of 0.5 in
content and in source, as the scoring script counts); a logistic regression over its features gives its confidence; the
least confidence is the lowest that comes near the best attribution F1. Weights fitted on the reports that they are
measured on would flatter, so ``ship.json`` also has the measures with five-fold cross-validation over reports.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import logging
import shutil
import sys
from dataclasses import asdict, replace
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from training.encoder.data import data_root, read_set
from training.encoder.model import base_folder, load_pieces
from training.encoder.predict import exported

from onrecord.nlp.encoder.attribute import Candidate, Found, Settings, attributions
from onrecord.nlp.encoder.decode import Floats, runs, to_spans
from onrecord.nlp.encoder.passes import WindowRead, read_windows
from onrecord.nlp.encoder.runtime import FOLDER
from onrecord.nlp.encoder.words import WINDOW, tokens

log = logging.getLogger("training.encoder")
LEAST = tuple(np.arange(0.2, 0.52, 0.02).round(2).tolist())
FOLDS = 5
YIELD = 0.001
"""F1 given up for recall: what is dropped here nobody sees again, what is kept can be filtered by its confidence."""

RIDGE = 1.0
FILES = {"encoder.int8.onnx": "encoder.onnx", "link.int8.onnx": "link.onnx"}

Gold = dict[str, tuple[str, list[dict[str, Any]]]]


def scorer() -> ModuleType:
    """The unchanged scoring script as a module."""
    path = data_root() / "eval/score_attribution.py"
    spec = importlib.util.spec_from_file_location("score_attribution", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path} is missing")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def right(script: ModuleType, text: str, gold: list[dict[str, Any]], windows: list[WindowRead]) -> list[float]:
    """1 for each candidate of a report that an annotated attribution matches in content and source, else 0."""
    index, _ = script.char_index(text)
    known = [{r: script.tokens_of(a[r], index) for r in ("source", "content")} for a in gold]

    def matches(words: list[tuple[int, int]], c: Candidate) -> bool:
        said = script.tokens_of(to_spans(runs(c.content), words, text), index)
        by = script.tokens_of(to_spans([c.source] if c.source else [], words, text), index)
        return any(
            script.iou(a["content"], said) >= script.IOU
            and ((not a["source"] and not by) or script.iou(a["source"], by) >= script.IOU)
            for a in known
        )

    return [float(matches(w.words, c)) for w in windows for c in w.candidates]


def fit(x: Floats, y: Floats, ridge: float = RIDGE) -> Floats:
    """[F] weights of a logistic regression of [N] 0/1 on [N, F] features, by Newton's method."""
    w = np.zeros(x.shape[1])
    for _ in range(30):
        p = 1.0 / (1.0 + np.exp(-x @ w))
        hessian = (x * (p * (1.0 - p))[:, None]).T @ x + ridge * np.eye(len(w))
        w = w - np.linalg.solve(hessian, x.T @ (p - y) + ridge * w)
    return w


def ship(out: Path, to: Path, name: str) -> dict[str, Any]:
    """Weigh, choose, write the folder; returns the manifest."""
    script, pieces = scorer(), load_pieces()
    rows = read_set("attribution", "dev")
    gold: Gold = {id_: (text, items) for id_, text, items in rows}
    settings = Settings()
    read = read_windows(exported(out), [tokens(text, pieces) for _, text, _ in rows], settings)
    x = [np.stack([c.features for w in windows for c in w.candidates]) for windows in read]
    y = [np.array(right(script, text, items, ws)) for (_, text, items), ws in zip(rows, read, strict=True)]

    def measured(weights: list[Floats], least: float) -> dict[str, Any]:
        """With weights for each report."""
        found: dict[str, list[Found]] = {}
        for (id_, text, _), windows, w in zip(rows, read, weights, strict=True):
            s = replace(settings, weights=tuple(w), confidence=least)
            found[id_] = [a for window in windows for a in attributions(window.candidates, window.words, text, s)]
        predicted = {k: [{"source": a.source, "cue": a.cue, "content": a.content} for a in v] for k, v in found.items()}
        return dict(script.evaluate(gold, predicted))

    def without(fold: int) -> Floats:
        kept = [n for n in range(len(rows)) if n % FOLDS != fold]
        return fit(np.concatenate([x[n] for n in kept]), np.concatenate([y[n] for n in kept]))

    folds = [without(k) for k in range(FOLDS)]
    crossed = [folds[n % FOLDS] for n in range(len(rows))]
    tried = {least: measured(crossed, least) for least in LEAST}
    best = max(float(r["attribution"]["f1"]) for r in tried.values())
    least = min(k for k, r in tried.items() if r["attribution"]["f1"] >= best - YIELD)
    weights = fit(np.concatenate(x), np.concatenate(y))
    for k, result in tried.items():
        log.info("%.2f %s", k, json.dumps({m: round(result[m]["f1"], 4) for m in ("attribution",)}))
    settings = replace(settings, weights=tuple(round(float(w), 4) for w in weights), confidence=least)
    to.mkdir(parents=True, exist_ok=True)
    for source, target in FILES.items():
        shutil.copyfile(out / source, to / target)
    shutil.copyfile(base_folder() / "tokenizer.json", to / "tokenizer.json")
    manifest = {
        "name": name,
        "window": WINDOW,
        "settings": asdict(settings),
        "files": {f: hashlib.sha256((to / f).read_bytes()).hexdigest() for f in (*FILES.values(), "tokenizer.json")},
    }
    (to / "model.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
    kept = {"crossed": tried[least], "fitted": measured([weights] * len(rows), least)}
    (out / "ship.json").write_text(json.dumps(manifest | kept, indent=1) + "\n", encoding="utf-8")
    return manifest | kept


def main() -> None:
    """Parse the command line and write the folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--to", type=Path, default=FOLDER)
    parser.add_argument("--name", default="encoder/1")
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    sys.stdout.write(json.dumps(ship(args.out, args.to, args.name), indent=1) + "\n")


if __name__ == "__main__":
    main()
