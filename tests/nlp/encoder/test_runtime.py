"""The shipped model: whole, the one that was trained, and honest about files that are not."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest

from onrecord.model.errors import MissingDependencyError, UsageError
from onrecord.model.spans import Span
from onrecord.nlp.encoder import runtime
from onrecord.nlp.encoder.attribute import N_FEATURES
from onrecord.nlp.encoder.runtime import FOLDER, Encoder, Reading, load_encoder
from onrecord.nlp.encoder.words import encode_all, tokens
from tests.nlp.encoder.decided import SAMPLES, decide, share_equal

AGREEMENT = 0.985
"""Least share of words on which the quantised graphs decide as the trained model does in floats, over the samples;
the export asks for 0.99 over eight development reports."""

TEXT = (
    "The bridge will stay shut until the spring, Mayor Tom Orr said on Friday.\n\n"
    "According to two clerks, the deck has leaked since the storm. It was built in 1902."
)


def paragraphs(text: str) -> list[Span]:
    at, found = 0, []
    for line in text.split("\n"):
        if line.strip():
            found.append(Span(at, at + len(line)))
        at += len(line) + 1
    return found


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    shutil.copytree(FOLDER, tmp_path / "data")
    return tmp_path / "data"


def test_the_quantised_model_decides_as_the_trained_one() -> None:
    trained = json.loads(Path(__file__).with_name("trained.json").read_text("utf-8"))
    encoder = load_encoder()
    pairs: dict[str, list[tuple[str, str]]] = {"roles": [], "names": [], "links": []}
    for name in SAMPLES:
        text = (Path(runtime.__file__).parents[2] / "samples" / name).read_text("utf-8")
        found = decide(encoder._runner, encode_all(tokens(text, encoder._pieces)), trained[name]["cues"])
        pairs["roles"] += zip(found["roles"], trained[name]["roles"], strict=True)
        pairs["names"].append((found["names"], trained[name]["names"]))
        pairs["links"] += zip(found["links"], trained[name]["links"], strict=True)
    shares = {k: share_equal(*zip(*v, strict=True)) for k, v in pairs.items()}
    assert min(shares.values()) > AGREEMENT, shares


def test_it_reads_who_said_what_and_the_names() -> None:
    reading = load_encoder().read(TEXT, [paragraphs(TEXT)])
    first, second = reading.cited
    assert [s.of(TEXT) for s in first.source] == ["Mayor Tom Orr"]
    assert [s.of(TEXT)[:4] for s in first.cue] == ["said"]
    assert [s.of(TEXT) for s in first.content] == ["The bridge will stay shut until the spring"]
    assert [s.of(TEXT) for s in second.source] == ["two clerks"]
    assert all(0 < c.confidence <= 1 for c in reading.cited)
    assert ("Tom Orr", "Person") in [(n.span.of(TEXT), n.kind) for n in reading.names]


def test_streams_are_read_apart() -> None:
    whole = load_encoder().read(TEXT, [[p] for p in paragraphs(TEXT)])
    assert len(whole.cited) == 2
    assert load_encoder().read(TEXT, []) == Reading()
    assert load_encoder().read("  \n ~", [[Span(0, 5)]]).cited == ()


def test_the_manifest_fits_the_files() -> None:
    manifest = json.loads((FOLDER / "model.json").read_text("utf-8"))
    assert set(manifest["files"]) == {"encoder.onnx", "link.onnx", "tokenizer.json"}
    for name, digest in manifest["files"].items():
        assert hashlib.sha256((FOLDER / name).read_bytes()).hexdigest() == digest
    assert sum((FOLDER / n).stat().st_size for n in manifest["files"]) < 30_000_000
    assert len(manifest["settings"]["weights"]) == N_FEATURES


def test_a_damaged_file_is_refused(copied: Path) -> None:
    (copied / "link.onnx").write_bytes((copied / "link.onnx").read_bytes()[:-1])
    encoder = Encoder(copied)
    assert encoder.available
    with pytest.raises(MissingDependencyError, match=r"link.onnx is damaged"):
        encoder.load()


def test_a_missing_model_is_named(copied: Path) -> None:
    (copied / "encoder.onnx").unlink()
    with pytest.raises(MissingDependencyError, match=r"encoder.onnx is missing"):
        Encoder(copied).load()
    (copied / "model.json").unlink()
    assert not Encoder(copied).available
    with pytest.raises(MissingDependencyError, match="install onrecord again"):
        Encoder(copied).load()


def test_threads_are_taken_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(runtime.THREADS, "2")
    two = Encoder().read(TEXT, [paragraphs(TEXT)])
    monkeypatch.setenv(runtime.THREADS, "many")
    with pytest.raises(UsageError, match=runtime.THREADS):
        Encoder()
    assert two == load_encoder().read(TEXT, [paragraphs(TEXT)])
