"""Planted sentences: each names the statements that must be found, word for word, and nothing else may be."""

from __future__ import annotations

import time
from collections.abc import Iterable
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.extract.acts import acts_of
from onrecord.extract.rules import CONFIDENCE, RuleEngine
from onrecord.model.report import Section, SectionKind
from onrecord.model.spans import Span
from onrecord.model.statement import Act, Attribution, QuoteType
from onrecord.nlp.parse import Passage
from onrecord.nlp.spacy_parser import SpacyParser

Row = tuple[str, str, str, QuoteType, Act]


def analyse(
    paragraphs: Iterable[str], kind: SectionKind = "article"
) -> tuple[str, list[Attribution], list[Act], list[Passage]]:
    text = ""
    spans: list[Span] = []
    for p in paragraphs:
        spans.append(Span(len(text), len(text) + len(p)))
        text += p + "\n\n"
    sections = [Section(0, len(text), kind)]
    passages = [Passage(0, s, p) for s, p in zip(spans, SpacyParser().parse(text, spans), strict=True)]
    found = RuleEngine().attributions(text, sections, passages)
    return text, found, list(acts_of(text, found, passages)), passages


def words(text: str, spans: Iterable[Span]) -> str:
    return " || ".join(text[s.start : s.end] for s in spans)


def rows(text: str, found: list[Attribution], acts: list[Act]) -> list[Row]:
    return [
        (words(text, a.source), words(text, a.cue), words(text, a.content), a.quote_type, act)
        for a, act in zip(found, acts, strict=True)
    ]


