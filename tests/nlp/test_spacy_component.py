"""The spaCy component: planted readings come out as spans of tokens wherever a document goes."""

from __future__ import annotations

import multiprocessing
from collections.abc import Sequence
from pathlib import Path

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc, DocBin

from onrecord.model.errors import MissingDependencyError, UsageError
from onrecord.model.spans import Span
from onrecord.nlp import spacy_component
from onrecord.nlp.encoder.runtime import Encoder, Reading, load_encoder
from onrecord.nlp.parse import Cited
from onrecord.nlp.spacy_component import AttributionComponent, DocAttribution, attributions

VOCAB = spacy.blank("en").vocab
TEXT = "“Shut,” said Ines Okoro, “and locked.”\n\nTwo clerks disagree: the gate is open."


def spans(text: str, *parts: str) -> tuple[Span, ...]:
    return tuple(Span(text.index(p), text.index(p) + len(p)) for p in parts)


class Planted:
    """Reads the same two attributions in every paragraph pair of :data:`TEXT`, and nothing elsewhere."""

    def __init__(self) -> None:
        self.manifest = {"name": "planted/1"}
        self.streams: list[list[str]] = []

    def read(self, text: str, streams: Sequence[Sequence[Span]]) -> Reading:
        self.streams = [[p.of(text) for p in stream] for stream in streams]
        if TEXT not in text:
            return Reading()
        return Reading(
            (
                Cited(spans(text, "Ines Okoro"), spans(text, "said"), spans(text, "“Shut", "“and locked.”"), 0.9),
                Cited(spans(text, "Two clerks"), spans(text, "disagree"), spans(text, "the gate is open"), 0.4),
            )
        )


@pytest.fixture
def planted(monkeypatch: pytest.MonkeyPatch) -> Planted:
    reader = Planted()
    monkeypatch.setattr(spacy_component, "load_encoder", lambda: reader)
    return reader


@pytest.fixture
def nlp(planted: Planted) -> Language:
    pipeline = spacy.blank("en")
    pipeline.add_pipe("onrecord_attribution")
    return pipeline


def told(doc: Doc) -> list[tuple[list[str], list[str], list[str], float]]:
    return [
        ([s.text for s in a.source], [s.text for s in a.cue], [s.text for s in a.content], a.confidence)
        for a in doc._.attributions
    ]


EXPECTED = [
    (["Ines Okoro"], ["said"], ["“Shut", "“and locked.”"], 0.9),
    (["Two clerks"], ["disagree"], ["the gate is open"], 0.4),
]


def test_spans_are_the_characters_that_were_read(nlp: Language, planted: Planted) -> None:
    doc = nlp(TEXT)
    assert told(doc) == EXPECTED
    first = doc._.attributions[0]
    assert isinstance(first, DocAttribution)
    assert first.content[1].start_char == TEXT.index("“and")
    assert planted.streams == [[line for line in TEXT.split("\n") if line]]
    assert told(nlp(doc)) == EXPECTED  # a second reading takes the place of the first


def test_part_of_a_token_becomes_the_token_and_parts_of_one_token_one_span() -> None:
    words, spaces = ["Okoro-Lee", "said", "no", "\n", "-no"], [True, True, False, False, False]
    doc = Doc(VOCAB, words=words, spaces=spaces)
    text = doc.text
    doc.user_data[("._.", "onrecord_attribution", text.index("said"), text.index("said") + 4)] = [
        {"source": [[-10, -5], [-4, -1]], "cue": [[0, 4]], "content": [[5, 7], [9, 11]], "confidence": 1.0}
    ]
    assert told(doc) == [(["Okoro-Lee"], ["said"], ["no", "-no"], 1.0)]


@given(st.lists(st.sampled_from(["a", "bb", "ccc", "\n", " \t"]), min_size=1, max_size=12), st.data())
def test_every_character_that_was_read_lies_in_a_span(words: list[str], data: st.DataObject) -> None:
    spaces = data.draw(st.lists(st.booleans(), min_size=len(words), max_size=len(words)))
    doc = Doc(VOCAB, words=words, spaces=spaces)
    at = [k for t in doc for k in range(t.idx, t.idx + len(t))]
    edges = sorted(data.draw(st.lists(st.sampled_from(at), min_size=2, max_size=4, unique=True))) if len(at) > 1 else []
    read = [[a, b + 1] for a, b in zip(edges[::2], edges[1::2], strict=False)]
    doc.user_data[("._.", "onrecord_attribution", 0, 1)] = [
        {"source": [], "cue": [], "content": read, "confidence": 0.5}
    ]
    (found,) = attributions(doc)
    covered = {k for s in found.content for k in range(s.start_char, s.end_char)}
    wanted = {k for s, e in read for k in range(s, e)}
    assert wanted & set(at) <= covered
    assert covered <= {
        k for t in doc if wanted & set(range(t.idx, t.idx + len(t))) for k in range(t.idx, len(doc.text))
    }
    assert all(a.end <= b.start for a, b in zip(found.content, found.content[1:], strict=False))


