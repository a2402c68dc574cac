"""Pages of invented outlets on an invented story, and the assertions that every read page must meet."""

from __future__ import annotations

from itertools import pairwise

from onrecord.model.report import Report, Section

PARAGRAPHS = (
    "Three ferries stayed at their berths in Port Calder on Tuesday after the dockers' union called a strike.",
    "“We were left with no choice,” said Pieter Halloran, who leads the union, adding that nothing new was offered.",
    "The harbour board said in a statement that it remained ready to talk and that 1,200 passengers took buses.",
    "A mediator is expected to meet both sides on Thursday, two people with knowledge of the plan said.",
)
TITLE = "Three ferries idle as port union walks out"
URL = "https://quayside.example/news/ferries-idle"
BODY = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)


def page(body: str, head: str = "") -> str:
    """A page with navigation and a footer around ``body``."""
    return f"""<!DOCTYPE html><html><head><title>{TITLE} | Quayside Courier</title>{head}</head><body>
    <nav><ul><li><a href="/">Home page</a></li><li><a href="/sport">Sport and leisure</a></li></ul></nav>
    {body}<footer><p>Quayside Courier, 4 Rope Walk, Port Calder. All rights reserved to the publisher.</p></footer>
    </body></html>"""


def jsonld(data: str) -> str:
    """A script element that holds ``data``."""
    return f'<script type="application/ld+json">{data}</script>'


def cut(report: Report, kind: str) -> list[str]:
    """The texts of the sections of one kind, in order."""
    return [report.text[mark.start : mark.end] for mark in report.marks if mark.kind == kind]


def entry_marks(report: Report, number: int) -> dict[str, Section]:
    """The marks of one live entry by kind."""
    return {mark.kind: mark for mark in report.marks if mark.entry == number}


def assert_marks_hold(report: Report) -> None:
    """Marks are in order, apart, inside the text, trimmed, and cover every character but blanks."""
    for mark in report.marks:
        assert 0 <= mark.start < mark.end <= len(report.text)
        piece = report.text[mark.start : mark.end]
        assert piece == piece.strip()
    for first, second in pairwise(report.marks):
        assert first.end <= second.start
    covered = set()
    for mark in report.marks:
        covered.update(range(mark.start, mark.end))
    assert all(i in covered or char.isspace() for i, char in enumerate(report.text))
