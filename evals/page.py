"""Writes ``docs/quality.md``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

INTRO = """# Quality

Measured by `make eval` with the scoring scripts of the data folder, unchanged, on development data; the floors are in
`evals/floors.json`. What each measure means is in the docstring of its script. Every number is of the shipped default:
the rule-based attribution engine `rules/1` on spaCy's `en_core_web_sm`.
"""


@dataclass(frozen=True, slots=True)
class Measured:
    """What one set gave: measures by path, and the seconds that reading its reports took."""

    about: str
    measures: dict[str, float | None]
    seconds: float


def write(path: Path, found: dict[str, Measured]) -> None:
    """Write the page; text below the marker line ``<!-- notes -->`` of the old page is kept."""
    old = path.read_text(encoding="utf-8") if path.exists() else ""
    _, marker, notes = old.partition("<!-- notes -->")
    lines = [INTRO]
    for name, each in found.items():
        lines += [f"## {name}", "", f"Measured on {each.about}.", "", "| measure | value |", "|---|---|"]
        for measure, value in each.measures.items():
            shown = "n/a" if value is None else f"{value:.0f}" if measure.startswith("-") else f"{value:.3f}"
            lines.append(f"| {measure.lstrip('-')} | {shown} |")
        lines.append("")
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join(lines) + (f"\n{marker}{notes}" if marker else ""), encoding="utf-8")
