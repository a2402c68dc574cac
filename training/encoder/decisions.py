"""What the trained model decides on our own sample reports, in floats: the truth that the shipped graphs are held to.

    python -m training.encoder.decisions OUT

Writes ``tests/nlp/encoder/trained.json``: per report and word the label of each role tagger and of the names, per cue
found the words of its source and content, each as a string of digits or letters.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from tests.nlp.encoder.decided import SAMPLES, Decided, decide
from training.encoder.evaluate import load_model
from training.encoder.model import load_pieces
from training.encoder.predict import TorchRunner

from onrecord.nlp.encoder.words import Pieces, encode_all, tokens

ROOT = Path(__file__).parents[2]
TARGET = ROOT / "tests/nlp/encoder/trained.json"


def decisions(out: Path, pieces: Pieces) -> dict[str, Decided]:
    """By path of the sample, relative to the package's samples."""
    runner = TorchRunner(load_model(out / "best.pt"))
    return {
        name: decide(
            runner, encode_all(tokens((ROOT / "src/onrecord/samples" / name).read_text("utf-8"), pieces)), None
        )
        for name in SAMPLES
    }


def main() -> None:
    """Parse the command line and write the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    found = decisions(parser.parse_args().out, load_pieces())
    TARGET.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
