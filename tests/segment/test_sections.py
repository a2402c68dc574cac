"""Sections of invented pages, and what must hold for any text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.model.report import Section
from onrecord.segment import explain, paragraphs, segment

STORY = [
    "The dam above Orvik was leaking for three days before anyone was told, the water authority said on Tuesday.",
    "“We should have rung the bell on the first night,” said Liv Aas, who heads the authority.",
    "About 1,200 people were asked to leave the valley, according to the county.",
    "Engineers are expected to lower the reservoir by four metres this week, the county added.",
]


def kinds(text: str, **options: str) -> dict[str, str]:
    """The kind of each line's section, by the line."""
    sections = segment(text, **options)
    found = {}
    at = 0
    for line in text.split("\n"):
        start = text.index(line, at)
        at = start + len(line)
        if line.strip():
            first = start + len(line) - len(line.lstrip())
            found[line] = next(s.kind for s in sections if s.start <= first < s.end)
    return found


def check(text: str, sections: tuple[Section, ...]) -> None:
    """The promise of Section: in order, no overlap, every non-blank character covered."""
    end = 0
    covered = 0
    for s in sections:
        assert end <= s.start < s.end <= len(text)
        assert not text[s.start].isspace()
        assert not text[s.end - 1].isspace()
        covered += sum(not ch.isspace() for ch in text[s.start : s.end])
        end = s.end
    assert covered == sum(not ch.isspace() for ch in text)


def test_running_text_is_one_article() -> None:
    text = "\n\n".join(STORY)
    (only,) = segment(text)
    assert only.kind == "article"
    assert text[only.start : only.end] == text


def test_page_with_furniture_around() -> None:
    page = [
        "14.5 C",
        "Orvik",
        "Tuesday, March 7, 2023",
        "Leaking dam was known for three days, authority admits",
        "By Tor Hagen",
        *STORY[:2],
        "SEE ALSO:",
        "How Old Are The Dams Of The North?",
        *STORY[2:],
        "Source link",
        "Related Articles",
        "Ferry Fares To Rise In May",
        "Post a comment",
        "12FansLike",
        "Latest Posts",
    ]
    found = kinds("\n".join(page))
    assert {found[line] for line in STORY} == {"article"}
    assert found[page[3]] == "headline"
    assert found["By Tor Hagen"] == "byline"
    furniture = ["14.5 C", "Orvik", "Tuesday, March 7, 2023", "SEE ALSO:", *page[page.index("Source link") :]]
    assert {found[line] for line in [*furniture, "How Old Are The Dams Of The North?"]} == {"boilerplate"}


def test_related_card_inside_the_text() -> None:
    card = ["The old dam in 1962 - AFP", "When The North Built Its Dams", "BY Eva Lind"]
    text = "\n\n".join([STORY[0], "\n".join(card[:2]), card[2], "What happens now?", *STORY[1:]])
    found = kinds(text)
    assert {found[line] for line in card} == {"boilerplate"}
    assert found["What happens now?"] == "headline"
    assert {found[line] for line in STORY} == {"article"}


def test_captions_and_licence_note() -> None:
    caption = "The spillway above Orvik on Monday. (Photo by Ida Moe / Handout / AFP)"
    note = "/ -----EDITORS NOTE --- RESTRICTED TO EDITORIAL USE - NO MARKETING (Photo by IDA MOE/AFP via Getty Images)"
    text = f"{STORY[0]}\n\n{caption} {note}\n\n{STORY[1]}"
    spans = {s.kind: text[s.start : s.end] for s in segment(text)}
    assert spans["caption"] == caption
    assert spans["boilerplate"] == note


def test_title_repeated_above_a_caption_is_its_alt_text() -> None:
    title = "Leaking dam was known for three days, authority admits"
    text = "\n".join([title, *STORY[:2], title, "The spillway on Monday (PHOTO: Handout/AFP)", *STORY[2:]])
    assert [s.kind for s in segment(text)] == ["headline", "article", "caption", "caption", "article"]


