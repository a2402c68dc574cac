"""Writes ``docs/quality.md``."""

from __future__ import annotations

from pathlib import Path

from evals.measure import Measured
from onrecord.runtime.pipeline import Pipeline

INTRO = """# Quality

Measured by `make eval` with the scoring scripts of the data folder, unchanged, on development data; the floors are in
`evals/floors.json`. What each measure means is in the docstring of its script. Every number is of the shipped default,
the attribution engine `{engine}` on spaCy's `en_core_web_sm`; where a column `rules` stands beside it, that is of
`onrecord extract --engine rules`.
"""


def write(path: Path, found: dict[str, Measured]) -> None:
    """Write the page; text below the marker line ``<!-- notes -->`` of the old page is kept."""
    old = path.read_text(encoding="utf-8") if path.exists() else ""
    _, marker, notes = old.partition("<!-- notes -->")
    lines = [INTRO.format(engine=Pipeline().engine.name)]
    for name, each in found.items():
        lines += [f"## {name}", "", f"Measured on {each.about}.", "", *_table(each), ""]
        lines += [*each.detail, ""] if each.detail else []
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join(lines) + (f"\n{marker}{notes}" if marker else ""), encoding="utf-8")


def _table(each: Measured) -> list[str]:
    columns = [each.measures] if each.rules is None else [each.measures, each.rules]
    head = ["| measure | value |"] if each.rules is None else ["| measure | value | rules |"]
    rows = [
        f"| {measure.lstrip('-')} | {' | '.join(_shown(measure, c.get(measure)) for c in columns)} |"
        for measure in each.measures
    ]
    return [*head, "|" + "---|" * (1 + len(columns)), *rows]


def _shown(measure: str, value: float | None) -> str:
    return "n/a" if value is None else f"{value:.0f}" if measure.startswith("-") else f"{value:.3f}"
