"""Evidence in invented sentences: what a statement rests on, and who released and checked it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.extract.evidence import evidence_of
from onrecord.extract.evidence_words import load_evidence_words
from onrecord.extract.wordset import word_set
from onrecord.model.report import Section, SectionKind
from onrecord.model.spans import Span
from onrecord.model.statement import Attribution, Evidence
from onrecord.nlp.parse import Passage
from onrecord.nlp.spacy_parser import SpacyParser
from tests.passages import article, locate


def stated(text: str, source: str, cue: str, content: str) -> Attribution:
    """The attribution whose parts are planted in ``text``; an empty part is left out."""

    def spans(words: str) -> tuple[Span, ...]:
        return (locate(text, words),) if words else ()

    return Attribution(spans(source), spans(cue), spans(content), "indirect", 1.0, "planted")


def rests_on(text: str, source: str, cue: str, content: str) -> list[tuple[str, str]]:
    sections, passages = article(text)
    (found,) = evidence_of(text, [stated(text, source, cue, content)], passages, sections)
    assert all(e.span.fits(len(text)) for e in found)
    return [(e.kind, e.span.of(text)) for e in found]


@pytest.mark.parametrize(
    ("text", "source", "cue", "content", "kind", "words"),
    [
        (
            "Satellite images show that the bridge at Tarn has collapsed.",
            "Satellite images", "show", "the bridge at Tarn has collapsed", "satellite_image", "Satellite images",
        ),
        (
            "Citing drone footage, the ministry said the dam had been breached.",
            "the ministry", "said", "the dam had been breached", "video", "drone footage",
        ),
        (
            "The dam was breached, the ministry said, citing intercepted phone calls.",
            "the ministry", "said", "The dam was breached", "intercept", "intercepted phone calls",
        ),
        (
            "The dam was breached, according to a leaked memo.",
            "a leaked memo", "according to", "The dam was breached", "document", "a leaked memo",
        ),
        (
            "Based on aerial photographs, analysts concluded that the dam was breached.",
            "analysts", "concluded", "the dam was breached", "photo", "aerial photographs",
        ),
        (
            "Analysts concluded from aerial photographs that the dam was breached.",
            "Analysts", "concluded", "the dam was breached", "photo", "aerial photographs",
        ),
        (
            "The envoy said our intelligence indicates that the convoy turned back.",
            "The envoy", "said", "our intelligence indicates that the convoy turned back",
            "intelligence", "our intelligence",
        ),
        (
            "The envoy said her intelligence services had learned that the convoy turned back.",
            "The envoy", "said", "her intelligence services had learned that the convoy turned back",
            "intelligence", "her intelligence services",
        ),
        (
            "According to intelligence, the envoy said, the convoy will turn back.",
            "the envoy", "said", "the convoy will turn back", "intelligence", "intelligence",
        ),
        (
            "“We have intelligence that they are preparing a new attack,” the minister said.",
            "the minister", "said", "We have intelligence that they are preparing a new attack",
            "intelligence", "intelligence",
        ),
        (
            "The army released footage that it said showed a tank burning near Tarn.",
            "it", "said", "showed a tank burning near Tarn", "video", "footage",
        ),
        (
            "The depot is empty, according to the general, who published aerial photographs as proof.",
            "the general", "according to", "The depot is empty", "photo", "aerial photographs",
        ),
        (
            "The gate was open, said the inspector, pointing to a copy of the log kept in a file of documents.",
            "the inspector", "said", "The gate was open", None, "",
        ),
        (
            "Two witnesses said soldiers opened fire.",
            "Two witnesses", "said", "soldiers opened fire", "eyewitness", "Two witnesses",
        ),
        (
            "Residents said they heard two loud blasts before dawn.",
            "Residents", "said", "they heard two loud blasts before dawn", "eyewitness", "Residents",
        ),
        (
            "A nurse who saw the collapse said the roof fell at noon.",
            "A nurse who saw the collapse", "said", "the roof fell at noon", "eyewitness",
            "A nurse who saw the collapse",
        ),
        (
            "A report by the audit office found that half of the money was missing.",
            "A report by the audit office", "found", "half of the money was missing", "report",
            "A report by the audit office",
        ),
        (
            "An intelligence assessment says the harbour is mined.",
            "An intelligence assessment", "says", "the harbour is mined", "intelligence", "An intelligence assessment",
        ),
    ],
)  # fmt: skip
def test_kinds(text: str, source: str, cue: str, content: str, kind: str | None, words: str) -> None:
    assert rests_on(text, source, cue, content) == ([(kind, words)] if kind else [])


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        ("The president said in a video address that the city would hold.", "The president", "said", "the city would"),
        ("In a video posted online, the mayor said the city would hold.", "the mayor", "said", "the city would hold"),
        ("The governor called for a report on the fire.", "The governor", "called for", "a report on the fire"),
        ("Orlu intelligence said the convoy had turned back.", "Orlu intelligence", "said", "the convoy had turned"),
        ("The intelligence chief said the report comes late.", "intelligence chief", "said", "the report comes late"),
        ("The Herald could not verify the video.", "The Herald", "could not verify", "the video"),
        ("The rebels denied that the video shows their men.", "The rebels", "denied", "the video shows their men"),
        ("The panel said the images do not show a crater.", "The panel", "said", "the images do not show a crater"),
        ("The panel said no video shows the crater.", "The panel", "said", "no video shows the crater"),
        ("The police said video would show the arrest.", "The police", "said", "video would show the arrest"),
        ("Residents said they had heard rumours of a sale.", "Residents", "said", "they had heard rumours of a sale"),
        ("An earlier version of this report said it rained.", "this report", "said", "it rained"),
        ("The studio said the film is based on a report.", "The studio", "said", "the film is based on a report"),
    ],
)
def test_what_is_only_named_is_no_evidence(text: str, source: str, cue: str, content: str) -> None:
    assert rests_on(text, source, cue, content) == []


def facts(text: str, kind: SectionKind = "article") -> list[tuple[str | None, str | None, str | None]]:
    """Who released, verified, could not verify each piece of evidence of a statement that is the whole ``text``."""
    _, passages = article(text)
    whole = Attribution((), (), (Span(0, len(text)),), "indirect", 1.0, "planted")
    (found,) = evidence_of(text, [whole], passages, [Section(0, len(text), kind)])
    return [(e.released_by, e.verified_by, e.unverified_by) for e in found]


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("A video posted on Telegram by the governor shows smoke over the depot.", ("governor", None, None)),
        ("Photographs verified by the Herald showed the roof had fallen in.", (None, "Herald", None)),
        ("Satellite images taken by Orbitview show the bridge has fallen.", ("Orbitview", None, None)),
        (
            "Footage released by the navy and verified by the Herald shows the ship has sunk.",
            ("navy", "Herald", None),
        ),
        (
            (
                "The mayor said drone video posted by the army shows the dam intact.\n"
                "The Herald could not immediately verify when or where the video was filmed."
            ),
            ("army", None, "Herald"),
        ),
        (
            (
                "The ministry published a video on Monday.\nThe video shows the dam has burst, the mayor said.\n"
                "The Herald was unable to confirm the location of the video."
            ),
            ("ministry", None, "Herald"),
        ),
        ("The video shows the dam has burst.\nThe video could not be independently verified.", (None, None, None)),
    ],
)
def test_who_released_and_checked_it(text: str, known: tuple[str | None, str | None, str | None]) -> None:
    assert facts(text) == [known]


def test_another_video_shares_nothing() -> None:
    text = (
        "A video posted by the navy shows the ship has sunk, the mayor said.\n"
        "A second video shows the crane has fallen, the mayor said.\nThe Herald could not verify the second video."
    )
    assert facts(text)[0] == ("navy", None, None)


def test_caption_with_its_credit() -> None:
    text = "Satellite image: the parade ground where officials say 400 men had gathered. (Credit: Orbitview, handout)"
    assert facts(text, "caption") == [("Orbitview", None, None)]


def test_credit_alone_is_no_evidence() -> None:
    text = "The mayor, who said she would resign, outside the town hall. (Photo: Ada Brenn)"
    _, passages = article(text)
    sections = [Section(0, len(text), "caption")]
    attribution = stated(text, "The mayor", "said", "she would resign")
    assert evidence_of(text, [attribution], passages, sections) == [()]


def test_what_is_cited_goes_to_the_statement_not_to_the_citing() -> None:
    text = "Citing satellite images, the ministry said 40 trucks had left the depot."
    sections, passages = article(text)
    citing = stated(text, "the ministry", "Citing", "satellite images")
    said = stated(text, "the ministry", "said", "40 trucks had left the depot")
    images = Evidence("satellite_image", locate(text, "satellite images"))
    assert evidence_of(text, [citing, said], passages, sections) == [(), (images,)]


def test_of_no_attributions_and_no_passages() -> None:
    assert evidence_of("", [], [], []) == []
    planted = Attribution((Span(0, 1),), (), (Span(0, 3),), "direct", 1.0, "planted")
    assert evidence_of("Yes", [planted], [], [Section(0, 3, "article")]) == [()]


NOISE = sorted(
    word_set("The video shows , citing a report “ of footage that said ( Photo : ) released by army no witness who saw")
)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(NOISE), min_size=1, max_size=40))
def test_any_words_give_spans_inside_the_text_in_order(noise: list[str]) -> None:
    text = " ".join(noise)
    sections, passages = article(text)
    everything = Attribution((), (), (Span(0, len(text)),), "direct", 1.0, "planted")
    for found in evidence_of(text, [everything, everything], passages, sections):
        assert all(e.span.fits(len(text)) for e in found)
        assert all(a.span.end <= b.span.start for a, b in pairwise(found))


def test_a_long_run_yields_few_pieces() -> None:
    text = "the video of " * 2_000 + "the army shows smoke"
    whole = Span(0, len(text))
    parses = [p for p in SpacyParser().parse(text, [whole]) if p.tokens]
    passages = [Passage(0, Span(p.tokens[0].start, p.tokens[-1].end), p) for p in parses]
    sections = [Section(0, len(text), "article")]
    attribution = Attribution((), (), (whole,), "indirect", 1.0, "planted")
    assert len(evidence_of(text, [attribution], passages, sections)[0]) <= 12


def test_vocabulary_is_lower_case_and_qualified_nouns_need_company() -> None:
    words = load_evidence_words()
    assert all(noun == noun.lower() for noun in (*words.nouns, *words.qualified))
    assert words.kind("image", {"satellite"}) == "satellite_image"
    assert words.kind("image", set()) == "photo"
    assert words.kind("call", set()) is None
    assert words.kind("call", {"intercepted"}) == "intercept"


def test_passages_without_tokens_at_the_source() -> None:
    text = "The video shows the dam has burst."
    sections, passages = article(text)
    planted = Passage(0, passages[0].span, passages[0].parse)
    (found,) = evidence_of(text, [stated(text, "The video", "shows", "the dam has burst")], [planted], sections)
    assert found == (Evidence("video", locate(text, "The video")),)