def test_numbered_list_of_titles_after_the_text() -> None:
    titles = [f"  {n}. Cup Final {n}: Northern Town Beat Southern City In Extra Time" for n in range(1, 6)]
    text = "\n".join([*STORY, "Football Round-Up", *titles])
    sections = segment(text)
    assert [s.kind for s in sections] == ["article", "boilerplate"]
    assert text[sections[0].start : sections[0].end] == "\n".join(STORY)


def test_wire_dateline_is_text() -> None:
    text = "\n".join(["Dam leak known for days", "", "ORVIK, March 7 (Agency) --", "", *STORY])
    found = kinds(text, title="Dam leak known for days")
    assert found["Dam leak known for days"] == "headline"
    assert found["ORVIK, March 7 (Agency) --"] == "article"


def test_title_glued_to_the_first_paragraph() -> None:
    text = "Dam leak known for days. " + STORY[0]
    head, body = segment(text, title="Dam leak known for days")
    assert (head.kind, body.kind) == ("headline", "article")
    assert text[body.start : body.end] == STORY[0]


def test_list_introduced_by_a_colon_stays_text() -> None:
    items = ["Lower the reservoir by four metres", "Close the mountain road to traffic", "Open the school as a shelter"]
    text = "\n".join([STORY[0], "The county decided on three measures on Monday night:", *items, STORY[3]])
    assert [s.kind for s in segment(text)] == ["article"]


def test_promotion_with_its_heading() -> None:
    text = "\n".join(
        [
            STORY[0],
            "Northern Dams: All The News",
            "For all of our stories on the dams of the north, click here.",
            STORY[1],
        ]
    )
    assert [s.kind for s in segment(text)] == ["article", "boilerplate", "article"]


def test_marks_are_kept_and_furniture_in_them_demoted() -> None:
    lines = ["Dam leak known for days", STORY[0], "Read more: Ferry fares to rise in May", STORY[1], "Log in"]
    text = "\n".join(lines)
    start = text.index(STORY[0])
    end = text.index("\nLog in")
    marks = (Section(0, len(lines[0]), "headline"), Section(start, end, "article", author="Tor Hagen"))
    found = segment(text, marks)
    assert [s.kind for s in found] == ["headline", "article", "boilerplate", "article", "boilerplate"]
    assert [s.author for s in found if s.kind == "article"] == ["Tor Hagen", "Tor Hagen"]
    assert found[0] == marks[0]


def test_live_marks_keep_entry_author_and_time() -> None:
    text = f"Gates open\n{STORY[0]}\n{STORY[1]}"
    mark = Section(11, len(text), "live_entry", author="Tor Hagen", time="2023-03-07T09:10+01:00", entry=0)
    assert mark in segment(text, (mark,))


def test_hostile_marks() -> None:
    text = "\n".join(STORY)
    marks = [
        Section(-5, 20, "article"),
        Section(10, 30, "caption"),
        Section(500, 90, "byline"),
        Section(60, 10**9, "article"),
    ]
    check(text, segment(text, marks))


def test_explain_gives_a_reason_for_each_block() -> None:
    text = "\n".join([*STORY, "Related Articles", "Ferry Fares To Rise In May"])
    rows = explain(text)
    assert [text[span.start : span.end] for span, _ in rows] == text.split("\n")
    assert all(label.reason for _, label in rows)


LINE = st.one_of(
    st.sampled_from(
        [
            *STORY,
            "Related Articles",
            "Key Events",
            "Advertisement",
            "Gates Open Again At Orvik",
            "By Tor Hagen",
            "09:10",
            "2h ago",
            "Tor Hagen7 March 2023 09:10",
            "Tor Hagen",
            "The dam (Photo: AFP)",
            "/ --EDITORS NOTE",
            "LIVE: dam leak",
            "* * *",
            "",
        ]
    ),
    st.text(max_size=60),
)


