"""The marks of the reading pane against a plain second reading: which marks lie over each character."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from onrecord.model.report import Section
from onrecord.model.spans import Span
from onrecord.model.statement import Statement
from onrecord.model.when import When
from onrecord.serve.web.reading import Mark, ShownSection, marks_of, shown_sections

TEXT = "Ada Quill said no.\n\nShe “left early”, the aide\nadded on Monday.\nEnd of entry one two three."
SECTIONS = (Section(0, 40, "article"), Section(40, 65, "boilerplate"), Section(65, len(TEXT), "live_entry", entry=0))


def statement(name: str, content: list[Span], source: list[Span]) -> Statement:
    return Statement(
        id=name,
        section=0,
        confidence=1.0,
        engine="test",
        source=tuple(source),
        cue=(),
        content=tuple(content),
        quote_type="indirect",
        act="assert",
        said_on=When(None),
    )


def span() -> st.SearchStrategy[Span]:
    offset = st.integers(0, len(TEXT))
    return st.tuples(offset, offset).filter(lambda p: p[0] != p[1]).map(lambda p: Span(min(p), max(p)))


def statements() -> st.SearchStrategy[list[Statement]]:
    spans = st.lists(span(), min_size=1, max_size=3, unique=True)
    one = st.tuples(spans, st.lists(span(), max_size=2, unique=True))
    return st.lists(one, max_size=6).map(lambda all_: [statement(f"s_{n}", c, s) for n, (c, s) in enumerate(all_)])


def read_back(shown: list[ShownSection]) -> list[tuple[str, list[Mark]]]:
    """Each shown character with the marks open over it; raises where a paragraph's steps are not balanced."""
    found = []
    for section in shown:
        for paragraph in section.paragraphs:
            opened: list[Mark] = []
            for step in paragraph:
                if step.kind == "open":
                    assert step.mark is not None
                    opened.append(step.mark)
                elif step.kind == "close":
                    opened.pop()
                elif step.kind == "text":
                    assert step.text
                    found += [(char, list(opened)) for char in step.text]
            assert not opened
    return found


@given(statements(), st.none() | span())
def test_every_character_lies_under_exactly_its_marks(said: list[Statement], cited: Span | None) -> None:
    shown = read_back(shown_sections(TEXT, SECTIONS, said, cited))
    marks = list(marks_of(said, cited))
    expected = [
        (char, sorted(repr(m) for m in marks if m.span.start <= at < m.span.end)) for at, char in enumerate(TEXT)
    ]
    blank = [item for item in expected if not item[0].isspace()]
    assert [(c, sorted(map(repr, opened))) for c, opened in shown if not c.isspace()] == blank


@given(statements(), st.none() | span())
def test_each_anchor_and_number_stands_once(said: list[Statement], cited: Span | None) -> None:
    steps = [s for section in shown_sections(TEXT, SECTIONS, said, cited) for p in section.paragraphs for s in p]
    anchors = [s.anchor for s in steps if s.anchor]
    assert len(anchors) == len(set(anchors))
    visible = {s.id for s in said if any(TEXT[a:b].strip() for a, b in s.content)}
    assert visible <= set(anchors)
    numbers = [s.mark.number for s in steps if s.kind == "refer" and s.mark]
    assert len(numbers) == len(set(numbers))


def test_a_mark_that_crosses_another_is_closed_and_opened_again() -> None:
    said = [statement("s_a", [Span(0, 9)], []), statement("s_b", [Span(4, 14)], [])]
    (shown, *_) = shown_sections(TEXT, SECTIONS, said)
    steps = [(s.kind, s.text or s.anchor, s.begins, s.ends) for s in shown.paragraphs[0]]
    assert steps == [
        ("open", "s_a", True, True),
        ("text", "Ada ", False, False),
        ("open", "s_b", True, True),
        ("text", "Quill", False, False),
        ("close", "", False, False),
        ("close", "", False, False),
        ("refer", "", False, False),
        ("open", "", False, True),
        ("text", " said", False, False),
        ("close", "", False, False),
        ("refer", "", False, False),
        ("text", " no.", False, False),
    ]


def test_labels_name_the_kind_author_and_time() -> None:
    section = Section(0, len(TEXT), "live_entry", author="Ada Quill", time="2031-03-04T08:42:00+01:00", entry=2)
    (shown,) = shown_sections(TEXT, (section,), [])
    assert shown.label == "Live entry 3 · Ada Quill · 2031-03-04 08:42+01:00"


def test_work_grows_with_the_text_not_with_its_square() -> None:
    line = "“It rained,” said Ada Quill, “all day long.”\n\n"
    text = line * 20_000
    said = [statement(f"s_{n}", [Span(n * len(line), n * len(line) + 12)], []) for n in range(20_000)]
    shown = shown_sections(text, (Section(0, len(text), "article"),), said)
    assert len(shown[0].paragraphs) == 20_000
