"""Where something was said."""

from __future__ import annotations

import pytest

from onrecord.resolve.via import find_via
from tests.passages import article, said


@pytest.mark.parametrize(
    ("text", "source", "cue", "content", "via"),
    [
        ("Ann Lee told the Harbour Post that rain was near.", "Ann Lee", "told", "rain was near", "Harbour Post"),
        ("Ann Lee said on Telegram that rain was near.", "Ann Lee", "said", "rain was near", "Telegram"),
        (
            "Rain was near, Ann Lee said in an interview with Radio Norte.",
            "Ann Lee",
            "said",
            "Rain was near",
            "Radio Norte",
        ),
        ("Rain was near, the firm said in a statement.", "the firm", "said", "Rain was near", "statement"),
        ("Ann Lee told reporters rain was near.", "Ann Lee", "told", "rain was near", "reporters"),
        ("Ann Lee said rain was near.", "Ann Lee", "said", "rain was near", None),
        (
            "Ann Lee said the mayor had told the Harbour Post so.",
            "Ann Lee",
            "said",
            "the mayor had told the Harbour Post so",
            None,
        ),
    ],
)
def test_via(text: str, source: str, cue: str, content: str, via: str | None) -> None:
    _, passages = article(text)
    (found,) = find_via(text, passages, [said(text, source, cue, content)])
    assert (found.name if found else None) == via
    if found:
        assert found.name in text[found.span.start : found.span.end]