PLANTED: list[tuple[str, list[Row]]] = [
    # that-clauses and zero-that clauses
    (
        "Mayor Tessa Moreau said that the bridge was safe.",
        [("Mayor Tessa Moreau", "said", "the bridge was safe", "indirect", "assert")],
    ),
    (
        "Moreau said the bridge had reopened to traffic.",
        [("Moreau", "said", "the bridge had reopened to traffic", "indirect", "assert")],
    ),
    (
        "The harbour ministry said two barges had sunk near the lock.",
        [("The harbour ministry", "said", "two barges had sunk near the lock", "indirect", "report")],
    ),
    (
        "Lena Orsk, a geologist at the institute, told reporters that the slope was still moving.",
        [
            (
                "Lena Orsk, a geologist at the institute",
                "told",
                "the slope was still moving",
                "indirect",
                "assert",
            )
        ],
    ),
    (
        "The union argues that the ferry is too old.",
        [("The union", "argues", "the ferry is too old", "indirect", "assert")],
    ),
    (
        "Officials have repeatedly insisted that the water is clean.",
        [("Officials", "have repeatedly insisted", "the water is clean", "indirect", "assert")],
    ),
    (
        "Police have confirmed that a second driver was hurt.",
        [("Police", "have confirmed", "a second driver was hurt", "indirect", "confirm")],
    ),
    (
        "The governor denied that the money was missing.",
        [("The governor", "denied", "the money was missing", "indirect", "deny")],
    ),
    (
        "Both companies deny they have paid the inspector.",
        [("Both companies", "deny", "they have paid the inspector", "indirect", "deny")],
    ),
    (
        "Norvania has warned that the reservoir could overflow within days.",
        [("Norvania", "has warned", "the reservoir could overflow within days", "indirect", "warn")],
    ),
    (
        "The bank predicts that prices will fall next year.",
        [("The bank", "predicts", "prices will fall next year", "indirect", "predict")],
    ),
    (
        "The company admitted that its sensors had failed.",
        [("The company", "admitted", "its sensors had failed", "indirect", "confirm")],
    ),
    # silence and checking
    (
        "The embassy could not confirm that its staff were on the train.",
        [("The embassy", "could not confirm", "its staff were on the train", "indirect", "unverified")],
    ),
    (
        "The agency has not verified the footage.",
        [("The agency", "has not verified", "the footage", "indirect", "unverified")],
    ),
    (
        "The airline did not deny that the flight was overbooked.",
        [("The airline", "did not deny", "the flight was overbooked", "indirect", "no_comment")],
    ),
    (
        "Chancellor Idris Vale neither confirmed nor denied the report.",
        [("Chancellor Idris Vale", "neither confirmed nor denied", "the report", "indirect", "no_comment")],
    ),
    (
        "The ministry declined to comment.",
        [("The ministry", "declined", "to comment", "indirect", "no_comment")],
    ),
    (
        "Moreau refused to say whether the fund was empty.",
        [("Moreau", "refused to say", "whether the fund was empty", "indirect", "no_comment")],
    ),
    (
        "The officer did not specify how many boats were lost.",
        [("The officer", "did not specify", "how many boats were lost", "indirect", "no_comment")],
    ),
    (
        "Vale said he did not know why the gate had opened.",
        [("Vale", "said", "he did not know why the gate had opened", "indirect", "unverified")],
    ),
    (
        "Inspectors said there was no evidence of sabotage.",
        [("Inspectors", "said", "there was no evidence of sabotage", "indirect", "unverified")],
    ),
    (
        "Engineers are still assessing the damage, Orsk said.",
        [("Orsk", "said", "Engineers are still assessing the damage", "indirect", "unverified")],
    ),
    # objects
    (
        "The palace has also dismissed claims that the treasury is empty.",
        [("The palace", "has also dismissed", "claims that the treasury is empty", "indirect", "deny")],
    ),
    (
        "The opposition rejected the offer.",
        [("The opposition", "rejected", "the offer", "indirect", "deny")],
    ),
    (
        "The council condemned the arrests.",
        [("The council", "condemned", "the arrests", "indirect", "condemn")],
    ),
    (
        "Sir Alun Rennick reiterated support for the islanders.",
        [("Sir Alun Rennick", "reiterated", "support for the islanders", "indirect", "assert")],
    ),
    # infinitives
    (
        "The premier vowed to rebuild the school.",
        [("The premier", "vowed", "to rebuild the school", "indirect", "promise")],
    ),
    (
        "The captain refused to leave the ship.",
        [("The captain", "refused", "to leave the ship", "indirect", "deny")],
    ),
    (
        "The mayor urged residents to boil their water.",
        [("The mayor", "urged", "residents to boil their water", "indirect", "demand")],
    ),
    (
        "The bishop called on both sides to stop the shelling.",
        [("The bishop", "called on", "both sides to stop the shelling", "indirect", "demand")],
    ),
    # prepositional phrases
    (
        "The senator called for an independent inquiry.",
        [("The senator", "called for", "an independent inquiry", "indirect", "demand")],
    ),
    (
        "The prosecutor accused the contractor of hiding the cracks.",
        [("The prosecutor", "accused", "hiding the cracks", "indirect", "condemn")],
    ),
    (
        "Forecasters warned of more floods.",
        [("Forecasters", "warned of", "more floods", "indirect", "warn")],
    ),
    # predicates
    (
        "Moreau called the delay “a disgrace to the city”.",
        [("Moreau", "called", "the delay “a disgrace to the city”", "mixed", "condemn")],
    ),
    (
        "Rennick described the vote as a farce.",
        [("Rennick", "described", "the vote as a farce", "indirect", "assert")],
    ),
    # quotations: verb behind, before, inverted, between
    (
        "“We will rebuild every house,” Moreau said.",
        [("Moreau", "said", "We will rebuild every house", "direct", "promise")],
    ),
    (
        "“The wall must come down,” said Idris Vale, the opposition leader.",
        [("Idris Vale, the opposition leader", "said", "The wall must come down", "direct", "demand")],
    ),
    (
        '"The pumps are old. They fail every winter," Orsk told the Norvan Post.',
        [("Orsk", "told", "The pumps are old. They fail every winter", "direct", "assert")],
    ),
    (
        "She added: “The valley is cut off.”",
        [("She", "added", "The valley is cut off", "direct", "assert")],
    ),
    (
        "“The valley,” she said, “is cut off.”",
        [("she", "said", "The valley || is cut off", "direct", "assert")],
    ),
    (
        "Vale said, “the ice is thinner than it looks.”",
        [("Vale", "said", "the ice is thinner than it looks", "direct", "assert")],
    ),
    (
        "''It was dark and nobody helped us,'' the driver recalled.",
        [("the driver", "recalled", "It was dark and nobody helped us", "direct", "assert")],
    ),
    (
        "‘The harbour isn’t closed,’ said the pilot.",
        [("the pilot", "said", "The harbour isn’t closed", "direct", "assert")],
    ),
    (
        "«The road is open,» the spokesman said.",
        [("the spokesman", "said", "The road is open", "direct", "assert")],
    ),
    # mixed
    (
        "Orsk said the slope was “moving faster than ever”.",
        [("Orsk", "said", "the slope was “moving faster than ever”", "mixed", "assert")],
    ),
    (
        "The envoy said his government was “alarmed” by the drills.",
        [("The envoy", "said", "his government was “alarmed” by the drills", "mixed", "warn")],
    ),
    (
        "The premier said the “Blue Table” had met twice.",
        [("The premier", "said", "the “Blue Table” had met twice", "indirect", "assert")],
    ),
    # trailing and medial
    (
        "The dam will hold, the engineer said.",
        [("the engineer", "said", "The dam will hold", "indirect", "predict")],
    ),
    (
        "Three people were missing, police said on Monday.",
        [("police", "said", "Three people were missing", "indirect", "report")],
    ),
    (
        "The toll, Moreau added, was likely to rise.",
        [("Moreau", "added", "The toll || was likely to rise", "indirect", "predict")],
    ),
    # participles, two acts
    (
        "Vale dismissed the plan, saying the islands would never accept it.",
        [
            ("Vale", "dismissed", "the plan", "indirect", "deny"),
            ("Vale", "saying", "the islands would never accept it", "indirect", "deny"),
        ],
    ),
    (
        "Rennick said the talks had begun, adding that a deal was close.",
        [
            ("Rennick", "said", "the talks had begun", "indirect", "assert"),
            ("Rennick", "adding", "a deal was close", "indirect", "assert"),
        ],
    ),
    (
        "The envoy said the convoy had stopped but could not confirm that it had been shelled.",
        [
            ("The envoy", "said", "the convoy had stopped", "indirect", "assert"),
            ("The envoy", "could not confirm", "it had been shelled", "indirect", "unverified"),
        ],
    ),
    (
        "Moreau praised the crews and urged drivers to stay home.",
        [
            ("Moreau", "praised", "the crews", "indirect", "assert"),
            ("Moreau", "urged", "drivers to stay home", "indirect", "demand"),
        ],
    ),
    # passives
    (
        "The reports have not been verified by the Red Cross.",
        [("the Red Cross", "have not been verified", "The reports", "indirect", "unverified")],
    ),
    (
        "The general was quoted as saying that the pass was clear.",
        [("The general", "saying", "the pass was clear", "indirect", "assert")],
    ),
    # relative clauses
    (
        "Norvania, which has denied the accusations, closed its border.",
        [("Norvania", "has denied", "the accusations", "indirect", "deny")],
    ),
    # according to
    (
        "According to the coastguard, the ship had lost power.",
        [("the coastguard", "According to", "the ship had lost power", "indirect", "report")],
    ),
    (
        "The ship had lost power, according to its owner.",
        [("its owner", "according to", "The ship had lost power", "indirect", "assert")],
    ),
    # nouns
    (
        "Few believed the minister’s claim that the fund was solvent.",
        [("the minister’s", "claim", "the fund was solvent", "indirect", "assert")],
    ),
    (
        "Reporters pressed her on Norvanian assertions that the ship was armed.",
        [("Norvanian", "assertions", "the ship was armed", "indirect", "assert")],
    ),
    (
        "The envoy renewed his call for a truce.",
        [("The envoy", "renewed his call for", "a truce", "indirect", "demand")],
    ),
    (
        "The alliance expressed concern about the drills.",
        [("The alliance", "expressed concern about", "the drills", "indirect", "warn")],
    ),
    # pronouns, anonymous sources
    (
        "He said it was possible that some crews would stay.",
        [("He", "said", "it was possible that some crews would stay", "indirect", "predict")],
    ),
    (
        "Two people familiar with the matter said the merger was dead.",
        [("Two people familiar with the matter", "said", "the merger was dead", "indirect", "assert")],
    ),
    # what is the outlet's own, or somebody else's, stays out of the content
    (
        "The alliance expressed alarm at the claims, which Norvania denies.",
        [
            ("The alliance", "expressed alarm at", "the claims", "indirect", "warn"),
            ("Norvania", "denies", "the claims", "indirect", "deny"),
        ],
    ),
    (
        "Vale insisted on Tuesday that there was no deal, while Moreau said one was near.",
        [
            ("Vale", "insisted", "there was no deal", "indirect", "assert"),
            ("Moreau", "said", "one was near", "indirect", "assert"),
        ],
    ),
    (
        "The envoy accused the rebels of burning the mill as he toured the valley.",
        [("The envoy", "accused", "burning the mill", "indirect", "condemn")],
    ),
    (
        "The bureau said on Monday it could not yet verify the reports.",
        [("The bureau", "said", "it could not yet verify the reports", "indirect", "unverified")],
    ),
    (
        "The dam will hold, the minister told the radio, but the canal could still flood.",
        [
            ("the minister", "told", "The dam will hold", "indirect", "predict"),
            ("the minister", "told", "the canal could still flood", "indirect", "assert"),
        ],
    ),
    (
        "Vale told the Post that while the figures still needed to be verified, the trend was clear.",
        [
            ("Vale", "told", "the figures still needed to be verified", "indirect", "unverified"),
            ("Vale", "told", "the trend was clear", "indirect", "assert"),
        ],
    ),
    # more frames
    (
        "The minister did not respond to a request for comment.",
        [("The minister", "did not respond to", "a request for comment", "indirect", "no_comment")],
    ),
    (
        "The premier ruled out early elections.",
        [("The premier", "ruled out", "early elections", "indirect", "deny")],
    ),
    (
        "The paper quoted an aide as saying the talks had failed.",
        [("an aide", "saying", "the talks had failed", "indirect", "assert")],
    ),
    (
        "Tessa Moreau: “I never said that.”",
        [("Tessa Moreau", "", "I never said that", "direct", "assert")],
    ),
    (
        "The driver shot back: “Ask the owner, not me.”",
        [("The driver", "shot back", "Ask the owner, not me", "direct", "assert")],
    ),
    (
        '"Americans are tired,” Orsk said, “and they show it."',
        [("Orsk", "said", "Americans are tired || and they show it", "direct", "assert")],
    ),
    (
        "The governor said her country would not send troops.",
        [("The governor", "said", "her country would not send troops", "indirect", "promise")],
    ),
    # a dateline is no part of what is said
    (
        "PORT ORRIN, 3 May (ANB) – The ferry has sunk, the coastguard said.",
        [("the coastguard", "said", "The ferry has sunk", "indirect", "report")],
    ),
]


