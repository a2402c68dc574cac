"""Windows cover every word once, and labels lie on the words of the gold spans."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from training.encoder import data

from onrecord.nlp.encoder import arrays, decode, words
from tests.training.texts import TEXT, find, gold, pieces

prose = st.text(alphabet="ab. \nC?”~7é", max_size=400)


@given(prose, st.integers(24, 80), st.integers(0, 8), st.integers(0, 8))
def test_every_word_lies_in_one_core_and_no_window_is_too_long(text: str, limit: int, left: int, right: int) -> None:
    toks = words.tokens(text, pieces)
    cut = words.windows(toks, limit=limit, left=left, right=right)
    assert [k for w in cut for k in range(w.core_first, w.core_end)] == list(range(len(toks)))
    for w in cut:
        assert 0 <= w.first <= w.core_first < w.core_end <= w.end <= len(toks)
        assert len(words.encode(toks, w, most_pieces=limit // 4).ids) <= limit


@given(prose)
def test_words_are_the_tokens_of_the_text(text: str) -> None:
    toks = words.tokens(text, pieces)
    assert toks.spans == [m.span() for m in words.WORD.finditer(text) if m.group() != "~"]
    assert all(0 < s < words.N_SHAPES for s in toks.shapes)


def test_a_word_longer_than_a_window_is_cut_short() -> None:
    toks = words.tokens("x" * 5000 + " said so.", pieces)
    (example,) = words.encode_all(toks)
    assert len(example.ids) <= 256
    assert len(example.first) == 4


def test_windows_end_with_paragraphs() -> None:
    text = "\n\n".join(f"Paragraph {k} has some words here. And a second sentence." for k in range(40))
    toks = words.tokens(text, pieces)
    cut = words.windows(toks, limit=100)
    assert len(cut) > 3
    for w in cut[:-1]:
        assert "\n\n" in text[toks.spans[w.core_end - 1][1] : toks.spans[w.core_end][0]]


def test_a_long_paragraph_is_cut_at_a_sentence() -> None:
    text = " ".join(f"Sentence number {k} of one long paragraph stands here." for k in range(60))
    toks = words.tokens(text, pieces)
    for w in words.windows(toks, limit=100)[:-1]:
        assert text[slice(*toks.spans[w.core_end - 1])] == "."


def test_labels_cover_the_gold_words() -> None:
    toks = words.tokens(TEXT, pieces)
    (example,) = data.label_attributions(toks, words.encode_all(toks), gold())
    assert len(example.links) == 4
    for link, item in zip(example.links, gold(), strict=True):
        for mark, role in ((link.source, "source"), (link.content, "content")):
            marked = [toks.spans[k] for k in np.flatnonzero(mark)]
            inside = [s for s in toks.spans if any(a < s[1] and s[0] < b for a, b in item[role])]
            assert marked == inside
        start, end = item["cue"][0]
        assert TEXT[toks.spans[link.cue[0]][0] : toks.spans[link.cue[1] - 1][1]] == TEXT[start:end]
    begins = np.flatnonzero(example.tags["content"] == decode.B)
    assert [toks.spans[k][0] for k in begins] == sorted(s for item in gold() for s, _ in item["content"])


def test_an_attribution_belongs_to_one_window() -> None:
    text = "\n\n".join([TEXT.strip()] * 6)
    shift = len(TEXT.strip()) + 2
    items = [
        {r: [(s + k * shift, e + k * shift) for s, e in spans] for r, spans in item.items()}
        for k in range(6)
        for item in gold()
    ]
    toks = words.tokens(text, pieces)
    examples = data.label_attributions(toks, words.encode_all(toks, limit=120), items)
    assert len(examples) > 3
    assert sum(len(ex.links) for ex in examples) == len(items)


def test_a_boundary_inside_a_word_takes_the_whole_word() -> None:
    toks = words.tokens("the ledgerkeeper left", pieces)
    assert data.word_range(toks, (7, 9)) == (1, 2)
    assert data.word_range(toks, (3, 4)) == (1, 1)


def test_shapes_tell_case_digits_and_breaks() -> None:
    shown = ["low", "Cap", "NATO", "I", "MacKay", "1984", "F16", "-", "“", "東京"]
    assert len({words.shape_of(w, "") for w in shown}) == len(shown)
    assert len({words.shape_of("low", gap) for gap in ("", " ", "\n\n")}) == 3


def test_offsets_grow_away_from_the_cue_on_either_side() -> None:
    buckets = arrays.offsets(400, (200, 202))
    assert set(buckets[200:202]) == {words.CUE_OFFSET}
    assert (np.diff(buckets[201:]) >= 0).all()
    assert (np.diff(buckets[:200]) <= 0).all()
    assert not set(buckets[:200]) & set(buckets[200:])
    assert buckets.max() < words.PAD_OFFSET


def test_name_labels_begin_and_go_on() -> None:
    text = "Ines Okoro flew to Larnaca Airport"
    toks = words.tokens(text, pieces)
    items = [
        {"span": find(text, "Ines Okoro"), "kind": "Person"},
        {"span": find(text, "Larnaca Airport"), "kind": "Facility"},
    ]
    (example,) = data.label_names(toks, words.encode_all(toks), items)
    assert example.names is not None
    assert example.names.tolist() == [1, 2, 0, 0, 7, 8]
