"""The act of a statement, from its cue and its content."""

from __future__ import annotations

import re

import pytest

from onrecord.extract.acts import act_of, acts_of
from onrecord.extract.rules import RuleEngine
from onrecord.model.report import Section
from onrecord.model.spans import Span
from onrecord.model.statement import Act, Attribution
from onrecord.nlp.parse import Passage
from onrecord.nlp.spacy_parser import SpacyParser


def first_act(text: str) -> Act:
    span = Span(0, len(text))
    passages = [Passage(0, span, next(iter(SpacyParser().parse(text, [span]))))]
    found = RuleEngine().attributions(text, [Section(0, len(text), "article")], passages)
    assert found, "the sentence holds a statement"
    return act_of(text, found[0], passages)


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("The ministry did not deny the leak.", "no_comment"),
        ("The ministry denied the leak.", "deny"),
        ("The ministry confirmed the leak.", "confirm"),
        ("The ministry did not confirm the leak.", "unverified"),
        ("The bureau has yet to verify the reports.", "unverified"),
        ("The bureau declined to say who had signed.", "no_comment"),
        ("The bureau refused to pay the fine.", "deny"),
        ("The council does not accept that the vote was fair.", "deny"),
        ("Orsk said she could not confirm the count.", "unverified"),
        ("Orsk said the count was still unclear.", "unverified"),
        ("“We have no comment on that,” the spokeswoman said.", "no_comment"),
        ("Orsk said the story was false.", "deny"),
        ("“There is no truth in it,” Orsk said.", "deny"),
        ("“We will not accept this,” Orsk said.", "deny"),
        ("“You must open the gate,” Orsk said.", "demand"),
        ("“Stop the shelling now,” Orsk said.", "demand"),
        ("The judge asked the clerks to leave.", "demand"),
        ("“We will open the gate at noon,” Orsk said.", "promise"),
        ("The city said it would repair the roof.", "promise"),
        ("The river will crest on Sunday, Orsk said.", "predict"),
        ("“The gate is expected to open soon,” Orsk said.", "predict"),
        ("“This is a dangerous escalation,” Orsk said.", "warn"),
        ("“It is a shameful act,” Orsk said.", "condemn"),
        ("The navy said it had sunk two smuggling boats.", "report"),
        ("The ABF said 12 tents were burned overnight.", "report"),
        ("Orsk said the soup was good.", "assert"),
        ("“Will the gate open?” Orsk asked.", "assert"),
        ("Orsk warned that she did not know who had the keys.", "unverified"),
        ("The region threatened to close the canal.", "warn"),
    ],
)
def test_act(text: str, act: Act) -> None:
    assert first_act(text) == act


def test_a_statement_without_a_cue_is_judged_by_its_content() -> None:
    text = "“Everyone must leave the island today.”"
    attribution = Attribution((), (), (Span(1, len(text) - 1),), "direct", 0.8, "rules/1")
    assert list(acts_of(text, [attribution], [])) == ["demand"]


def test_acts_come_in_the_order_of_the_attributions() -> None:
    text = "“It rains.” “You must leave.” “We will stay.”"
    spans = [Span(1, 10), Span(13, 28), Span(31, 44)]
    attributions = [Attribution((), (), (s,), "direct", 0.8, "rules/1") for s in spans]
    assert [text[s.start : s.end] for s in spans] == ["It rains.", "You must leave.", "We will stay."]
    assert list(acts_of(text, attributions, [])) == ["assert", "demand", "promise"]


_MARK = re.compile(r"\{([sct]):([^{}]*)\}")


def marked_act(marked: str) -> Act:
    """The act where source, cue and content are marked by hand: ``{s:..}``, ``{c:..}``, ``{t:..}``."""
    text, at = "", 0
    spans: dict[str, list[Span]] = {"s": [], "c": [], "t": []}
    for m in _MARK.finditer(marked):
        text += marked[at : m.start()]
        spans[m.group(1)].append(Span(len(text), len(text) + len(m.group(2))))
        text += m.group(2)
        at = m.end()
    text += marked[at:]
    whole = Span(0, len(text))
    passages = [Passage(0, whole, next(iter(SpacyParser().parse(text, [whole]))))]
    attribution = Attribution(tuple(spans["s"]), tuple(spans["c"]), tuple(spans["t"]), "indirect", 0.8, "encoder/0")
    return act_of(text, attribution, passages)


