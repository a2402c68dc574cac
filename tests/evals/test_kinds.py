"""Attributions are told apart by their gold spans, and counted by the scoring script."""

from __future__ import annotations

from types import ModuleType

import pytest
from evals.kinds import SOURCES, SPEECH, Recall, Words, recall_by_kind, source_kind, speech_kind, table

from tests.evals.scripts import DATA, attribution_script


@pytest.fixture(scope="module")
def script() -> ModuleType:
    return attribution_script()


def span(text: str, part: str) -> tuple[int, int]:
    return text.index(part), text.index(part) + len(part)


@pytest.mark.parametrize(
    ("kind", "parts"),
    [
        ("direct", ["“The gate is shut.”"]),
        ("direct", ["“The gate,”", "“is shut.”"]),
        ("direct", ["The gate,”", "“is shut"]),  # the span leaves out a mark
        ("direct", ['"The gate is shut," "and locked."']),
        ("direct", ["''The gate is shut.''"]),
        ("direct", ["‘The gate is shut.’"]),
        ("direct", ["“The gate", "is shut"][:1]),  # never closed
        ("mixed", ["that the gate is “shut”"]),
        ("mixed", ['the "gate" is shut']),
        ("mixed", ["“The gate is shut,”", "and that it stays so"]),
        ("mixed", ["that the gate’s keeper is ‘asleep.’"]),
        ("indirect", ["that the gate’s keeper is asleep"]),
        ("indirect", ["that the gate is shut"]),
    ],
)
def test_speech(script: ModuleType, kind: str, parts: list[str]) -> None:
    text = "Before. " + " Okoro said ".join(parts)
    assert speech_kind(text, [span(text, part) for part in parts], script) == kind


@pytest.mark.parametrize(
    ("kind", "text", "source"),
    [
        ("named", "It is shut, Ines Okoro said.", "Ines Okoro"),
        ("named", "Okoro said that officials disagree.", "Okoro"),
        ("named", "It is shut, the mayor of Arvik said.", "the mayor of Arvik"),
        ("named", "It is shut, the IMO said.", "the IMO"),
        ("described", "Officials said so. Some officials did not.", "Officials"),
        ("described", "It is shut.\nTwo officials said so; officials do.", "Two officials"),
        ("pronoun", "She said so.", "She"),
        ("pronoun", "The clerk, who said so, left.", "who"),
        ("pronoun", "So I said.", "I"),
        ("no source", "It was said.", ""),
    ],
)
def test_sources(script: ModuleType, kind: str, text: str, source: str) -> None:
    words = Words([text, "two of the mayors who spoke and the clerk"], script)
    assert source_kind(text, [span(text, source)] if source else [], words, script) == kind


def test_recall_counts_what_was_found(script: ModuleType) -> None:
    text = "“It is shut,” said Ines Okoro. Two clerks think it is open. It rained, she added to the two."
    gold = [
        {"source": [span(text, "Ines Okoro")], "cue": [span(text, "said")], "content": [span(text, "“It is shut,”")]},
        {"source": [span(text, "Two clerks")], "cue": [span(text, "think")], "content": [span(text, "it is open")]},
        {"source": [span(text, "she")], "cue": [span(text, "added")], "content": [span(text, "It rained")]},
        {"source": [], "cue": [], "content": [span(text, ".")]},  # no word: left out
    ]
    found = [gold[0], {**gold[1], "source": []}]
    recall = recall_by_kind({"a": (text, gold), "b": (text, gold[2:3])}, {"a": found}, script)
    assert {k: r for k, r in recall.items() if r.gold} == {
        "direct": Recall(1, 1, 1),
        "indirect": Recall(3, 1, 0),
        "named": Recall(1, 1, 1),
        "described": Recall(1, 1, 0),
        "pronoun": Recall(2, 0, 0),
    }
    lines = table({"one": recall, "other": recall})
    assert lines[0] == "| kind | gold | content, one | attribution, one | content, other | attribution, other |"
    assert "| indirect | 3 | 0.333 | 0.000 | 0.333 | 0.000 |" in lines
    assert len({line.count("|") for line in lines}) == 1


def test_the_kinds_add_up_to_those_of_the_script(script: ModuleType) -> None:
    folder = DATA / "bench/attribution/dev"
    if not folder.exists():
        pytest.skip("the corpus is absent")
    path = script.gold_file(folder)
    gold = dict(list(script.read_gold(path, script.beside(path, "reports.jsonl")).items())[:25])
    found = {k: [{**a, "source": a["source"] if n % 3 else []} for n, a in enumerate(items[::2])]
             for k, (_, items) in gold.items()}  # fmt: skip
    known = script.evaluate(gold, found)["by_type"]
    by_kind = recall_by_kind(gold, found, script)
    for theirs, ours in (("quoted", ["direct", "mixed"]), ("indirect", ["indirect"]), (None, SOURCES), (None, SPEECH)):
        parts = list(known.values()) if theirs is None else [known[theirs]]
        assert sum(by_kind[k].gold for k in ours) == sum(p["gold"] for p in parts)
        share = sum(by_kind[k].attribution for k in ours)
        assert share == pytest.approx(sum(p["attribution_recall"] * p["gold"] for p in parts))
