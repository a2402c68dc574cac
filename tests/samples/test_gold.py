from __future__ import annotations

import gzip
import os
import re
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest

from onrecord.ingest.read import read_inputs
from onrecord.model.errors import InputError
from onrecord.model.report import Report, SectionKind
from onrecord.model.statement import Act, QuoteType
from tests.samples.cases import CASES, gold_of, load_tool

build_gold = load_tool()
REPORTS = [pytest.param(case, row, id=f"{case.name}-{row['doc']}") for case in CASES for row in gold_of(case)]


@cache
def texts_of(case: Path) -> dict[str, str]:
    texts: dict[str, str] = build_gold.read_texts(case)
    return texts


def spans_in(claim: dict[str, Any]) -> list[list[int]]:
    return [
        *claim["content"],
        *claim["cue"],
        *claim["source"],
        *claim.get("hedge", []),
        *claim.get("evidence_basis", []),
    ]


def numbers_in(numeral: str) -> list[float]:
    """The numbers that a numeral names, in digits or words, with their scale: ``4.9 million``, ``$20bn``."""
    words = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "ten": 10}
    scales = {"thousand": 10**3, "million": 10**6, "m": 10**6, "billion": 10**9, "bn": 10**9}
    scale = re.search(r"(?<![a-z])(thousand|million|billion|bn|m)$", numeral.lower())
    read = [float(n.replace(",", "")) for n in re.findall(r"\d[\d,]*(?:\.\d+)?", numeral)]
    read = read or [float(words[w]) for w in numeral.lower().split() if w in words]
    return [round(n * (scales[scale[1]] if scale else 1), 6) for n in read]


def test_the_cases_are_there() -> None:
    assert {"spill", "troops"} <= {case.name for case in CASES}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_gold_is_what_the_annotation_makes(case: Path) -> None:
    rows, _ = build_gold.build(case)
    made = build_gold.to_jsonl(rows)
    assert made == (case / "gold.jsonl").read_text("utf-8"), f"out of date: run tools/build_gold.py {case}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_file_of_the_case_is_an_input(case: Path) -> None:
    named = {row["path"] for row in build_gold.tomllib.loads((case / "case.toml").read_text("utf-8"))["input"]}
    assert named == {p.relative_to(case).as_posix() for p in (case / "reports").rglob("*") if p.is_file()}


@pytest.mark.parametrize(("case", "row"), REPORTS)
def test_sections_cover_the_text_once(case: Path, row: dict[str, Any]) -> None:
    text = texts_of(case)[row["doc"]]
    assert row["n_chars"] == len(text)
    covered: Counter[int] = Counter()
    for section in row["sections"]:
        assert section["kind"] in get_args(SectionKind)
        assert not text[section["start"]].isspace()
        assert not text[section["end"] - 1].isspace()
        covered.update(range(section["start"], section["end"]))
    assert {i for i, character in enumerate(text) if not character.isspace()} <= set(covered)
    assert max(covered.values()) == 1


@pytest.mark.parametrize(("case", "row"), REPORTS)
def test_spans_slice_to_the_words_they_quote(case: Path, row: dict[str, Any]) -> None:
    text = texts_of(case)[row["doc"]]
    for claim in row["claims"]:
        start, end = claim["start"], claim["end"]
        assert text[start:end] == claim["text"]
        section = row["sections"][claim["section"]]
        assert section["start"] <= start < end <= section["end"]
        for a, b in spans_in(claim):
            assert start <= a < b <= end, claim["text"]
            assert text[a:b] == text[a:b].strip()
            assert not text[a - 1 : a + 1].isalnum() or a == 0, f"cuts a word: {text[a:b]!r}"
            assert not text[b - 1 : b + 1].isalnum() or b == len(text), f"cuts a word: {text[a:b]!r}"
        for a, b in claim["antecedent"]:
            assert text[a:b].strip()
    for told in row["narration"]:
        assert text[told["start"] : told["end"]] == told["text"]


@pytest.mark.parametrize(("case", "row"), REPORTS)
def test_claims_use_the_words_of_the_model(case: Path, row: dict[str, Any]) -> None:
    text = texts_of(case)[row["doc"]]
    ids = {claim["id"] for claim in row["claims"]}
    assert len(ids) == len(row["claims"])
    for claim in row["claims"]:
        assert {claim["act"], *claim.get("act_alt", [])} <= set(get_args(Act))
        assert claim["quote_type"] in get_args(QuoteType)
        assert claim["speakers"], claim["text"]
        assert {claim[name] for name in ("nested_in", "repeats", "proposition") if name in claim} <= ids
        level = {"headline": "headline", "caption": "caption"}.get(row["sections"][claim["section"]]["kind"], "body")
        assert claim["level"] == level
        if claim["quote_type"] == "direct":
            for start, _ in claim["content"]:
                assert text[start - 1] in '“‘"', claim["text"]
        if claim["quote_type"] == "indirect" and "inside_direct_quote" not in claim["flags"]:
            said = " ".join(text[a:b] for a, b in claim["content"])
            assert not re.search(r"[“\"](?!I Want)", said), claim["text"]


