"""Gold labels, turned into scores and decoded, give back the gold spans."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from training.encoder import data, decode

from tests.training.texts import TEXT, find, gold, pieces

SURE = 9.0


def scores_of(labels: data.Ints, classes: int) -> decode.Floats:
    """[W] labels to [W, classes] scores that leave no doubt."""
    return np.eye(classes)[labels] * 2 * SURE


def decoded(text: str, items: list[dict[str, Any]], cut: data.Pieces, limit: int = 256) -> list[decode.Found]:
    toks = data.tokens(text, cut)
    out: list[decode.Found] = []
    for ex in data.label_attributions(toks, data.examples_of(toks, limit=limit), items):
        tags = {role: scores_of(labels, 3) for role, labels in ex.tags.items()}
        cues = decode.cues_in_core(tags["cue"], ex.core)
        link = np.full((len(cues), len(ex.first), 2), -SURE)
        for k, (a, b, _) in enumerate(cues):
            for known in ex.links:
                if known.cue == (a, b):
                    link[k] = np.stack([known.source, known.content], axis=1) * 2 * SURE - SURE
        words = toks.spans[ex.window.first : ex.window.end]
        out.extend(decode.attributions(tags, cues, link, words, text, decode.Settings()))
    return out


@pytest.mark.parametrize("limit", [256, 128])
def test_gold_comes_back_to_the_character(limit: int) -> None:
    found = decoded(TEXT, gold(), pieces, limit)
    back = [(a.source, a.cue, [TEXT[s:e] for s, e in a.content]) for a in sorted(found, key=lambda a: a.content)]
    assert back == [
        (item["source"], item["cue"], [TEXT[s:e] for s, e in item["content"]])
        for item in sorted(gold(), key=lambda item: item["content"])
    ]
    assert all(0.99 < a.confidence <= 1.0 for a in found)


@pytest.mark.slow
@pytest.mark.parametrize("part", ["train", "dev"])
def test_gold_of_the_corpus_survives(part: str) -> None:
    if not (data.data_root() / "bench/attribution" / part).exists():
        pytest.skip("the corpora are absent")
    kept = total = 0
    for _, text, items in data.read_set("attribution", part)[:100]:
        at = {}
        for n, (s, e) in enumerate(m.span() for m in data.WORD.finditer(text)):
            if any(c.isalnum() for c in text[s:e]):
                at.update(dict.fromkeys(range(s, e), n))

        def words(spans: Any, at: dict[int, int] = at) -> frozenset[int]:
            return frozenset(at[k] for s, e in spans for k in range(s, e) if k in at)

        found = {(words(a.source), words(a.cue), words(a.content)) for a in decoded(text, items, pieces)}
        total += len(items)
        kept += sum((words(i["source"]), words(i["cue"]), words(i["content"])) in found for i in items)
    assert kept / total > 0.97


def test_two_cues_do_not_share_words_unless_asked_to() -> None:
    text = "Ada said Bo said it rained"
    toks = data.tokens(text, pieces)
    cues = [(1, 2, 1.0), (3, 4, 1.0)]
    link = np.full((2, 6, 2), -SURE)
    link[0, 2:6, 1] = 1.0
    link[1, 4:6, 1] = 2.0
    alone = decode.attributions({}, cues, link, toks.spans, text, decode.Settings())
    assert [[text[s:e] for s, e in a.content] for a in alone] == [["Bo said"], ["it rained"]]
    nested = decode.attributions({}, cues, link, toks.spans, text, decode.Settings(exclusive=False))
    assert [[text[s:e] for s, e in a.content] for a in nested] == [["Bo said it rained"], ["it rained"]]


def test_a_quotation_that_no_cue_claims_can_be_kept() -> None:
    text = "She sat down. “The dam will not hold this year.”"
    toks = data.tokens(text, pieces)
    start = text.index("“")
    said = data.bio(len(toks), [data.word_range(toks, (start, len(text)))])
    tags = {"content": scores_of(said, 3)}
    none = np.zeros((0, len(toks), 2))
    assert decode.attributions(tags, [], none, toks.spans, text, decode.Settings()) == []
    (found,) = decode.attributions(tags, [], none, toks.spans, text, decode.Settings(uncued=0.8))
    assert [text[s:e] for s, e in found.content] == ["“The dam will not hold this year.”"]
    assert (found.source, found.cue) == ([], [])


def test_only_cues_that_begin_in_the_core_count() -> None:
    labels = np.array([1, 2, 0, 1, 1, 2])
    ranges = [(a, b) for a, b, _ in decode.cues_in_core(scores_of(labels, 3), (2, 4))]
    assert ranges == [(3, 4)]
    assert [(a, b) for a, b, _ in decode.role_ranges(scores_of(labels, 3))] == [(0, 2), (3, 4), (4, 6)]


def test_content_of_marks_alone_is_nothing() -> None:
    text = "Ada said: “”"
    toks = data.tokens(text, pieces)
    link = np.full((1, len(toks), 2), -SURE)
    link[0, 3:, 1] = SURE
    assert decode.attributions({}, [(1, 2, 1.0)], link, toks.spans, text, decode.Settings()) == []


def test_names_come_back_and_touching_ones_stay_apart() -> None:
    text = "Ines Okoro Larnaca Airport Tuesday"
    toks = data.tokens(text, pieces)
    items = [
        {"span": find(text, "Ines Okoro"), "kind": "Person"},
        {"span": find(text, "Larnaca Airport"), "kind": "Facility"},
        {"span": find(text, "Tuesday"), "kind": "Date"},
    ]
    (example,) = data.label_names(toks, data.examples_of(toks), items)
    assert example.names is not None
    found = decode.names(scores_of(example.names, 19), example.core, toks.spans)
    assert found == [(*item["span"], item["kind"]) for item in items]


def test_probabilities_match_their_definition() -> None:
    x = np.array([[-800.0, 0.0, 3.0], [1.0, 1.0, 800.0]])
    assert np.allclose(decode.softmax(x).sum(-1), 1.0)
    assert np.allclose(decode.sigmoid(x[0, 1:]), [0.5, 1 / (1 + np.exp(-3.0))])


def test_weak_attributions_can_be_dropped() -> None:
    text = "Ada said it rained"
    toks = data.tokens(text, pieces)
    link = np.full((1, 4, 2), -SURE)
    link[0, 0, 0] = link[0, 2:, 1] = SURE
    for cue, kept in ((0.9, 1), (0.3, 0)):
        settings = decode.Settings(confidence=0.5)
        found = decode.attributions({}, [(1, 2, cue)], link, toks.spans, text, settings)
        assert len(found) == kept
        assert all(abs(a.confidence - cue) < 1e-3 for a in found)