@pytest.mark.parametrize(("sentence", "expected"), PLANTED, ids=[s[:40] for s, _ in PLANTED])
def test_planted_sentence(sentence: str, expected: list[Row]) -> None:
    text, found, acts, _ = analyse([sentence])
    assert rows(text, found, acts) == expected


NARRATION = [
    "The bridge collapsed shortly before noon.",
    "Engineers reopened the road on Tuesday after three days of repairs.",
    "The “Blue Table” meets twice a year in Port Orrin.",
    "It goes without saying that the winter was long.",
    "Nobody said the road was easy.",
    "The ministry may say that the fund is solvent.",
    "If the council says that the wall is safe, the market will open.",
    "The company makes ferries, lifts and cranes.",
    "The talks ended without a deal, and both delegations flew home.",
    "I think the mayor was right.",
    "The film is called The Long Ferry.",
    "A report on the accident is due in June.",
    "The ship was called the Aurora before it was sold.",
    "It is fair to say that the harbour has changed.",
    "The law requires owners to insure their boats.",
    "The suspect is accused of theft.",
    "He is said to have met the envoy twice.",
    "It was unclear who was behind the attack.",
    "Inspectors are trying to confirm the count.",
    "The clerk wants to say goodbye to the crew.",
]


@pytest.mark.parametrize("sentence", NARRATION)
def test_narration_is_nobodys_statement(sentence: str) -> None:
    text, found, acts, _ = analyse([sentence])
    assert rows(text, found, acts) == []