@pytest.mark.parametrize(("case", "row"), REPORTS)
def test_nothing_is_said_after_publication(case: Path, row: dict[str, Any]) -> None:
    published = max(row["published"]["date"], row["published"].get("modified", ""))
    updates = [section["time"][:10] for section in row["sections"] if section["time"]]
    last = max([published, *updates])
    for claim in row["claims"]:
        if claim["said_on"]:
            assert date.fromisoformat(claim["said_on"]).isoformat() <= last, claim["text"]
            assert claim["said_on_basis"] in {"explicit", "weekday", "relative", "in_doc", "context", "inferred"}
        if claim["said_on_bounds"]:
            low, high = claim["said_on_bounds"]
            assert (low or "") <= high <= last


@pytest.mark.parametrize(("case", "row"), REPORTS)
def test_figures_are_the_numerals_in_the_text(case: Path, row: dict[str, Any]) -> None:
    text = texts_of(case)[row["doc"]]
    for claim in row["claims"]:
        for figure in claim["figures"]:
            a, b = figure["span"]
            assert text[a:b] == figure["text"]
            assert any(s <= a and b <= e for s, e in claim["content"]), figure["text"]
            numeral = text[slice(*figure["num_span"])]
            read = numbers_in(numeral)
            value = figure["value"] if isinstance(figure["value"], list) else [figure["value"]]
            assert figure.get("vague") or read == value, (numeral, figure["value"])
            qualified = figure["text"] != numeral
            bounded = figure["qualifier"] not in {"exact", "range"}
            assert figure.get("vague") or qualified == bounded, (figure["text"], figure["qualifier"])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_reports_are_marked_as_samples_of_invented_outlets(case: Path) -> None:
    outcomes = list(read_inputs([str(case / "reports")]))
    assert not [outcome for outcome in outcomes if isinstance(outcome, InputError)]
    for report in outcomes:
        assert isinstance(report, Report)
        assert report.url is None or re.match(r"https://[a-z]+\.example/", report.url), report.url
    for path in (p for p in (case / "reports").rglob("*") if p.is_file()):
        data = path.read_bytes()
        plain = gzip.decompress(data) if path.suffix == ".gz" else data
        assert re.search(rb"[Ss]ample reports? written for onrecord", plain), path.name


def test_troops_holds_the_difficulties_it_is_there_for() -> None:
    rows = gold_of(next(case for case in CASES if case.name == "troops"))
    claims = [claim for row in rows for claim in row["claims"]]
    assert len(claims) >= 300
    assert {claim["act"] for claim in claims} == set(get_args(Act))
    values = {figure["value"] for c in claims for figure in c["figures"] if not isinstance(figure["value"], list)}
    assert {1500, 2600, 3000, 8000, 10000, 11000, 12000, 15000} <= values
    by_modality = {(f["value"], f["modality"]) for c in claims for f in c["figures"] if f["value"] == 10000}
    assert {(10000, "planned"), (10000, "actual")} <= by_modality
    flags = Counter(flag for claim in claims for flag in claim["flags"])
    needed = {"title_only_source", "pronoun_source", "relayed", "multi_paragraph_quote", "denial_of_something_else"}
    assert all(flags[flag] >= 2 for flag in needed)


def test_spill_holds_the_difficulties_it_is_there_for() -> None:
    rows = gold_of(next(case for case in CASES if case.name == "spill"))
    claims = [claim for row in rows for claim in row["claims"]]
    assert len(rows) >= 10
    assert len(claims) >= 150
    official = [1000, 5000, [12000, 19000], [20000, 40000], [35000, 60000], 62000, 53000, 4900000]
    stated = [figure["value"] for claim in claims for figure in claim["figures"]]
    assert [value for value in official if value not in stated] == []
    qualifiers = Counter(figure["qualifier"] for claim in claims for figure in claim["figures"])
    assert {"exact", "about", "at_least", "up_to", "range"} <= set(qualifiers)
    units = {figure["unit"].split()[0] for claim in claims for figure in claim["figures"]}
    assert {"barrels", "gallons", "percent", "USD"} <= units
    silences = [claim for claim in claims if claim["act"] == "no_comment"]
    assert len(silences) >= 8
    undisputed = next(claim for claim in claims if "did_not_dispute" in claim["flags"])
    assert "deny" not in {undisputed["act"], *undisputed.get("act_alt", [])}
    flags = Counter(flag for claim in claims for flag in claim["flags"])
    needed = {"figure_of_another_thing", "joint_source", "multi_paragraph_quote", "document_source", "relayed"}
    assert all(flags[flag] >= 2 for flag in needed)


@pytest.mark.seeds
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_no_sentence_is_taken_from_the_seeds(case: Path) -> None:
    """No seven words in a row are shared, but for the name of an institution or office that is as long."""
    seeds = Path(os.environ.get("ONRECORD_DATA", Path(__file__).parents[3] / "shared")) / "seeds"
    if not seeds.is_dir():
        pytest.skip(f"no seed reports in {seeds}")

    def runs(text: str) -> set[tuple[str, ...]]:
        words = re.findall(r"[a-z0-9']+", text.lower().replace("’", "'"))
        return {tuple(words[i : i + 7]) for i in range(len(words) - 6)}

    known = set().union(*(runs(path.read_text("utf-8")) for path in seeds.glob("*.txt")))
    names = {"centre for strategic communications and information security"}
    shared = {" ".join(run) for text in texts_of(case).values() for run in runs(text) & known}
    assert shared <= names