@given(st.lists(LINE, max_size=25).map("\n".join), st.one_of(st.none(), st.sampled_from(STORY), st.text(max_size=20)))
@settings(max_examples=300, deadline=None)
def test_any_text(text: str, title: str | None) -> None:
    sections = segment(text, title=title)
    check(text, sections)
    assert sections == segment(text, title=title)
    entries = [s.entry for s in sections if s.entry is not None]
    assert entries == sorted(entries)
    found = paragraphs(text, sections)
    assert sum(1 for _, s in found for ch in s.of(text) if not ch.isspace()) == sum(not ch.isspace() for ch in text)


@given(
    st.lists(LINE, max_size=12).map("\n".join),
    st.lists(st.tuples(st.integers(0, 300), st.integers(0, 300)), max_size=4),
)
@settings(max_examples=150, deadline=None)
def test_any_marks(text: str, cuts: list[tuple[int, int]]) -> None:
    check(text, segment(text, [Section(a, b, "article") for a, b in cuts]))


@pytest.mark.parametrize("unit", ["x", "The dam leaked. ", "(Photo: ", "/ --", "12:30 "])
def test_one_long_line_is_quick(unit: str) -> None:
    text = unit * (2_000_000 // len(unit))
    start = time.process_time()
    check(text[:0], segment(""))
    assert segment(text)
    assert time.process_time() - start < 3


@pytest.mark.parametrize(
    "line", ["Related articles", "12:30", "Gates Open Again At Orvik\n12:30", STORY[0], "Tor Hagen7 March 2023 09:10"]
)
def test_time_grows_with_the_lines(line: str) -> None:
    def seconds(count: int) -> float:
        start = time.process_time()
        segment("\n".join([line] * count))
        return time.process_time() - start

    seconds(100)
    small, large = seconds(2_000), seconds(16_000)
    assert large < 8 * 3 * small + 0.1


@pytest.mark.parametrize(
    "note",
    [
        "The Orvik Courier is a daily newspaper. It has been printed since 1874.",
        "Eva Lind is a freelance journalist covering the water of the north.",
        "Fjord Wire is an independent news agency that serves forty papers.",
    ],
)
def test_a_note_about_outlet_or_writer_at_the_end_is_furniture(note: str) -> None:
    text = "\n\n".join(["Dam above Orvik leaked for days", *STORY, note])
    assert kinds(text)[note] == "boilerplate"
    assert kinds("\n\n".join(["Dam above Orvik leaked for days", STORY[0], note, STORY[1]]))[note] == "article"


def test_an_organisation_of_the_story_is_not_the_outlet() -> None:
    note = "Lowland Rivers is an organisation based in Lund that counts the fish of the valley."
    assert kinds("\n\n".join(["Dam above Orvik leaked for days", *STORY, note]))[note] == "article"


def test_the_title_under_a_menu_is_the_line_above_the_byline() -> None:
    menu = ["Orvik Courier", "Weather: rain all day", "Town", "Valley", "Harbour", "Letters", "Church", "Schools"]
    title = "Who opened the gates? County and engineers disagree on the night in question"
    buttons = "Share   Print   E-mail   Larger text"
    text = "\n\n".join([*menu, title, "By Eva Lind", buttons, *STORY])
    found = kinds(text)
    assert (found[title], found["By Eva Lind"], found[buttons]) == ("headline", "byline", "boilerplate")
    assert found["Weather: rain all day"] == "boilerplate"


def test_the_byline_of_a_linked_story_inside_the_text_is_furniture() -> None:
    link = "READ MORE: How to read a gauge\nBY TOR HAGEN"
    text = "\n\n".join(["Dam above Orvik leaked for days", "By Eva Lind", *STORY[:2], link, *STORY[2:]])
    found = kinds(text)
    assert (found["BY TOR HAGEN"], found["By Eva Lind"]) == ("boilerplate", "byline")


@pytest.mark.parametrize("head", ["", "Storm live: latest updates from the valley\n"])
def test_a_page_of_many_titles_takes_time_in_proportion(head: str) -> None:
    def seconds(count: int) -> float:
        start = time.perf_counter()
        segment(head + "Gates of the dam open\n" * count + "The town said that it was over.\n")
        return time.perf_counter() - start

    assert seconds(8_000) < 12 * max(seconds(2_000), 0.02)