HEADLINES: list[tuple[str, Row]] = [
    (
        "Ferry fleet is unsafe, Norvania warns",
        ("Norvania", "warns", "Ferry fleet is unsafe", "indirect", "warn"),
    ),
    (
        "Minister: we will rebuild the harbour",
        ("Minister", "", "we will rebuild the harbour", "indirect", "promise"),
    ),
    (
        "Norvania says islands are under attack",
        ("Norvania", "says", "islands are under attack", "indirect", "assert"),
    ),
]


@pytest.mark.parametrize(("headline", "expected"), HEADLINES)
def test_headlines(headline: str, expected: Row) -> None:
    text, found, acts, _ = analyse([headline], "headline")
    assert rows(text, found, acts) == [expected]


def test_a_headline_label_that_cannot_speak_is_none() -> None:
    _, found, _, _ = analyse(["Live: storm reaches the coast"], "headline")
    assert found == []


def test_a_quotation_goes_on_in_a_new_sentence() -> None:
    text, found, _, _ = analyse(["“The wall is weak,” Orsk said. “We need steel.”"])
    assert [words(text, a.content) for a in found] == ["The wall is weak", "We need steel"]
    assert found[1].source == ()
    assert found[1].cue == ()
    assert words(text, found[1].antecedent) == "Orsk"
    assert found[1].quote_type == "direct"


