from __future__ import annotations

from pathlib import Path

import pytest

from tests.samples.cases import load_tool

build_gold = load_tool()
AnnotationError = build_gold.AnnotationError

TEXT = "Dam will hold\n\nThe mayor said 40 houses were empty. About 40 more would be, he said.\n"
ANNOTATION = """
[speakers.mayor]
name = "Mayor"

[[report]]
doc = "dam"
short = "d"
title = "Dam will hold"
outlet = "Brook News"
published = { date = "2021-03-04", precision = "day", basis = "metadata" }
sections = [{ kind = "headline", text = "Dam will hold" }, { kind = "article", from = "The mayor", to = "he said." }]

[[report.claim]]
key = "empty"
mark = "<s>The mayor</s> <c>said</c> <t><f>40</f> houses were empty</t>."
by = "mayor"
about = "houses"
figures = [{ value = 40, unit = "houses", predicate = "empty" }]

[[report.claim]]
mark = "<t><f>About 40</f> more would be</t>, <s>he</s> <c>said</c>."
by = "mayor"
antecedent = ["The mayor"]
act = "predict"
said = "2021-03-03 weekday"
about = "houses"
repeats = "empty"
figures = [{ value = 40, qualifier = "about", unit = "houses", predicate = "would be empty" }]
"""


def case_of(folder: Path, annotation: str = ANNOTATION, text: str = TEXT) -> Path:
    (folder / "dam.txt").write_text(text, "utf-8")
    (folder / "case.toml").write_text('[[input]]\npath = "dam.txt"\ngold = ["dam"]\n', "utf-8")
    (folder / "annotation.toml").write_text(annotation, "utf-8")
    return folder


def test_offsets_of_a_small_case(tmp_path: Path) -> None:
    rows, texts = build_gold.build(case_of(tmp_path))
    assert texts == {"dam": TEXT}
    first, second = rows[0]["claims"]
    assert first["source"] == [[15, 24]]
    assert first["cue"] == [[25, 29]]
    assert first["content"] == [[30, 50]]
    assert TEXT[30:50] == "40 houses were empty"
    assert second["figures"][0]["span"] == [TEXT.index("About 40"), TEXT.index(" more")]
    assert second["figures"][0]["num_span"] == [TEXT.index("40 more"), TEXT.index(" more")]
    assert second["repeats"] == first["id"] == "d.c01"
    assert (second["said_on"], second["said_on_basis"]) == ("2021-03-03", "weekday")
    assert [s["kind"] for s in rows[0]["sections"]] == ["headline", "article"]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("houses were empty</t>", "houses were full</t>", "not found: 'The mayor said 40 houses were full.'"),
        ('antecedent = ["The mayor"]', 'antecedent = ["40"]', "found 2 times"),
        ("</c> <t><f>40", "</t> <t><f>40", "closes nothing"),
        ("empty</t>.", "empty.", "is not closed"),
        ('to = "he said."', 'to = "would be,"', "in no section: 'he said.'"),
        ('text = "Dam will hold"', 'text = "Dam will break"', "should start at 'Dam will hold"),
        ('repeats = "empty"', 'repeats = "full"', "no claim has the key 'full'"),
        ('figures = [{ value = 40, unit = "houses", predicate = "empty" }]', "", "1 figures marked, 0 described"),
        ('doc = "dam"', 'doc = "damn"', "in the annotation or in case.toml only: ['dam', 'damn']"),
    ],
)
def test_what_does_not_fit_is_told(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert old in ANNOTATION
    with pytest.raises(AnnotationError) as error:
        build_gold.build(case_of(tmp_path, ANNOTATION.replace(old, new, 1)))
    assert told in str(error.value)


def test_all_misfits_are_told_together(tmp_path: Path) -> None:
    wrong = ANNOTATION.replace("houses were", "barns were").replace("more would", "fewer would")
    with pytest.raises(AnnotationError) as error:
        build_gold.build(case_of(tmp_path, wrong))
    assert str(error.value).count("not found") == 2


def test_check_fails_on_a_stale_gold(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case = case_of(tmp_path)
    assert build_gold.main([str(case), "--check"]) == 1
    assert build_gold.main([str(case), "--texts", str(tmp_path / "texts")]) == 0
    assert build_gold.main([str(case), "--check"]) == 0
    assert (tmp_path / "texts" / "dam.txt").read_text("utf-8") == TEXT
    (case / "gold.jsonl").write_text("{}\n", "utf-8")
    assert build_gold.main([str(case), "--check"]) == 1
    assert "out of date" in capsys.readouterr().err


def test_an_absent_optional_section_is_left_out_with_its_claims(tmp_path: Path) -> None:
    optional = ANNOTATION.replace(
        '{ kind = "article"', '{ kind = "caption", text = "A dam", optional = true }, { kind = "article"'
    )
    optional += '\n[[report.claim]]\nmark = "<t>A dam</t>"\nby = "mayor"\nabout = "dam"\noptional = true\n'
    rows, _ = build_gold.build(case_of(tmp_path, optional))
    assert [s["kind"] for s in rows[0]["sections"]] == ["headline", "article"]
    assert len(rows[0]["claims"]) == 2


@pytest.mark.parametrize(
    ("text", "content", "expected"),
    [
        ("He said: “Go.”", [[10, 12]], "direct"),
        ("He called it “bad” news", [[10, 23]], "mixed"),
        ("He said it’s the boys’ turn", [[8, 27]], "indirect"),
        ("‘Go,’ he said, ‘now’", [[1, 3], [16, 19]], "direct"),
    ],
)
def test_quote_type_follows_the_marks(text: str, content: list[list[int]], expected: str) -> None:
    assert build_gold.quote_type(text, content) == expected
