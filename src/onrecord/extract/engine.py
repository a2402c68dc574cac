"""The contract of an attribution engine: parsed passages in, attributions as written out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from onrecord.model.report import Section
from onrecord.model.statement import Attribution
from onrecord.nlp.parse import Passage


class AttributionEngine(Protocol):
    """Finds who said what, as written.

    Engines are deterministic and keep no state between calls.
    """

    @property
    def name(self) -> str:
        """Name and version, stored with every statement, for example ``rules/1``."""
        ...

    def attributions(self, text: str, sections: Sequence[Section], passages: Sequence[Passage]) -> list[Attribution]:
        """The attributions of one report, in order of their first character.

        ``passages`` hold the parsed paragraphs of the sections a statement may be taken from; spans of the result
        lie inside them and never in a ``boilerplate`` or ``byline`` section.
        """
        ...
