"""What a model cites, planted by hand in invented sentences: the statements that must come of it, word for word."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import combinations, pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.extract.cleaned import Split
from onrecord.extract.encoded import EncoderEngine, overlap
from onrecord.extract.rules import RuleEngine
from onrecord.model.report import Section, SectionKind
from onrecord.model.spans import Span
from onrecord.model.statement import Attribution
from onrecord.nlp.parse import Cited, Parse, Passage
from onrecord.nlp.spacy_parser import SpacyParser

Marked = str
"""Paragraphs parted by blank lines; ``{s1:..}``, ``{c1:..}`` and ``{t1:..}`` mark the source, cue and content of the
first citation, and so on."""

_MARK = re.compile(r"\{([sct])(\d):([^{}]*)\}")
_PARSER = SpacyParser()


def read(marked: Marked) -> tuple[str, dict[int, dict[str, list[Span]]]]:
    """The text without its marks, and the marked spans by number and role."""
    text, at = "", 0
    found: dict[int, dict[str, list[Span]]] = {}
    for m in _MARK.finditer(marked):
        text += marked[at : m.start()]
        roles = found.setdefault(int(m.group(2)), {"s": [], "c": [], "t": []})
        roles[m.group(1)].append(Span(len(text), len(text) + len(m.group(3))))
        text += m.group(3)
        at = m.end()
    return text + marked[at:], found


def passages_of(text: str, cited: Iterable[Cited], parses: Iterable[Parse] | None = None) -> list[Passage]:
    spans = [Span(*m.span()) for m in re.finditer(r"[^\n]+", text)]
    by_passage: list[list[Cited]] = [[] for _ in spans]
    for one in cited:
        by_passage[max(n for n, s in enumerate(spans) if s.start <= one.anchor.start)].append(one)
    parsed = parses if parses is not None else _PARSER.parse(text, spans)
    return [Passage(0, s, p, tuple(c)) for s, p, c in zip(spans, parsed, by_passage, strict=True)]


def analyse(
    marked: Marked,
    *,
    kind: SectionKind = "article",
    sure: float | Sequence[float] = 0.9,
    split: Split = "act",
) -> tuple[str, list[Attribution]]:
    text, found = read(marked)
    sures = [sure] * 9 if isinstance(sure, float) else list(sure)
    cited = [Cited(tuple(r["s"]), tuple(r["c"]), tuple(r["t"]), sures[n - 1]) for n, r in sorted(found.items())]
    passages = passages_of(text, cited)
    return text, EncoderEngine("encoder/0", split=split).attributions(text, [Section(0, len(text), kind)], passages)


def words(text: str, spans: Iterable[Span]) -> str:
    return " || ".join(s.of(text) for s in spans)


def rows(text: str, found: Iterable[Attribution]) -> list[tuple[str, str, str, str]]:
    return [(words(text, a.source), words(text, a.cue), words(text, a.content), a.quote_type) for a in found]


PLANTED: list[tuple[Marked, list[tuple[str, str, str, str]]]] = [
    # a plain one, with the punctuation that the model takes along
    (
        "{s1:The harbour master} {c1:said} {t1:two tugs had been lost.}",
        [("The harbour master", "said", "two tugs had been lost", "indirect")],
    ),
    # a quotation that the content stops short in, and one that it covers with its marks
    (
        "“{t1:The ferry will sail again} on Monday,” {c1:said} {s1:Ilse Marrow}.",
        [("Ilse Marrow", "said", "The ferry will sail again on Monday", "direct")],
    ),
    (
        "{t1:“The ferry will sail,”} {c1:said} {s1:Ilse Marrow}.",
        [("Ilse Marrow", "said", "The ferry will sail", "direct")],
    ),
    # a quotation that is never closed
    (
        "“{t1:The ferry will sail again} on Monday and nobody will stop it",
        [("", "", "The ferry will sail again on Monday and nobody will stop it", "direct")],
    ),
    # mixed: the marks stay
    (
        "{s1:Ilse Marrow} {c1:said} {t1:the ferry was “as safe as} a church”.",
        [("Ilse Marrow", "said", "the ferry was “as safe as a church”", "mixed")],
    ),
    # a hole in the content, and a stray word far away
    (
        "{s1:The council} {c1:said} {t1:the old} stone {t1:bridge would be closed in the spring}.",
        [("The council", "said", "the old stone bridge would be closed in the spring", "indirect")],
    ),
    (
        "{t1:The} crowd waited in the square and sang when {s1:the council} {c1:said} {t1:the bridge would be closed}.",
        [("the council", "said", "the bridge would be closed", "indirect")],
    ),
    # a word or two that only the reporting phrase parts from the rest
    (
        "{t1:The bridge}, {s1:he} {c1:said}, {t1:would be closed in the spring for repairs}.",
        [("he", "said", "The bridge || would be closed in the spring for repairs", "indirect")],
    ),
    # a phrase cut in two at its edge
    (
        "{s1:Weather} Service {c1:said} {t1:the storm would miss the southern} islands.",
        [("Weather Service", "said", "the storm would miss the southern islands", "indirect")],
    ),
    # what is set beside a name belongs to the source
    (
        "Rosalind Achterberg, {s1:who chairs the inquiry}, {c1:said} {t1:the records were gone}.",
        [("Rosalind Achterberg, who chairs the inquiry", "said", "the records were gone", "indirect")],
    ),
    # a quotation taken up again with a comma is one statement
    (
        "“{t1:The dam},” {s1:Marrow} {c1:said}, “{t1:was never inspected}.”",
        [("Marrow", "said", "The dam || was never inspected", "direct")],
    ),
]


@pytest.mark.parametrize(("marked", "expected"), PLANTED)
def test_a_citation_becomes_a_statement(marked: Marked, expected: list[tuple[str, str, str, str]]) -> None:
    text, found = analyse(marked, split="always")
    assert rows(text, found) == expected


GOING_ON = "“{t1:The levee held for a week},” {c1:said} {s1:Ilse Marrow}. “{t1:Rebuild it now, we demand it}.”"


@pytest.mark.parametrize(
    ("split", "expected"),
    [
        ("never", ["The levee held for a week || Rebuild it now, we demand it"]),
        ("act", ["The levee held for a week", "Rebuild it now, we demand it"]),
        ("always", ["The levee held for a week", "Rebuild it now, we demand it"]),
    ],
)
def test_a_quotation_that_goes_on_is_parted_as_asked(split: Split, expected: list[str]) -> None:
    text, found = analyse(GOING_ON, split=split)
    assert [words(text, a.content) for a in found] == expected
    for more in found[1:]:
        assert (more.source, more.cue, words(text, more.antecedent)) == ((), (), "Ilse Marrow")


def test_one_act_over_two_sentences_is_one_statement() -> None:
    marked = "“{t1:The levee held for a week},” {c1:said} {s1:Ilse Marrow}. “{t1:The pumps ran all night}.”"
    text, found = analyse(marked, split="act")
    assert [words(text, a.content) for a in found] == ["The levee held for a week || The pumps ran all night"]


def test_another_paragraph_is_a_statement_of_its_own() -> None:
    marked = "“{t1:The levee held for a week},” {c1:said} {s1:Ilse Marrow}.\n\n“{t1:The pumps ran all night}.”"
    text, found = analyse(marked, split="never")
    assert [words(text, a.content) for a in found] == ["The levee held for a week", "The pumps ran all night"]
    assert words(text, found[1].antecedent) == "Ilse Marrow"


def test_a_bare_relative_pronoun_has_its_noun_as_antecedent() -> None:
    text, found = analyse("The ministry, {s1:which} {c1:has denied} {t1:any part in the sale}, will be sued.")
    assert [words(text, a.source) for a in found] == ["which"]
    assert words(text, found[0].antecedent).startswith("The ministry")


def test_a_running_quotation_without_a_citation_is_read_by_the_rules() -> None:
    marked = (
        "“{t1:The levee held},” {c1:said} {s1:Ilse Marrow} on Friday.\n\n“Nobody slept that night in the whole town.”"
    )
    text, found = analyse(marked)
    assert [(words(text, a.content), a.engine) for a in found] == [
        ("The levee held", "encoder/0"),
        ("Nobody slept that night in the whole town", "rules/1"),
    ]


def test_the_rules_add_what_the_model_missed() -> None:
    text, found = analyse("{s1:Marrow} {c1:said} {t1:the levee held}.\n\nThe bureau said the river would rise again.")
    assert [words(text, a.source) for a in found] == ["Marrow", "The bureau"]


def test_the_rules_have_the_first_word_in_a_headline() -> None:
    marked = "{t1:Levee is safe, mayor} {c1:says}"
    text, found = analyse(marked, kind="headline")
    assert rows(text, found) == [("mayor", "says", "Levee is safe", "indirect")]
    assert found[0].engine == "rules/1"


def test_an_inner_speaker_is_kept_beside_the_outer() -> None:
    marked = "“{t1:The ministry said that the levee was safe, and it failed},” {c1:said} {s1:Ilse Marrow}."
    text, found = analyse(marked)
    assert {(words(text, a.source), words(text, a.content)) for a in found} == {
        ("Ilse Marrow", "The ministry said that the levee was safe, and it failed"),
        ("The ministry", "the levee was safe"),
    }


def test_an_inner_speaker_is_kept_though_he_makes_up_most_of_the_outer_statement() -> None:
    inner = "the levee will hold all winter and most of the spring"
    marked = f"{{s1:The paper}} {{c1:reported}} {{t1:the ministry has confirmed that {inner}}}."
    text, found = analyse(marked)
    assert {(words(text, a.source), words(text, a.content)) for a in found} == {
        ("The paper", f"the ministry has confirmed that {inner}"),
        ("the ministry", inner),
    }
    assert len(analyse(marked, sure=0.5)[1]) == 1


@pytest.mark.parametrize(
    "marked",
    [
        "{t1:The levee held only by luck}, {s1:Marrow} {c1:said}. “{t1:Nobody had looked at it for years}.”",
        "{t1:The levee held only by luck}, {s1:Marrow} {c1:says}: “{t1:Nobody had looked at it for years}.”",
    ],
)
def test_a_quotation_behind_the_outlets_words_is_a_statement_of_its_own(marked: Marked) -> None:
    text, found = analyse(marked, split="never")
    assert [(words(text, a.content), a.quote_type) for a in found] == [
        ("The levee held only by luck", "indirect"),
        ("Nobody had looked at it for years", "direct"),
    ]
    assert words(text, found[1].antecedent) == "Marrow"


def test_content_never_runs_over_its_own_source_and_cue() -> None:
    text = "The storm, the bureau said, would miss the islands."
    whole = Span(0, len(text))
    source, cue = (Span(text.index(w), text.index(w) + len(w)) for w in ("the bureau", "said"))
    passages = passages_of(text, [Cited((source,), (cue,), (whole,), 0.9)])
    found = EncoderEngine("encoder/0").attributions(text, [Section(0, len(text), "article")], passages)
    assert rows(text, found) == [("the bureau", "said", "The storm || would miss the islands", "indirect")]


def test_joint_speakers_stay_one_source() -> None:
    text, found = analyse("{s1:Ilse Marrow and Otto Brandvold} {c1:said} {t1:the levee was safe}.")
    assert [words(text, a.source) for a in found] == ["Ilse Marrow and Otto Brandvold"]


def test_agreement_makes_surer_and_doubt_alone_is_not_heard() -> None:
    alike = "{s1:The bureau} {c1:said} {t1:the river would rise again}."
    _, found = analyse(alike, sure=0.6)
    assert [a.confidence > 0.6 for a in found] == [True]
    alone = "The barge lay in {s1:the mud} {c1:off} {t1:the southern bank of the river}."
    assert analyse(alone, sure=0.2)[1] == []
    assert len(analyse(alone, sure=0.8)[1]) == 1


def test_nobody_is_heard_only_where_the_model_is_sure() -> None:
    marked = "The barge {c1:is thought} {t1:to lie off the southern bank of the river}."
    assert analyse(marked, sure=0.45)[1] == []
    assert len(analyse(marked, sure=0.95)[1]) == 1


def test_the_outlet_s_own_voice_is_nobody_s() -> None:
    assert analyse("{s1:We} {c1:reported} {t1:the loss of the barge on Monday}.", sure=0.95)[1] == []


def test_one_content_is_one_statement() -> None:
    marked = "{s1:Marrow} {c1:said} {s2:the bureau} {c2:feared} {t2:the levee would break}."
    text, found = read(marked)
    cited = [
        Cited(tuple(r["s"]), tuple(r["c"]), tuple(found[2]["t"]), sure)
        for r, sure in ((found[1], 0.5), (found[2], 0.9))
    ]
    rules = RuleEngine()
    out = EncoderEngine("encoder/0", rules).attributions(
        text, [Section(0, len(text), "article")], passages_of(text, cited)
    )
    assert len({a.content for a in out}) == len(out)
    assert "the bureau" in [words(text, a.source) for a in out]


@pytest.mark.parametrize("kind", ["boilerplate", "byline"])
def test_other_sections_are_left_alone(kind: SectionKind) -> None:
    assert analyse("{s1:Marrow} {c1:said} {t1:the levee held}.", kind=kind)[1] == []


def test_no_citation_is_the_rules_alone() -> None:
    text, found = analyse("Marrow said the levee held. “It will hold again,” she added.")
    rules = RuleEngine().attributions(text, [Section(0, len(text), "article")], passages_of(text, []))
    assert [replace(a, confidence=0.5) for a in found] == [replace(a, confidence=0.5) for a in rules]
    assert all(a.confidence < b.confidence for a, b in zip(found, rules, strict=True))  # nobody seconds them


_STORY = (
    "Ilse Marrow, who runs the port, said “the quay is safe” and that ships would come.\n\n"
    "“We looked at it twice,” she told the Orlu Gazette. “Nobody found a crack.\n\n"
    "“It stands,” according to the bureau, which denied any delay; the mayor's claim that it sank was wrong."
)
_PARSES = list(_PARSER.parse(_STORY, [Span(*m.span()) for m in re.finditer(r"[^\n]+", _STORY)]))
_spans = st.tuples(st.integers(0, len(_STORY) - 2), st.integers(1, 90)).map(
    lambda x: Span(x[0], min(x[0] + x[1], len(_STORY)))
)


def _apart(spans: list[Span]) -> tuple[Span, ...]:
    kept: list[Span] = []
    for span in sorted(spans):
        if not kept or span.start > kept[-1].end:
            kept.append(span)
    return tuple(kept)


_cited = st.builds(
    Cited,
    st.lists(_spans, max_size=1).map(_apart),
    st.lists(_spans, max_size=1).map(_apart),
    st.lists(_spans, min_size=1, max_size=4).map(_apart),
    st.floats(0, 1),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(_cited, max_size=5), st.sampled_from(["never", "act", "always"]))
def test_whatever_is_cited_the_statements_are_sound(cited: list[Cited], split: Split) -> None:
    passages = passages_of(_STORY, cited, _PARSES)
    engine = EncoderEngine("encoder/0", split=split)
    found = engine.attributions(_STORY, [Section(0, len(_STORY), "article")], passages)
    inside = [p.span for p in passages]
    for a in found:
        assert a.content
        assert 0 <= a.confidence <= 1
        for spans in (a.source, a.cue, a.content, a.antecedent):
            assert all(any(p.contains(s) for p in inside) and s.of(_STORY).strip() for s in spans)
            assert all(s.end <= t.start for s, t in pairwise(spans))
        assert not any(s.overlaps(t) for s in a.content for t in (*a.source, *a.cue))
    of_model = [a for a in found if a.engine == "encoder/0"]
    assert all(overlap(a.content, b.content) < 1 for a, b in combinations(of_model, 2))
    assert found == engine.attributions(_STORY, [Section(0, len(_STORY), "article")], passages)


def test_overlap_is_intersection_over_union() -> None:
    assert overlap([Span(0, 4)], [Span(2, 6)]) == pytest.approx(2 / 6)
    assert overlap([Span(0, 2), Span(4, 6)], [Span(0, 6)]) == pytest.approx(4 / 6)
    assert overlap([], []) == 0


def test_time_grows_no_faster_than_the_text() -> None:
    marked = "{s1:Marrow} {c1:said} {t1:the levee held for a week}."
    text, found = read(marked)

    def moved(spans: Iterable[Span], to: Span) -> tuple[Span, ...]:
        return tuple(x.shift(to.start) for x in spans)

    def seconds(n: int) -> float:
        whole = (text + "\n\n") * n
        spans = [Span(*m.span()) for m in re.finditer(r"[^\n]+", whole)]
        r = found[1]
        passages = [
            Passage(0, s, p, (Cited(moved(r["s"], s), moved(r["c"], s), moved(r["t"], s), 0.9),))
            for s, p in zip(spans, _PARSER.parse(whole, spans), strict=True)
        ]
        taken = []
        for _ in range(3):
            start = time.process_time()
            EncoderEngine("encoder/0").attributions(whole, [Section(0, len(whole), "article")], passages)
            taken.append(time.process_time() - start)
        return min(taken)

    seconds(20)
    assert seconds(320) < 24 * max(seconds(40), 0.005)  # linear: 8 times