def test_documents_without_words(nlp: Language) -> None:
    assert [told(nlp(text)) for text in ("", " ", "\n\n \t", "\u2028")] == [[]] * 4
    assert spacy.blank("en")(TEXT)._.attributions == ()


def test_the_threshold(planted: Planted, tmp_path: Path) -> None:
    strict = spacy.blank("en")
    strict.add_pipe("onrecord_attribution", config={"threshold": 0.5})
    assert told(strict(TEXT)) == EXPECTED[:1]
    strict.to_disk(tmp_path / "pipeline")
    again = spacy.load(tmp_path / "pipeline")
    assert told(again(TEXT)) == EXPECTED[:1]
    for wrong in (-0.1, 1.5):
        with pytest.raises(UsageError, match="between 0 and 1"):
            spacy.blank("en").add_pipe("onrecord_attribution", config={"threshold": wrong})


@pytest.mark.parametrize("exclude", [[], ["tensor"]])
def test_bytes_keep_what_was_read(nlp: Language, exclude: list[str]) -> None:
    doc = nlp(TEXT)
    assert told(Doc(nlp.vocab).from_bytes(doc.to_bytes(exclude=exclude))) == EXPECTED
    assert Doc(nlp.vocab).from_bytes(doc.to_bytes(exclude=["user_data"]))._.attributions == ()


def test_a_bin_keeps_what_was_read(nlp: Language) -> None:
    store = DocBin(store_user_data=True, docs=[nlp(TEXT)])
    (back,) = DocBin().from_bytes(store.to_bytes()).get_docs(nlp.vocab)
    assert told(back) == EXPECTED


def test_documents_joined_and_cut_keep_what_was_read(nlp: Language) -> None:
    doc = nlp(TEXT)
    both = Doc.from_docs([doc, nlp("Nothing here."), doc])
    assert told(both) == EXPECTED * 2
    assert both._.attributions[2].cue[0].start_char == both.text.rindex("said")
    start = next(t.i for t in doc if t.text == "Two")
    assert told(doc[start:].as_doc(copy_user_data=True)) == EXPECTED[1:]
    assert told(doc[: start + 1].as_doc(copy_user_data=True)) == EXPECTED[:1]


def test_merged_tokens_stay_covered(nlp: Language) -> None:
    doc = nlp(TEXT)
    with doc.retokenize() as merge:
        merge.merge(doc._.attributions[0].source[0])
    (name,) = doc._.attributions[0].source
    assert (name.text, len(name)) == ("Ines Okoro", 1)


def test_pipe_in_order_and_in_other_processes(nlp: Language) -> None:
    texts = [TEXT, "", "Nothing here.", TEXT]
    alone = [told(doc) for doc in nlp.pipe(texts)]
    assert alone == [EXPECTED, [], [], EXPECTED]
    if multiprocessing.get_start_method() == "fork":  # elsewhere a worker would not see the planted readings
        assert [told(doc) for doc in nlp.pipe(texts, n_process=2, batch_size=2)] == alone


def test_an_extension_of_the_users_own_is_left_alone(planted: Planted) -> None:
    ours = Doc.get_extension("attributions")
    Doc.set_extension("attributions", default="mine", force=True)
    try:
        assert spacy.blank("en")(TEXT)._.attributions == "mine"
        with pytest.raises(UsageError, match=r"doc\._\.attributions is already"):
            spacy.blank("en").add_pipe("onrecord_attribution")
    finally:
        Doc.set_extension("attributions", getter=ours[2], force=True)


def test_a_missing_model_is_told_when_the_component_is_added(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(spacy_component, "load_encoder", lambda: Encoder(tmp_path))
    with pytest.raises(MissingDependencyError, match="attribution model is missing"):
        spacy.blank("en").add_pipe("onrecord_attribution")


@pytest.fixture
def real() -> Language:
    if not load_encoder().available:
        pytest.skip("the attribution model is not in this checkout")
    pipeline = spacy.blank("en")
    pipeline.add_pipe("onrecord_attribution")
    return pipeline


def test_the_shipped_model_reads_through_the_component(real: Language) -> None:
    text = "“The lower gate stays shut,” Ines Okoro said on Friday.\n\nAccording to two clerks, the ledger is gone."
    doc = real(text)
    cited = load_encoder().read(text, [[Span(0, 55), Span(57, len(text))]]).cited
    assert cited
    assert "Ines Okoro" in [s.text for a in doc._.attributions for s in a.source]
    assert [a.confidence for a in doc._.attributions] == [c.confidence for c in cited]
    for found, read in zip(doc._.attributions, cited, strict=True):
        assert [(s.start_char, s.end_char) for s in found.cue] == list(read.cue)
    assert isinstance(real.get_pipe("onrecord_attribution"), AttributionComponent)
