"""Statements as a flat or nested table: the columns that CSV, Arrow and Parquet share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from onrecord.model import wire
from onrecord.model.errors import MissingDependencyError
from onrecord.model.record import StatementRow

if TYPE_CHECKING:
    import pyarrow

_FEW = 1_000
"""Statements turned to Arrow at once, so that a large case does not stand in memory twice."""


def record(row: StatementRow, *, with_clock: bool) -> dict[str, Any]:
    """The columns of one statement; times, speakers, figures, places and evidence as in the extract contract.

    ``with_clock`` adds what depends on when this case read the report: the number of the text version, and the day
    from which it counts as known.
    """
    columns: dict[str, Any] = {
        "id": row.id,
        "report_id": row.report_id,
        "text_sha256": row.version_sha256,
        "title": row.title,
        "outlet": row.outlet,
        "url": row.url,
        "read_from": row.read_from,
        "published": row.published.value if row.published else None,
        "section": row.section,
        "section_kind": row.section_kind,
        "source": wire.spans_to_json(row.source),
        "cue": wire.spans_to_json(row.cue),
        "content": wire.spans_to_json(row.content),
        "source_text": row.source_text,
        "cue_text": row.cue_text,
        "content_text": row.content_text,
        "quote_type": row.quote_type,
        "act": row.act,
        "confidence": float(row.confidence),
        "engine": row.engine,
        "speakers": [wire.speaker_to_json(speaker) for speaker in row.speakers],
        "via": row.via.name if row.via else None,
        "said_on": row.said_on.value,
        "said_not_before": row.said_on.not_before,
        "said_not_after": row.said_on.not_after,
        "said_basis": row.said_on.basis,
        "event_time": row.event_time.value if row.event_time else None,
        "figures": [wire.figure_to_json(figure) for figure in row.figures],
        "places": [wire.place_to_json(place) for place in row.places],
        "evidence": [wire.evidence_to_json(item) for item in row.evidence],
    }
    if with_clock:
        columns["version"] = row.ordinal
        columns["known_on"] = row.known_on.isoformat()
    return columns


def statements_table(rows: Iterable[StatementRow], *, with_clock: bool = True) -> pyarrow.Table:
    """The statements as an Arrow table, one row each; spans are lists of two, nested values lists of structs.

    ``.to_pandas()`` or ``polars.from_arrow`` make a data frame of it. Raises :class:`MissingDependencyError` without
    pyarrow.
    """
    arrow = arrow_library()
    schema = _schema(arrow, with_clock=with_clock)
    tables = []
    few: list[dict[str, Any]] = []
    for row in rows:
        few.append(record(row, with_clock=with_clock))
        if len(few) == _FEW:
            tables.append(arrow.Table.from_pylist(few, schema=schema))
            few = []
    tables.append(arrow.Table.from_pylist(few, schema=schema))
    return arrow.concat_tables(tables)


def arrow_library() -> Any:
    """The pyarrow module, or :class:`MissingDependencyError`."""
    try:
        import pyarrow  # noqa: PLC0415  (half a second that only tables pay)
    except ImportError as error:
        raise MissingDependencyError("pyarrow is not installed (pip install pyarrow)") from error
    return pyarrow


def _schema(arrow: Any, *, with_clock: bool) -> Any:
    text, whole, number = arrow.string(), arrow.int64(), arrow.float64()
    span = arrow.list_(whole)
    spans = arrow.list_(span)

    def structs(**fields: Any) -> Any:
        return arrow.list_(arrow.struct(list(fields.items())))

    columns = {
        "section": whole,
        "source": spans,
        "cue": spans,
        "content": spans,
        "confidence": number,
        "speakers": structs(name=text, kind=text, affiliation=text, role=text),
        "figures": structs(
            span=span,
            low=number,
            high=number,
            bound=text,
            unit=text,
            counted=text,
            predicate=text,
            modality=text,
        ),
        "places": structs(span=span, name=text, lat=number, lon=number, country=text, kind=text),
        "evidence": structs(kind=text, span=span, released_by=text, verified_by=text, unverified_by=text),
        "version": whole,
    }
    return arrow.schema([(name, columns.get(name, text)) for name in column_names(with_clock=with_clock)])


def column_names(*, with_clock: bool) -> tuple[str, ...]:
    """The columns, in order."""
    return _COLUMNS + (_CLOCK if with_clock else ())


_COLUMNS = (
    "id",
    "report_id",
    "text_sha256",
    "title",
    "outlet",
    "url",
    "read_from",
    "published",
    "section",
    "section_kind",
    "source",
    "cue",
    "content",
    "source_text",
    "cue_text",
    "content_text",
    "quote_type",
    "act",
    "confidence",
    "engine",
    "speakers",
    "via",
    "said_on",
    "said_not_before",
    "said_not_after",
    "said_basis",
    "event_time",
    "figures",
    "places",
    "evidence",
)
_CLOCK = ("version", "known_on")
