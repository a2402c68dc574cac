"""A day that one remark of a speaker has holds for the others."""

from __future__ import annotations

import pytest

from onrecord.model.report import Section
from onrecord.model.spans import Span
from onrecord.model.statement import Attribution, Speaker, SpeakerKind
from onrecord.model.when import When
from onrecord.resolve.occasion import by_speaker

FRIDAY = When("2024-10-18", "day", "weekday", Span(0, 2))
UNTIL = When(None, not_after="2024-10-19")


def dated(
    *items: tuple[str, When], cue: str = "said", kind: SpeakerKind = "person", entries: tuple[int, ...] = ()
) -> list[str | None]:
    text = cue + " x"
    attribution = Attribution((), (Span(0, len(cue)),), (Span(len(cue) + 1, len(text)),), "indirect", 1.0, "test")
    found = by_speaker(
        text,
        [(when, None) for _, when in items],
        [(Speaker(name, kind),) for name, _ in items],
        [attribution] * len(items),
        [Section(0, len(text), "live_entry", entry=e) for e in entries or (0,) * len(items)],
    )
    return [said.value for said, _ in found]


def test_an_undated_remark_takes_over_the_one_day_of_its_speaker() -> None:
    assert dated(("Ann Lee", FRIDAY), ("Bob Fox", UNTIL), ("Ann Lee", UNTIL)) == ["2024-10-18", None, "2024-10-18"]


def test_two_days_leave_it_undated() -> None:
    monday = When("2024-10-14", "day", "weekday")
    assert dated(("Ann Lee", FRIDAY), ("Ann Lee", monday), ("Ann Lee", UNTIL))[2] is None


def test_another_live_entry_counts_only_where_the_whole_report_agrees() -> None:
    assert dated(("Ann Lee", FRIDAY), ("Ann Lee", UNTIL), entries=(0, 1)) == ["2024-10-18"] * 2
    early = When(None, not_after="2024-10-17")
    assert dated(("Ann Lee", FRIDAY), ("Ann Lee", early), entries=(0, 1)) == ["2024-10-18", None]


@pytest.mark.parametrize("cue", ["had said", "has long said", "previously said"])
def test_an_earlier_remark_is_left_undated(cue: str) -> None:
    assert dated(("Ann Lee", FRIDAY), ("Ann Lee", UNTIL), cue=cue)[1] is None


def test_bounds_of_its_own_and_anonymous_speakers_stay_as_they_are() -> None:
    week = When(None, not_before="2024-10-14", not_after="2024-10-19")
    assert dated(("Ann Lee", FRIDAY), ("Ann Lee", week))[1] is None
    assert dated(("a source", FRIDAY), ("a source", UNTIL), kind="anonymous")[1] is None