def test_a_quotation_of_several_paragraphs_keeps_its_speaker() -> None:
    text, found, _, _ = analyse(
        [
            "Orsk said: “The wall is weak.",
            "“The gates have not been oiled for years.",
            "“Somebody has to answer for this.”",
            "The ministry opened the sluices overnight.",
        ]
    )
    assert [words(text, a.content) for a in found] == [
        "The wall is weak",
        "The gates have not been oiled for years",
        "Somebody has to answer for this",
    ]
    assert [words(text, a.antecedent) for a in found] == ["", "Orsk", "Orsk"]


def test_a_caption_does_not_end_a_quotation() -> None:
    lines = ["Orsk said: “The wall is weak.", "The wall in May. Photo: ANB", "“The gates are worse.”"]
    text = "\n".join(lines)
    starts = [text.index(line) for line in lines]
    spans = [Span(a, a + len(line)) for a, line in zip(starts, lines, strict=True)]
    kinds: list[SectionKind] = ["article", "caption", "article"]
    sections = [Section(s.start, s.end, k) for s, k in zip(spans, kinds, strict=True)]
    parses = SpacyParser().parse(text, spans)
    passages = [Passage(n, s, p) for n, (s, p) in enumerate(zip(spans, parses, strict=True))]
    found = RuleEngine().attributions(text, sections, passages)
    assert [words(text, a.content) for a in found] == ["The wall is weak", "The gates are worse"]
    assert words(text, found[1].antecedent) == "Orsk"


def test_a_quotation_does_not_go_on_in_another_live_entry() -> None:
    lines = ["“The wall is weak,” Orsk said.", "“The gates are worse.”"]
    text = "\n".join(lines)
    spans = [Span(0, len(lines[0])), Span(len(lines[0]) + 1, len(text))]
    sections = [Section(*s, "live_entry", entry=n) for n, s in enumerate(spans)]
    passages = [Passage(n, s, p) for n, (s, p) in enumerate(zip(spans, SpacyParser().parse(text, spans), strict=True))]
    found = RuleEngine().attributions(text, sections, passages)
    assert [words(text, a.content) for a in found] == ["The wall is weak"]


def test_an_unclosed_quotation_does_not_swallow_the_next_sentence() -> None:
    text, found, _, _ = analyse(
        ["Vale said on Friday, “the gates will stay shut. He called the plan “a dangerous bet.”"]
    )
    assert words(text, found[0].content) == "the gates will stay shut"
    assert words(text, found[1].source) == "He"
    assert words(text, found[1].content) == "the plan “a dangerous bet.”"


