"""Whether a clause looks ahead or back."""

from __future__ import annotations

import pytest

from onrecord.model.spans import Span
from onrecord.resolve.dates_direction import looks_ahead, looks_back


@pytest.mark.parametrize(
    ("text", "ahead", "back"),
    [
        ("The court will rule on @.", True, False),
        ("The bill, passed in haste, is due to take effect on @.", True, False),
        ("The letter will be released @.", True, False),
        ("On @, the crew will sail.", True, False),
        ("The crew sailed on @.", False, True),
        ("On @, the crew sailed for a port that will close.", False, True),
        ("It would rain, he said @.", False, True),
        ("They will contest @'s ruling.", False, False),
        ("It will rain. The crew sailed @.", False, True),
        ("Until @, they had not sailed.", False, True),
        ("The river, @.", False, False),
    ],
)
def test_direction(text: str, *, ahead: bool, back: bool) -> None:
    start = text.index("@")
    words = text.replace("@", "Friday")
    span = Span(start, start + len("Friday"))
    assert looks_ahead(words, span) is ahead
    assert looks_back(words, span) is back


def test_a_long_text_without_a_boundary_is_read_near_the_expression_only() -> None:
    text = "will " * 50_000 + "x " * 200 + "Friday" + " y" * 50_000
    assert looks_ahead(text, Span(text.index("Friday"), text.index("Friday") + 6)) is False
