"""The JSON shapes of the ``onrecord extract`` contract: pure functions from the nouns and back.

Every noun has a pair: ``X_to_json`` gives plain dicts and lists ready for :func:`json.dumps`, with the contract's keys
in the contract's order; ``X_from_json`` takes what :func:`json.loads` gives and raises :class:`KeyError`,
:class:`TypeError` or :class:`ValueError` where a key is missing or a value is not of its kind. Spans are
``[start, end]``, half-open, in code points. The module is long because the contract is read in one piece.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, get_args

from onrecord.model.analysis import Analysis
from onrecord.model.errors import InputError
from onrecord.model.report import Report, Section, SectionKind, TextVersion
from onrecord.model.spans import Span
from onrecord.model.statement import (
    Act,
    Bound,
    DateMention,
    DateType,
    EntityKind,
    EntityMention,
    Evidence,
    EvidenceKind,
    Figure,
    Mentions,
    Modality,
    Place,
    QuoteType,
    Speaker,
    SpeakerKind,
    Statement,
    Via,
)
from onrecord.model.when import Basis, Precision, When

SCHEMA = "onrecord/extract/1"
"""The name and version of the contract, the first key of every record."""

Json = dict[str, Any]

EXACT_INTEGERS = 2**53
"""Whole numbers below this have one float each, so writing them without a fraction loses nothing (IEEE 754)."""


def analysis_to_json(analysis: Analysis, *, with_text: bool = False, report_id: str | None = None) -> Json:
    """One record of the contract.

    ``report_id`` takes the place of ``analysis.report.id`` where a case knows the report under an earlier id. The
    marks of the page are left out: the sections hold what became of them.
    """
    return {
        "schema": SCHEMA,
        "report": report_to_json(analysis, with_text=with_text, report_id=report_id),
        "sections": [section_to_json(section) for section in analysis.sections],
        "statements": [statement_to_json(statement) for statement in analysis.statements],
        "mentions": mentions_to_json(analysis.mentions),
    }


def analysis_from_json(data: object, *, text: str | None = None) -> Analysis:
    """The analysis that a record holds, without the marks of its page.

    ``text`` is the text version where the record was written without it. Raises :class:`InputError` where the record
    does not keep to the contract, has no text, or its hash is not that of the text.
    """
    source = "record"
    try:
        record = _record(data)
        head = _object(record["report"])
        source = _text(head, "source")
        return Analysis(
            report=_report_from_json(head, text),
            sections=tuple(section_from_json(item) for item in _list(record["sections"])),
            statements=tuple(statement_from_json(item) for item in _list(record["statements"])),
            mentions=mentions_from_json(record["mentions"]),
            analysed=_flag(head, "analysed"),
            note=_text(head, "note"),
        )
    except KeyError as error:
        raise InputError(source, f"record has no key {error}", f"expected {SCHEMA}") from error
    except (TypeError, ValueError) as error:
        raise InputError(source, f"not a record of onrecord extract: {error}") from error


def _record(data: object) -> Json:
    record = _object(data)
    if record.get("schema") != SCHEMA:
        raise ValueError(f"schema is {record.get('schema')!r}, not {SCHEMA!r}")
    return record


def report_to_json(analysis: Analysis, *, with_text: bool = False, report_id: str | None = None) -> Json:
    """The ``report`` part of a record."""
    report = analysis.report
    shape: Json = {
        "id": report_id or report.id,
        "source": report.source,
        "external_id": report.external_id,
        "title": report.title,
        "outlet": report.outlet,
        "authors": list(report.authors),
        "language": report.language,
        "length": len(report.text),
        "text_sha256": report.version.sha256,
    }
    if with_text:
        shape["text"] = report.text
    shape["published"] = when_to_json(report.published) if report.published else None
    shape["url"] = report.url
    shape["modified"] = report.modified
    shape["analysed"] = analysis.analysed
    shape["note"] = analysis.note
    return shape


def _report_from_json(head: Json, text: str | None) -> Report:
    if text is None:
        if "text" not in head:
            raise ValueError("it was written without its text")
        text = _text(head, "text")
    version = TextVersion.of(text)
    if version.sha256 != _text(head, "text_sha256"):
        raise ValueError("the text is not the one that was hashed")
    return Report(
        version=version,
        source=_text(head, "source"),
        external_id=_maybe_text(head, "external_id"),
        url=_maybe_text(head, "url"),
        title=_maybe_text(head, "title"),
        outlet=_maybe_text(head, "outlet"),
        authors=texts_from_json(head["authors"]),
        language=_maybe_text(head, "language"),
        published=None if head["published"] is None else when_from_json(head["published"]),
        modified=_maybe_text(head, "modified"),
    )


def section_to_json(section: Section) -> Json:
    """A section."""
    return {
        "start": section.start,
        "end": section.end,
        "kind": section.kind,
        "author": section.author,
        "time": section.time,
        "entry": section.entry,
    }


def section_from_json(value: object) -> Section:
    """The section of :func:`section_to_json`."""
    shape = _object(value)
    start, end = span_from_json([shape["start"], shape["end"]])
    entry = shape["entry"]
    if entry is not None:
        entry = _whole(entry)
    return Section(
        start, end, section_kind(shape["kind"]), _maybe_text(shape, "author"), _maybe_text(shape, "time"), entry
    )


def statement_to_json(statement: Statement) -> Json:
    """A statement, ``engine`` last."""
    return {
        "id": statement.id,
        "section": statement.section,
        "confidence": float(statement.confidence),
        "source": spans_to_json(statement.source),
        "cue": spans_to_json(statement.cue),
        "content": spans_to_json(statement.content),
        "quote_type": statement.quote_type,
        "act": statement.act,
        "speakers": [speaker_to_json(speaker) for speaker in statement.speakers],
        "via": via_to_json(statement.via) if statement.via else None,
        "said_on": when_to_json(statement.said_on, bounds=True),
        "event_time": when_to_json(statement.event_time) if statement.event_time else None,
        "figures": [figure_to_json(figure) for figure in statement.figures],
        "places": [place_to_json(place) for place in statement.places],
        "evidence": [evidence_to_json(item) for item in statement.evidence],
        "engine": statement.engine,
    }


def statement_from_json(value: object) -> Statement:
    """The statement of :func:`statement_to_json`."""
    shape = _object(value)
    return Statement(
        id=_text(shape, "id"),
        section=_whole(shape["section"]),
        confidence=_number(shape["confidence"]),
        engine=_text(shape, "engine"),
        source=spans_from_json(shape["source"]),
        cue=spans_from_json(shape["cue"]),
        content=spans_from_json(shape["content"]),
        quote_type=quote_type(shape["quote_type"]),
        act=act(shape["act"]),
        said_on=when_from_json(shape["said_on"]),
        speakers=tuple(speaker_from_json(item) for item in _list(shape["speakers"])),
        via=None if shape["via"] is None else via_from_json(shape["via"]),
        event_time=None if shape["event_time"] is None else when_from_json(shape["event_time"]),
        figures=tuple(figure_from_json(item) for item in _list(shape["figures"])),
        places=tuple(place_from_json(item) for item in _list(shape["places"])),
        evidence=tuple(evidence_from_json(item) for item in _list(shape["evidence"])),
    )


def mentions_to_json(mentions: Mentions) -> Json:
    """Every name, date, figure and place of a report."""
    return {
        "entities": [{"span": list(m.span), "kind": m.kind, "name": m.name} for m in mentions.entities],
        "dates": [{"span": list(m.span), "type": m.type, "value": m.value} for m in mentions.dates],
        "figures": [figure_to_json(figure) for figure in mentions.figures],
        "places": [place_to_json(place) for place in mentions.places],
    }


def mentions_from_json(value: object) -> Mentions:
    """The mentions of :func:`mentions_to_json`."""
    shape = _object(value)
    return Mentions(
        entities=tuple(_entity_from_json(item) for item in _list(shape["entities"])),
        dates=tuple(_date_from_json(item) for item in _list(shape["dates"])),
        figures=tuple(figure_from_json(item) for item in _list(shape["figures"])),
        places=tuple(place_from_json(item) for item in _list(shape["places"])),
    )


def _entity_from_json(value: object) -> EntityMention:
    shape = _object(value)
    kind: EntityKind = _choice(shape["kind"], EntityKind)
    return EntityMention(span_from_json(shape["span"]), kind, _text(shape, "name"))


def _date_from_json(value: object) -> DateMention:
    shape = _object(value)
    kind: DateType = _choice(shape["type"], DateType)
    return DateMention(span_from_json(shape["span"]), kind, _maybe_text(shape, "value"))


def speaker_to_json(speaker: Speaker) -> Json:
    """A speaker."""
    return {"name": speaker.name, "kind": speaker.kind, "affiliation": speaker.affiliation, "role": speaker.role}


def speaker_from_json(value: object) -> Speaker:
    """The speaker of :func:`speaker_to_json`."""
    shape = _object(value)
    kind: SpeakerKind = _choice(shape["kind"], SpeakerKind)
    return Speaker(_text(shape, "name"), kind, _maybe_text(shape, "affiliation"), _maybe_text(shape, "role"))


def via_to_json(via: Via) -> Json:
    """Where something was said."""
    return {"name": via.name, "span": list(via.span)}


def via_from_json(value: object) -> Via:
    """The via of :func:`via_to_json`."""
    shape = _object(value)
    return Via(_text(shape, "name"), span_from_json(shape["span"]))


def when_to_json(when: When, *, bounds: bool = False) -> Json:
    """A time; with ``bounds`` in the shape of ``said_on``.

    Without, in the shape of ``published`` and ``event_time``, which show bounds, at the end, only where there are any.
    """
    span = list(when.span) if when.span is not None else None
    if bounds:
        return {
            "value": when.value,
            "not_before": when.not_before,
            "not_after": when.not_after,
            "precision": when.precision,
            "basis": when.basis,
            "span": span,
        }
    shape: Json = {"value": when.value, "precision": when.precision, "basis": when.basis, "span": span}
    if when.not_before is not None:
        shape["not_before"] = when.not_before
    if when.not_after is not None:
        shape["not_after"] = when.not_after
    return shape


def when_from_json(value: object) -> When:
    """The time of :func:`when_to_json`, in either shape."""
    shape = _object(value)
    precision: Precision | None = None if shape["precision"] is None else _choice(shape["precision"], Precision)
    basis: Basis | None = None if shape["basis"] is None else _choice(shape["basis"], Basis)
    return When(
        value=_maybe_text(shape, "value"),
        precision=precision,
        basis=basis,
        span=None if shape["span"] is None else span_from_json(shape["span"]),
        not_before=_maybe_text(shape, "not_before") if "not_before" in shape else None,
        not_after=_maybe_text(shape, "not_after") if "not_after" in shape else None,
    )


def figure_to_json(figure: Figure) -> Json:
    """A figure; whole numbers without a fraction."""
    return {
        "span": list(figure.span),
        "low": _plain(figure.low),
        "high": _plain(figure.high),
        "bound": figure.bound,
        "unit": figure.unit,
        "counted": figure.counted,
        "predicate": figure.predicate,
        "modality": figure.modality,
    }


def figure_from_json(value: object) -> Figure:
    """The figure of :func:`figure_to_json`."""
    shape = _object(value)
    kind: Bound = _choice(shape["bound"], Bound)
    modality: Modality = _choice(shape["modality"], Modality)
    return Figure(
        span=span_from_json(shape["span"]),
        low=_maybe_number(shape, "low"),
        high=_maybe_number(shape, "high"),
        bound=kind,
        unit=_maybe_text(shape, "unit"),
        counted=_maybe_text(shape, "counted"),
        predicate=_maybe_text(shape, "predicate"),
        modality=modality,
    )


def place_to_json(place: Place) -> Json:
    """A place."""
    return {
        "span": list(place.span),
        "name": place.name,
        "lat": place.lat,
        "lon": place.lon,
        "country": place.country,
        "kind": place.kind,
    }


def place_from_json(value: object) -> Place:
    """The place of :func:`place_to_json`."""
    shape = _object(value)
    return Place(
        span=span_from_json(shape["span"]),
        name=_text(shape, "name"),
        lat=_maybe_number(shape, "lat"),
        lon=_maybe_number(shape, "lon"),
        country=_maybe_text(shape, "country"),
        kind=_maybe_text(shape, "kind"),
    )


def evidence_to_json(evidence: Evidence) -> Json:
    """What a statement rests on."""
    return {
        "kind": evidence.kind,
        "span": list(evidence.span),
        "released_by": evidence.released_by,
        "verified_by": evidence.verified_by,
        "unverified_by": evidence.unverified_by,
    }


def evidence_from_json(value: object) -> Evidence:
    """The evidence of :func:`evidence_to_json`."""
    shape = _object(value)
    kind: EvidenceKind = _choice(shape["kind"], EvidenceKind)
    return Evidence(
        kind=kind,
        span=span_from_json(shape["span"]),
        released_by=_maybe_text(shape, "released_by"),
        verified_by=_maybe_text(shape, "verified_by"),
        unverified_by=_maybe_text(shape, "unverified_by"),
    )


def spans_to_json(spans: Iterable[Span]) -> list[list[int]]:
    """Spans as ``[start, end]`` pairs."""
    return [list(span) for span in spans]


def spans_from_json(value: object) -> tuple[Span, ...]:
    """The spans of :func:`spans_to_json`."""
    return tuple(span_from_json(item) for item in _list(value))


def span_from_json(value: object) -> Span:
    """The span of a ``[start, end]`` pair, ``0 <= start <= end``."""
    pair = _list(value)
    if len(pair) != 2:
        raise ValueError(f"a span is a pair of offsets, not {pair!r}")
    span = Span(_whole(pair[0]), _whole(pair[1]))
    if not 0 <= span.start <= span.end:
        raise ValueError(f"a span runs forward from 0, not {pair!r}")
    return span


def texts_from_json(value: object) -> tuple[str, ...]:
    """The strings of a list."""
    items = _list(value)
    if not all(isinstance(item, str) for item in items):
        raise ValueError("a list of strings holds something else")
    return tuple(items)


def act(value: object) -> Act:
    """``value`` where it is one of the acts."""
    chosen: Act = _choice(value, Act)
    return chosen


def quote_type(value: object) -> QuoteType:
    """``value`` where it is one of the quote types."""
    chosen: QuoteType = _choice(value, QuoteType)
    return chosen


def section_kind(value: object) -> SectionKind:
    """``value`` where it is one of the kinds of section."""
    chosen: SectionKind = _choice(value, SectionKind)
    return chosen


def _choice(value: object, options: Any) -> Any:
    allowed = get_args(options)
    if value not in allowed:
        raise ValueError(f"{value!r} is none of {', '.join(allowed)}")
    return value


def _plain(number: float | None) -> float | None:
    if isinstance(number, float) and number.is_integer() and abs(number) < EXACT_INTEGERS:
        return int(number)
    return number


def _object(value: object) -> Json:
    if not isinstance(value, dict):
        raise TypeError(f"expected an object, not {type(value).__name__}")
    return value


def _list(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError(f"expected a list, not {type(value).__name__}")
    return value


def _text(shape: Json, key: str) -> str:
    value = shape[key]
    if not isinstance(value, str):
        raise TypeError(f"{key} is not a string")
    return value


def _maybe_text(shape: Json, key: str) -> str | None:
    return None if shape[key] is None else _text(shape, key)


def _flag(shape: Json, key: str) -> bool:
    value = shape[key]
    if not isinstance(value, bool):
        raise TypeError(f"{key} is neither true nor false")
    return value


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"{value!r} is not a whole number")
    return value


def _number(value: object) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise TypeError(f"{value!r} is not a number")
    try:
        return float(value)
    except OverflowError as error:
        raise ValueError("a number is too large") from error


def _maybe_number(shape: Json, key: str) -> float | None:
    return None if shape[key] is None else _number(shape[key])
