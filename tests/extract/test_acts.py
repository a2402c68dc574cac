"""The act of a statement, from its cue and its content."""

from __future__ import annotations

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
