"""A statement row with planted values."""

from __future__ import annotations

from datetime import date
from typing import Any

from onrecord.model.ids import statement_id, text_sha256
from onrecord.model.record import StatementRow
from onrecord.model.spans import Span
from onrecord.model.statement import Speaker
from onrecord.model.when import When


def row(content: str, *speakers: str, report: str = "r_one", said: str | None = None, **more: Any) -> StatementRow:
    """A statement whose content is a whole text of its own; ``speakers`` are names of persons."""
    text = content
    span = Span(0, len(text))
    values: dict[str, Any] = {
        "id": statement_id(report, text_sha256(text), (), (), (span,)),
        "report_id": report,
        "version_sha256": text_sha256(text),
        "ordinal": 1,
        "title": "Title",
        "outlet": "Outlet",
        "url": None,
        "read_from": "a.txt",
        "known_on": date(2024, 10, 20),
        "published": None,
        "section": 0,
        "section_kind": "article",
        "start": 0,
        "source": (),
        "cue": (),
        "content": (span,),
        "source_text": "",
        "cue_text": "",
        "content_text": text,
        "quote_type": "indirect",
        "act": "assert",
        "confidence": 0.9,
        "engine": "test",
        "speakers": tuple(Speaker(name, "person") for name in speakers),
        "via": None,
        "said_on": When(said, "day", "explicit") if said else When(None),
        "day_first": date.fromisoformat(said) if said else date(2024, 10, 20),
        "day_last": date.fromisoformat(said) if said else date(2024, 10, 20),
        "event_time": None,
        "figures": (),
        "places": (),
        "evidence": (),
    }
    return StatementRow(**(values | more))