@pytest.mark.parametrize(
    ("marked", "act"),
    [
        # adverbials, dates and the place of speaking taken into the cue
        ("{s:Orsk} {c:said on a call with reporters} {t:that the soup was good}.", "assert"),
        ("{s:Orsk} {c:said on Friday} {t:that the story was false}.", "deny"),
        ("{s:The council} {c:issued a call for} {t:a new vote}.", "demand"),
        # auxiliary, negation or the verb above left out of the cue
        ("{s:The bureau} did not {c:confirm} {t:the count}.", "unverified"),
        ("{s:The bureau} has not {c:acknowledged} {t:the leak}.", "no_comment"),
        ("{s:The bureau} declined to {c:describe} {t:the ship}.", "no_comment"),
        ("{s:The bureau} {c:did not dispute} {t:that the note was genuine}.", "no_comment"),
        # negation in the subject
        ("{s:No official} {c:has confirmed} {t:the count}.", "unverified"),
        ("{s:No 7} {c:said} {t:the soup was good}.", "assert"),
        ("{s:None of the three} {c:would say} {t:how the ship had sunk}.", "no_comment"),
        ("{s:Neither she nor her clerk} {c:has explained in detail} {t:how the ship had sunk}.", "no_comment"),
        # the verb split between cue and content
        ("{s:The bureau} {c:declined} {t:to comment on the ship}.", "no_comment"),
        ("{s:The bureau} {c:saw no need} {t:to comment on the ship}.", "no_comment"),
        ("{s:The bureau} {c:gave} {t:no details of the ship}.", "no_comment"),
        ("{s:The bureau} {c:announced it} {t:without giving the name of the ship}.", "no_comment"),
        ("{s:Orsk} {c:wrote to} her {t:to ask her to come to the harbour}.", "demand"),
        # "that" at the head of the content
        ("{s:Orsk} {c:said} {t:that the leak was worrying, should it be confirmed}.", "warn"),
        ("{s:The city} {c:said} {t:that it would repair the roof}.", "promise"),
        ("{s:He} {c:said} {t:they would be ready by June}.", "predict"),
        # what an account is called
        ("{s:The palace} {c:has called} {t:such accounts fake}.", "deny"),
        ("{s:The palace} {c:called} {t:the story “a fabrication”}.", "deny"),
        ("{s:Orsk} {c:told} the paper: “{t:Rubbish}.”", "deny"),
        # the infinitive of another word
        ("{t:The place to ask about the ship was the harbour}, {s:Orsk} {c:told} reporters.", "assert"),
        ("{s:Orsk} {c:told} {t:the clerks to leave}.", "demand"),
        # not known, and only possible
        ("{s:Orsk} {c:said} {t:“we do not yet know” whether the ship sank}.", "unverified"),
        ("{t:How many were aboard was not yet clear}, {s:Orsk} {c:said}.", "unverified"),
        ("{s:The coast guard} {c:said} {t:the wreck may be spilling 40 barrels}.", "assert"),
    ],
)
def test_the_act_does_not_hang_on_the_edges_of_the_cue(marked: str, act: Act) -> None:
    assert marked_act(marked) == act


def test_a_cue_may_lie_in_two_paragraphs() -> None:
    text = "Orsk said.\nOn the following day she had much more to add: the soup was good."
    spans = [Span(0, 10), Span(11, len(text))]
    passages = [Passage(0, s, p) for s, p in zip(spans, SpacyParser().parse(text, spans), strict=True)]
    cue = tuple(Span(text.index(w), text.index(w) + len(w)) for w in ("said", "had much more to add"))
    content = Span(text.index("the soup"), len(text) - 1)
    attribution = Attribution((Span(0, 4),), cue, (content,), "indirect", 0.8, "encoder/0")
    assert act_of(text, attribution, passages) == "assert"