def test_a_speaker_inside_a_quotation_is_a_statement_of_its_own() -> None:
    text, found, _, _ = analyse(
        ["“The Norvan Council said that the pass was mined, and we stayed away,” Rennick said."]
    )
    assert ("The Norvan Council", "the pass was mined") in {
        (words(text, a.source), words(text, a.content)) for a in found
    }
    assert "Rennick" in {words(text, a.source) for a in found}


def test_turns_of_phrase_inside_a_quotation_are_no_statements() -> None:
    text, found, _, _ = analyse(["“People say it is cold, and I think it shows that we were right,” Rennick said."])
    assert [words(text, a.source) for a in found] == ["Rennick"]


def test_no_statement_from_boilerplate_or_a_byline() -> None:
    text = "Police said the road was closed."
    span = Span(0, len(text))
    parse = next(iter(SpacyParser().parse(text, [span])))
    for kind, count in (("boilerplate", 0), ("byline", 0), ("caption", 1), ("live_entry", 1)):
        section = Section(0, len(text), kind)  # type: ignore[arg-type]
        assert len(RuleEngine().attributions(text, [section], [Passage(0, span, parse)])) == count


def test_the_engine_names_itself_and_is_deterministic() -> None:
    _, first, _, _ = analyse(["“It is late,” Orsk said.", "The ministry denied the claims."])
    _, second, _, _ = analyse(["“It is late,” Orsk said.", "The ministry denied the claims."])
    assert first == second
    assert {a.engine for a in first} == {"rules/1"} == {RuleEngine().name}
    assert all(a.confidence in CONFIDENCE.values() for a in first)


MARKS = "“ ” \" ' ‘ ’ '' , . : ; — ( )"
WORDS = [
    *["said", "that", "denied", "the", "minister", "police", "according", "to", "claims", "call", "for", "told"],
    *["water", "will", "not", "confirm", "he", "they", "who", "which", "but", "and", "adding", "as", "was", "by", "of"],
    *["3,000", "é", "中", "\u00a0", "\u200b"],
    *MARKS.split(),
]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.lists(
            st.sampled_from(WORDS) | st.text(max_size=6),
            min_size=1,
            max_size=25,
        ),
        min_size=1,
        max_size=4,
    ),
    st.sampled_from(["article", "headline", "boilerplate", "byline"]),
)
def test_any_text_gives_spans_inside_its_passages(paragraphs: list[list[str]], kind: SectionKind) -> None:
    lines = [" ".join(p).strip() for p in paragraphs]
    lines = [line for line in lines if line]
    text, found, acts, passages = analyse(lines, kind)
    assert len(acts) == len(found)
    if kind in {"boilerplate", "byline"}:
        assert found == []
    for a in found:
        assert a.content
        for spans in (a.source, a.cue, a.content, a.antecedent):
            for span in spans:
                assert span.fits(len(text))
                assert any(p.span.contains(span) for p in passages)
            assert all(one.end <= two.start for one, two in pairwise(spans))


@pytest.mark.parametrize(
    "unit",
    [
        "he said that she said that ",
        "“No,” he said. ",
        "according to the mayor, ",
        "he said, adding that it rains, ",
        "said ",
    ],
)
def test_time_does_not_explode_on_a_run_on_paragraph(unit: str) -> None:
    text = (unit * 2000)[:19_000]
    span = Span(0, len(text))
    parse = next(iter(SpacyParser().parse(text, [span])))
    began = time.perf_counter()
    RuleEngine().attributions(text, [Section(0, len(text), "article")], [Passage(0, span, parse)])
    assert time.perf_counter() - began < 3


def test_more_of_the_same_costs_in_proportion() -> None:
    line = "Mayor Tessa Moreau said that the bridge was “quite safe”, adding that police had closed the road."
    _, _, _, passages = analyse([line])
    times = []
    for count in (200, 1600):
        many = passages * count
        began = time.perf_counter()
        RuleEngine().attributions(line + "\n\n", [Section(0, len(line), "article")], many)
        times.append(time.perf_counter() - began)
    assert times[1] < 8 * times[0] * 2.5


