"""What reading one report yields."""

from __future__ import annotations

from dataclasses import dataclass, field

from onrecord.model.report import Report, Section
from onrecord.model.statement import Mentions, Statement


@dataclass(frozen=True, slots=True)
class Analysis:
    """A report with its sections, statements and mentions.

    ``analysed`` is false where the text was stored but not read (not English, or over the length limit);
    ``note`` then says why in a few words.
    """

    report: Report
    sections: tuple[Section, ...] = ()
    statements: tuple[Statement, ...] = ()
    mentions: Mentions = field(default_factory=Mentions)
    analysed: bool = True
    note: str = ""
