"""Live pages in the shapes that copies have: signed after, signed before, not signed."""

from __future__ import annotations

from onrecord.model.report import Section
from onrecord.segment import segment

BODY = [
    "The lower gates were opened at dawn, the county said in a first note.",
    "A second gate followed an hour later, according to the engineer on duty.",
    "The road to the pass is closed until further notice, police said.",
    "No one was hurt when the bridge was washed away, the mayor told reporters.",
]
HEADS = [
    "County opens lower gates",
    "Second gate follows",
    "Pass road closed to all traffic",
    "Bridge washed away overnight",
]
NAMES = ["Tor Hagen", "Eva Lind", "Tor Hagen", "Eva Lind"]


def parts(text: str, kind: str) -> list[tuple[str, int | None, str | None, str | None]]:
    return [(text[s.start : s.end], s.entry, s.author, s.time) for s in segment(text) if s.kind == kind]


def test_signed_after_with_glued_time() -> None:
    rows = ["The valley waits for the third day, and the reservoir is still rising, officials said."]
    for n in range(4):
        rows += [HEADS[n], *([BODY[n]] if n != 2 else []), f"{NAMES[n]}7 March 2023 0{9 - n}:10"]
    text = "\n".join(rows)
    stamps = [f"2023-03-07T0{9 - n}:10" for n in range(4)]
    assert parts(text, "article") == [(rows[0], None, None, None)]
    assert parts(text, "headline") == [(HEADS[n], n, NAMES[n], stamps[n]) for n in range(4)]
    assert parts(text, "live_entry") == [(BODY[n], n, NAMES[n], stamps[n]) for n in (0, 1, 3)]
    assert [row[1:] for row in parts(text, "byline")] == [(n, NAMES[n], stamps[n]) for n in range(4)]


def test_signed_before_over_two_lines() -> None:
    rows = [
        "Dam leak LIVE: gates opened above Orvik",
        "Updated",
        "10:05, 7 Mar 2023",
        "The valley waits for the third day, officials said.",
    ]
    for n in range(4):
        rows += [f"0{9 - n}:10", NAMES[n], HEADS[n], BODY[n]]
    rows += ["Related articles", "Ferry Fares To Rise In May"]
    text = "\n".join(rows)
    assert parts(text, "live_entry") == [(BODY[n], n, NAMES[n], f"2023-03-07T0{9 - n}:10") for n in range(4)]
    assert [row[0] for row in parts(text, "boilerplate")][-1] == "Related articles\nFerry Fares To Rise In May"


def test_zone_and_midnight() -> None:
    rows = ["Dam leak: as it happened", "7 March 2023", "The valley waits for the third day, officials said."]
    for clock, body in zip(("00.20 GMT", "00.05 GMT", "23.50 GMT", "23.10 GMT"), BODY, strict=True):
        rows += [clock, body]
    text = "\n".join(rows)
    assert [row[3] for row in parts(text, "live_entry")] == [
        "2023-03-07T00:20+00:00",
        "2023-03-07T00:05+00:00",
        "2023-03-06T23:50+00:00",
        "2023-03-06T23:10+00:00",
    ]


def test_unsigned_page_that_calls_itself_live() -> None:
    rows = ["Orvik dam live: gates opened", "The valley waits for the third day, officials said."]
    for head, body in zip(HEADS, BODY, strict=True):
        rows += [head, body]
    text = "\n".join(rows)
    assert parts(text, "live_entry") == [(body, n, None, None) for n, body in enumerate(BODY)]


def test_subheads_alone_make_no_live_page() -> None:
    rows = ["Gates opened above Orvik as the valley waits", "The valley waits for the third day, officials said."]
    for head, body in zip(HEADS, BODY, strict=True):
        rows += [head, body]
    sections = segment("\n".join(rows))
    assert {s.kind for s in sections} == {"headline", "article"}
    assert all(s.entry is None for s in sections)


def test_related_stories_with_times_make_no_live_page() -> None:
    rows = [*BODY, "Latest news"]
    for head in HEADS:
        rows += [head, "3 hours ago"]
    text = "\n".join(rows)
    assert [(s.kind, text[s.start : s.end]) for s in segment(text)] == [
        ("article", "\n".join(BODY)),
        ("boilerplate", "\n".join(rows[len(BODY) :])),
    ]


def test_entries_are_left_to_markup() -> None:
    text = "\n".join(["09:10", BODY[0], "09:20", BODY[1], "09:30", BODY[2]])
    mark = Section(text.index(BODY[0]), text.index(BODY[0]) + len(BODY[0]), "live_entry", entry=7)
    assert [s.entry for s in segment(text, [mark]) if s.kind == "live_entry"] == [7]


def entries(text: str) -> set[int | None]:
    return {s.entry for s in segment(text)}


def test_an_article_above_teasers_of_live_pages_is_no_live_page() -> None:
    rows = ["Why the dam above Orvik leaked", *BODY, "Who knew about the leak", *BODY, "What the county said", *BODY]
    rows += ["How the gates were opened", *BODY, "Orvik v Lund LIVE! Cup final score and updates", *["Stars"] * 40]
    assert entries("\n".join(rows)) == {None}


def test_an_article_with_a_ticker_of_other_stories_is_no_live_page() -> None:
    ticker = [line for n in range(5) for line in (f"17:{5 - n}0", f"{HEADS[n % 4]} in the valley of {NAMES[n % 4]}")]
    rows = ["A teaser of another story stands here, officials said.", "01:53", HEADS[0], *BODY, *BODY, *ticker]
    assert entries("\n".join([*rows, "The reader may write to the paper at any time of the day."])) == {None}


def test_a_foot_set_apart_does_not_turn_the_signatures_round() -> None:
    rows = ["The valley waits for the third day, and the reservoir is still rising, officials said."]
    for n in range(4):
        rows += [HEADS[n], BODY[n], f"{NAMES[n]}7 March 2023 0{9 - n}:10"]
    text = "\n".join(rows) + "\n\nAll of the pictures on this page were taken by readers of the paper.\n"
    assert [row[:2] for row in parts(text, "headline")] == list(zip(HEADS, range(4), strict=True))


def test_entries_of_which_a_copy_kept_only_the_titles_are_entries_too() -> None:
    titles = ["Ferries stop", "Trains stop", "Schools close", "Shops close", "Bridge shut", "Tunnel shut"]
    bodies = [
        "The harbour stays shut until the storm has passed, the harbour master said in a note to all crews.",
        "Rain has flooded the two lower streets of the old town, where forty people left their homes at night.",
    ]
    lines = ["A storm has shut most of the coast, and more rain is on its way, the weather office said on Monday."]
    for n, title in enumerate(titles):
        lines += [title, *([bodies[n // 3]] if n % 3 == 0 else []), f"Mia Holt6 March 2023 0{9 - n}:15"]
    found = segment("\n".join(lines))
    assert [s.entry for s in found if s.kind == "byline"] == list(range(6))
    assert [s.entry for s in found if s.kind == "live_entry"] == [0, 3]
