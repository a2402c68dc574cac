"""Which statements go back to one speaker on one occasion."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from onrecord.model.statement import Speaker
from onrecord.model.when import When
from onrecord.thread.origins import count, origins, shingles
from tests.record import row

LONG = "the harbour will stay closed until the last of the four wrecks has been lifted and towed away"


def test_one_briefing_told_by_forty_reports_is_one_origin() -> None:
    rows = [row(f"{LONG} ({n})", "Ann Lee", report=f"r_{n}", said="2024-10-18") for n in range(40)]
    assert len(set(origins(rows))) == 1
    support = count(rows, origins(rows))
    assert (support.reports, support.origins) == (40, 1)


def test_the_same_words_on_days_that_reports_date_differently_are_one_origin() -> None:
    rows = [row(LONG, "Ann Lee", report="r_a", said="2024-10-18"), row(LONG + " soon", "Ann Lee", report="r_b")]
    assert len(set(origins(rows))) == 1


def test_other_words_on_another_day_are_another_origin() -> None:
    rows = [row(LONG, "Ann Lee", said="2024-10-18"), row("pilots may go home", "Ann Lee", said="2024-10-21")]
    assert len(set(origins(rows))) == 2


def test_two_speakers_are_two_origins_even_of_the_same_words() -> None:
    assert len(set(origins([row(LONG, "Ann Lee"), row(LONG, "Bob Fox")]))) == 2


def test_spellings_of_one_name_are_one_speaker() -> None:
    rows = [row(LONG, "Oleh Marchenkiy", said="2024-10-18"), row(LONG, "Oleh Marchenky", said="2024-10-18")]
    assert len(set(origins(rows))) == 1


def test_an_unknown_or_anonymous_speaker_never_counts() -> None:
    hidden = row(LONG, speakers=(Speaker("a senior official", "anonymous"),))
    rows = [row(LONG), hidden]
    assert origins(rows) == [None, None]
    assert count(rows, origins(rows)).origins == 0


def test_counts_are_worded_in_full() -> None:
    rows = [row(LONG, "Ann Lee")]
    assert str(count(rows, origins(rows))) == "1 report / 1 outlet / 1 origin"


def test_shingles_of_a_short_text_are_the_text() -> None:
    assert len(shingles("No comment.")) == 1
    assert shingles("NO comment") == shingles("no comment!")
    assert shingles("") == frozenset()


ITEMS = st.tuples(
    st.sampled_from("ab"),
    st.sampled_from(["2024-10-18", "2024-10-19", None]),
    st.sampled_from([LONG, LONG + " now", "no", "yes it is so"]),
)


@given(st.lists(ITEMS, max_size=8), st.randoms())
def test_the_grouping_does_not_depend_on_the_order(
    items: list[tuple[str, str | None, str]], chance: random.Random
) -> None:
    rows = [row(text, who, report=f"r_{n}", said=day) for n, (who, day, text) in enumerate(items)]
    found = dict(zip([r.id for r in rows], origins(rows), strict=True))
    chance.shuffle(rows)
    assert dict(zip([r.id for r in rows], origins(rows), strict=True)) == found


def test_speakers_of_another_script_are_not_one() -> None:
    rows = [row(LONG, "Анна Реут", said="2024-10-18"), row("yes", "Ілля Горн", said="2024-10-18")]
    assert None not in origins(rows)
    assert len(set(origins(rows))) == 2


def test_a_few_words_said_again_on_another_day_are_another_origin() -> None:
    rows = [row("that is not true", "Ann Lee", said=day, report=f"r_{day}") for day in ("2024-10-18", "2024-11-02")]
    assert len(set(origins(rows))) == 2


def test_a_stretch_of_days_is_not_its_first_day() -> None:
    stretch = When("2024-10-18/2024-10-24", "interval", "relative")
    rows = [row(LONG, "Ann Lee", said="2024-10-18"), row("pilots may go home", "Ann Lee", said_on=stretch)]
    assert len(set(origins(rows))) == 2