def test_a_phrase_before_the_speaker_is_no_part_of_the_source() -> None:
    text, found, _, _ = analyse(
        ["In his Tuesday address the Kenyan president called on other countries not to look away."]
    )
    assert [words(text, a.source) for a in found] == ["the Kenyan president"]


@given(
    st.lists(
        st.sampled_from(['"', "“", "”", "said", "Ann Lee", ",", ".", "to", "according", "‘", "’", "``"]), max_size=25
    )
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_marks_without_words_make_no_empty_statement(pieces: list[str]) -> None:
    text, found, _, _ = analyse([" ".join(["Rain fell", *pieces])])
    for a in found:
        assert a.content
        parts = sorted([*a.source, *a.cue, *a.content])
        assert all(p.fits(len(text)) for p in parts)
        assert all(p.end <= q.start for p, q in pairwise(parts))


def test_a_remark_of_its_own_after_as_does_not_take_the_clause_before() -> None:
    text, found, _, _ = analyse(["Mayor sees ‘no evidence’ of leaks in the dam as Okoro warns of floods"], "headline")
    assert [words(text, a.content) for a in found] == ["floods"]


@pytest.mark.parametrize(
    ("sentence", "source", "content"),
    [
        ("Ms Okoro put the toll at 40.", "Ms Okoro", "the toll at 40"),
        (
            "Norway’s coast guard gave the figure as nearly 1,100 on Friday.",
            "Norway’s coast guard",
            "the figure as nearly 1,100",
        ),
        ("Mr Lee had spoken of 40 dead.", "Mr Lee", "40 dead"),
        ("Engineers put the kettle at the edge of the table.", "", ""),
        ("The crew gave him 40 litres of water at 5pm.", "", ""),
        ("Mr Lee had spoken of hope.", "", ""),
    ],
)
def test_a_verb_that_gives_a_number_is_a_statement_only_with_the_number(
    sentence: str, source: str, content: str
) -> None:
    text, found, _, _ = analyse([sentence])
    wanted = [(source, content)] if source else []
    assert [(words(text, a.source), words(text, a.content)) for a in found] == wanted


def test_a_headline_that_as_sets_a_speaker_into_is_read_once() -> None:
    text, found, _, _ = analyse(["Dam is safe, as Okoro says"], "headline")
    assert [(words(text, a.source), words(text, a.content)) for a in found] == [("Okoro", "Dam is safe")]


def test_as_without_a_comma_tells_when_not_who() -> None:
    text, found, _, _ = analyse(["The comments came as the US said for the first time it had seen evidence of rain."])
    assert all("comments came" not in words(text, a.content) for a in found)


def test_when_it_was_said_is_no_part_of_what_was_said() -> None:
    text, found, _, _ = analyse(["Harbour chief Ann Lee said earlier on Wednesday there is evidence of rust."])
    assert [words(text, a.content) for a in found] == ["there is evidence of rust"]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Ms Okoro denied sending boats.", ("Ms Okoro", "sending boats", "deny")),
        (
            "At least 20 boats would be sent north, he was earlier quoted as saying.",
            ("he", "At least 20 boats would be sent north", "predict"),
        ),
        (
            "The ministry made no acknowledgement of either port closing.",
            ("The ministry", "either port closing", "no_comment"),
        ),
        (
            "The firm has branded the closure as a “desperate effort” to save money.",
            ("The firm", "the closure as a “desperate effort” to save money", "condemn"),
        ),
        (
            "Ms Okoro said it would be a “very serious issue” if the dam broke.",
            ("Ms Okoro", "it would be a “very serious issue” if the dam broke", "warn"),
        ),
        ("“We will need more boats,” Ms Okoro said.", ("Ms Okoro", "We will need more boats", "predict")),
        ("“We will send more boats,” Ms Okoro said.", ("Ms Okoro", "We will send more boats", "promise")),
    ],
)
def test_further_planted_sentences(sentence: str, expected: tuple[str, str, str]) -> None:
    text, found, acts, _ = analyse([sentence])
    assert [(words(text, a.source), words(text, a.content), act) for a, act in zip(found, acts, strict=True)] == [
        expected
    ]
