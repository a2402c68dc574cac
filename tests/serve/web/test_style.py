"""The colours keep the contrast of WCAG 2.2 AA, worked out from the style sheet by the formula of the standard."""

from __future__ import annotations

import re

import pytest

from onrecord.serve.web.app import STATIC

STYLE = (STATIC / "style.css").read_text("utf-8")
TEXT_ON = [
    *((colour, ground) for colour in ("ink", "weak", "link", "yes", "no", "open") for ground in ("paper", "raised")),
    *((colour, ground) for colour in ("ink", "source", "cue") for ground in ("paper", "content", "lit")),
    ("paper", "link"),
]
LINES_ON = [(line, ground) for line in ("focus", "content-line", "lit-line") for ground in ("paper", "raised")]


def themes() -> dict[str, dict[str, str]]:
    blocks = re.findall(r":root \{([^}]*)\}", STYLE)[:2]
    light, dark = (dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block)) for block in blocks)
    return {"light": light, "dark": {**light, **dark}}


def luminance(colour: str) -> float:
    """Relative luminance (https://www.w3.org/TR/WCAG22/#dfn-relative-luminance)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("colour", "ground"), TEXT_ON)
def test_text_is_readable(theme: str, colour: str, ground: str) -> None:
    colours = themes()[theme]
    assert contrast(colours[colour], colours[ground]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("colour", "ground"), LINES_ON)
def test_lines_that_mean_something_can_be_seen(theme: str, colour: str, ground: str) -> None:
    colours = themes()[theme]
    assert contrast(colours[colour], colours[ground]) >= 3


def test_the_formula_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)


def test_nothing_is_loaded_from_elsewhere() -> None:
    files = [p.read_text("utf-8") for p in STATIC.iterdir()]
    assert files
    assert not [f for f in files if re.search(r"url\(|@import|https?://(?!www\.w3\.org/2000/svg)", f)]
