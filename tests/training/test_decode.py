"""Gold labels, turned into scores and decoded, give back the gold spans."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from training.encoder import data

from onrecord.nlp.encoder import attribute, decode, words
from tests.training.texts import TEXT, find, gold, pieces

SURE = 9.0


def scores_of(labels: words.Ints, classes: int) -> decode.Floats:
    """[W] labels to [W, classes] scores that leave no doubt."""
    return np.eye(classes)[labels] * 2 * SURE


def found_in(
    cues: list[tuple[int, int, float]],
    link: decode.Floats,
    spans: list[tuple[int, int]],
    text: str,
    settings: attribute.Settings | None = None,
    roles: decode.Floats | None = None,
) -> list[attribute.Found]:
    """With role tags that say nothing, where none are given."""
    settings = settings or attribute.Settings()
    tags = np.zeros((len(spans), 9)) if roles is None else roles
    return attribute.attributions(attribute.candidates(cues, link, tags, settings), spans, text, settings)


def decoded(text: str, items: list[dict[str, Any]], cut: words.Pieces, limit: int = 256) -> list[attribute.Found]:
    toks = words.tokens(text, cut)
    out: list[attribute.Found] = []
    for ex in data.label_attributions(toks, words.encode_all(toks, limit=limit), items):
        cues = decode.cues_in_core(scores_of(ex.tags["cue"], 3), ex.core)
        link = np.full((len(cues), len(ex.first), 2), -SURE)
        for k, (a, b, _) in enumerate(cues):
            for known in ex.links:
                if known.cue == (a, b):
                    link[k] = np.stack([known.source, known.content], axis=1) * 2 * SURE - SURE
        spans = toks.spans[ex.window.first : ex.window.end]
        out.extend(found_in(cues, link, spans, text))
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
        for n, (s, e) in enumerate(m.span() for m in words.WORD.finditer(text)):
            if any(c.isalnum() for c in text[s:e]):
                at.update(dict.fromkeys(range(s, e), n))

        def tokens_of(spans: Any, at: dict[int, int] = at) -> frozenset[int]:
            return frozenset(at[k] for s, e in spans for k in range(s, e) if k in at)

        found = {tuple(tokens_of(x) for x in (a.source, a.cue, a.content)) for a in decoded(text, items, pieces)}
        total += len(items)
        kept += sum(tuple(tokens_of(i[role]) for role in decode.ROLES) in found for i in items)
    assert kept / total > 0.97


def test_the_better_cue_takes_the_words() -> None:
    text = "Ada said Bo said it rained"
    toks = words.tokens(text, pieces)
    cues = [(1, 2, 0.9), (3, 4, 0.99)]
    link = np.full((2, 6, 2), -SURE)
    link[0, 2:6, 1] = 3.0
    link[1, 4:6, 1] = 3.0
    found = found_in(cues, link, toks.spans, text)
    assert [[text[s:e] for s, e in a.content] for a in found] == [["it rained"], ["Bo said"]]
    whole = found_in(cues, link, toks.spans, text, attribute.Settings(keep=0.6))
    assert [[text[s:e] for s, e in a.content] for a in whole] == [["it rained"]]


def test_small_gaps_are_closed_and_stray_words_dropped() -> None:
    text = "Ada said it never rained in the two weeks that a brown dog lived"
    toks = words.tokens(text, pieces)
    link = np.full((1, len(toks), 2), -SURE)
    link[0, 2:5, 1] = link[0, 6:9, 1] = SURE
    link[0, 13, 1] = 0.5
    (found,) = found_in([(1, 2, 1.0)], link, toks.spans, text)
    assert [text[s:e] for s, e in found.content] == ["it never rained in the two weeks"]
    settings = attribute.Settings(gap=0, fragment=0)
    (found,) = found_in([(1, 2, 1.0)], link, toks.spans, text, settings)
    assert [text[s:e] for s, e in found.content] == ["it never rained", "the two weeks", "lived"]


def test_weights_turn_features_into_the_confidence() -> None:
    link = np.full((1, 4, 2), -SURE)
    link[0, 0, 0] = link[0, 2:, 1] = SURE
    roles = np.zeros((4, 9))
    (candidate,) = attribute.candidates([(1, 2, 0.9)], link, roles, attribute.Settings())
    assert candidate.features.shape == (attribute.N_FEATURES,)
    only_cue = tuple(float(k == 1) for k in range(attribute.N_FEATURES))
    assert attribute.confidence_of(candidate, only_cue) == pytest.approx(0.9)
    assert attribute.confidence_of(candidate, None) == pytest.approx(0.9, abs=1e-3)


def test_only_cues_that_begin_in_the_core_count() -> None:
    labels = np.array([1, 2, 0, 1, 1, 2])
    ranges = [(a, b) for a, b, _ in decode.cues_in_core(scores_of(labels, 3), (2, 4))]
    assert ranges == [(3, 4)]
    assert [(a, b) for a, b, _ in decode.role_ranges(scores_of(labels, 3))] == [(0, 2), (3, 4), (4, 6)]


def test_content_of_marks_alone_is_nothing() -> None:
    text = "Ada said: “”"
    toks = words.tokens(text, pieces)
    link = np.full((1, len(toks), 2), -SURE)
    link[0, 3:, 1] = SURE
    assert found_in([(1, 2, 1.0)], link, toks.spans, text) == []


def test_names_come_back_and_touching_ones_stay_apart() -> None:
    text = "Ines Okoro Larnaca Airport Tuesday"
    toks = words.tokens(text, pieces)
    items = [
        {"span": find(text, "Ines Okoro"), "kind": "Person"},
        {"span": find(text, "Larnaca Airport"), "kind": "Facility"},
        {"span": find(text, "Tuesday"), "kind": "Date"},
    ]
    (example,) = data.label_names(toks, words.encode_all(toks), items)
    assert example.names is not None
    found = decode.names(scores_of(example.names, 19), example.core, toks.spans)
    assert found == [decode.FoundName(*item["span"], item["kind"]) for item in items]


def test_probabilities_match_their_definition() -> None:
    x = np.array([[-800.0, 0.0, 3.0], [1.0, 1.0, 800.0]])
    assert np.allclose(decode.softmax(x).sum(-1), 1.0)
    assert np.allclose(decode.sigmoid(x[0, 1:]), [0.5, 1 / (1 + np.exp(-3.0))])


def test_weak_attributions_can_be_dropped() -> None:
    text = "Ada said it rained"
    toks = words.tokens(text, pieces)
    link = np.full((1, 4, 2), -SURE)
    link[0, 0, 0] = link[0, 2:, 1] = SURE
    for cue, kept in ((0.9, 1), (0.3, 0)):
        found = found_in([(1, 2, cue)], link, toks.spans, text, attribute.Settings(confidence=0.5))
        assert len(found) == kept
        assert all(abs(a.confidence - cue) < 1e-3 for a in found)
