"""Export ``best.pt`` to ONNX, quantise it to int8, and check both against the trained model.

    python -m training.encoder.export OUT

Two graphs, since the second pass runs on cues that the first has found: ``encoder`` (pieces to word states and tag
scores) and ``link`` (word states and distances to scores of source and content). The float graphs must agree with torch
to 1e-3 on every score; for the int8 graphs the share of words whose decision (best label, or side of 0.5) stays the
same must be at least 0.99. The figures, sizes and SHA-256 sums are written to ``export.json``.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import logging
import sys
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn
from training.encoder.batches import attribution_batch, load_examples
from training.encoder.evaluate import load_model
from training.encoder.model import Encoder, load_pieces
from training.encoder.predict import TorchRunner, exported

from onrecord.nlp.encoder.passes import Runner

log = logging.getLogger("training.encoder")
Axes = dict[str, dict[int, str]]
FLOAT_TOLERANCE = 1e-3
INT8_AGREEMENT = 0.99
MOST_MEGABYTES = 30.0


def graph(module: nn.Module, example: tuple[Tensor, ...], path: Path, ins: Axes, outs: Axes) -> None:
    """One ONNX file; ``ins`` and ``outs`` name the free axes of the arguments and results, in order."""
    with warnings.catch_warnings():
        # The newer exporter wants onnxscript, and gives the same operators for a plain graph like this.
        warnings.simplefilter("ignore", DeprecationWarning)
        torch.onnx.export(
            module.eval(),
            example,
            str(path),
            input_names=list(ins),
            output_names=list(outs),
            dynamic_axes=ins | outs,
            opset_version=17,
            dynamo=False,
        )


def write_graphs(model: Encoder, out: Path) -> None:
    """``encoder.onnx`` and ``link.onnx`` with free batch, piece, word and cue counts."""
    ids = torch.randint(5, 20000, (2, 12))
    ones = torch.ones_like(ids)
    first = torch.tensor([[1, 2, 4, 5], [1, 3, 0, 0]])
    pieces, words = {0: "B", 1: "T"}, {0: "B", 1: "W"}
    cues = {0: "K", 1: "W"}
    graph(
        model,
        (ids, ones, ones, first),
        out / "encoder.onnx",
        dict.fromkeys(("ids", "shapes", "mask"), pieces) | {"first": words},
        dict.fromkeys(("words", "roles", "names"), words),
    )
    graph(
        model.link,
        (model.link.prepare(torch.randn(3, 7, 384)), torch.randint(0, 5, (3, 7)), torch.ones(3, 7, dtype=torch.int64)),
        out / "link.onnx",
        dict.fromkeys(("words", "offsets", "mask"), cues),
        {"scores": cues},
    )


def scores_on(runner: Runner, batch: dict[str, Any]) -> dict[str, Any]:
    """Role [B, W, 9], name [B, W, 19] and link [K, W, 2] scores, the last for the gold cues."""
    states, roles, names = runner.encode(batch)
    at = batch["window"]
    return {
        "roles": roles,
        "names": names,
        "link": runner.link(states[at], batch["offsets"], batch["word_mask"][at]),
    }


def compare(one: Runner, other: Runner, batches: Sequence[dict[str, Any]]) -> dict[str, float]:
    """Largest difference of a score, and the share of equal decisions, over the words that are not padding."""
    worst: dict[str, float] = {}
    same: dict[str, list[Any]] = {}
    for batch in batches:
        mask = batch["word_mask"].astype(bool)
        first, second = scores_on(one, batch), scores_on(other, batch)
        for name in first:
            kept = mask[batch["window"]] if name == "link" else mask
            a, b = first[name][kept], second[name][kept]
            worst[f"{name}_difference"] = max(worst.get(f"{name}_difference", 0.0), float(np.abs(a - b).max()))
            if name == "link":
                equal = (a > 0) == (b > 0)
            elif name == "roles":
                equal = a.reshape(-1, 3, 3).argmax(-1) == b.reshape(-1, 3, 3).argmax(-1)
            else:
                equal = a.argmax(-1) == b.argmax(-1)
            same.setdefault(f"{name}_same", []).append(equal.ravel())
    shares = {k: float(np.concatenate(v).mean()) for k, v in same.items()}
    return {k: round(v, 6) for k, v in (worst | shares).items()}


def export(out: Path, *, reports: int = 8) -> dict[str, Any]:
    """Write, quantise and check; stops the program where a check fails."""
    model = load_model(out / "best.pt")
    write_graphs(model, out)
    for name in ("encoder", "link"):
        quantize_dynamic(
            out / f"{name}.onnx",
            out / f"{name}.int8.onnx",
            weight_type=QuantType.QInt8,
            per_channel=True,
            extra_options={"MatMulConstBOnly": True},
        )
    examples = [ex for ex in load_examples("attribution", "dev", load_pieces(), reports=reports) if ex.links]
    batches = [attribution_batch([ex]) for ex in examples]  # a window each, as the package reads them
    trained = TorchRunner(model)
    checks = {
        kind: compare(trained, exported(out, suffix), batches) for kind, suffix in (("float", ""), ("int8", ".int8"))
    }
    files = sorted(out.glob("*.int8.onnx"))
    result = {
        "checks": checks,
        "megabytes": round(sum(f.stat().st_size for f in files) / 1e6, 2),
        "sha256": {f.name: hashlib.sha256(f.read_bytes()).hexdigest() for f in files},
    }
    (out / "export.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    log.info("%s", json.dumps(result))
    worst = max(v for k, v in checks["float"].items() if k.endswith("difference"))
    least = min(v for k, v in checks["int8"].items() if k.endswith("same"))
    if worst > FLOAT_TOLERANCE or least < INT8_AGREEMENT or result["megabytes"] > MOST_MEGABYTES:
        log.error("the export fails its checks: float %.5f, int8 %.4f, %.1f MB", worst, least, result["megabytes"])
        sys.exit(1)
    return result


def main() -> None:
    """Export the folder named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    export(parser.parse_args().out)


if __name__ == "__main__":
    main()
