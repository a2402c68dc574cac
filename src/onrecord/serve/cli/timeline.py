"""``onrecord timeline``: the record by day."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from onrecord.assess.timeline import Kind, TimelineItem
from onrecord.assess.timeline import timeline as dated
from onrecord.model.wire import when_to_json
from onrecord.serve.cli.common import DEFAULT_CASE, CaseOption, Column, JsonOption, print_json, print_table, reading
from onrecord.serve.cli.filters import takes_filters
from onrecord.serve.rows import statement_json
from onrecord.serve.text import day_shown, names_shown, short
from onrecord.store.filters import Filters

COLUMNS = (
    Column("day", 10, 16),
    Column("kind", 5, whole=True),
    Column("basis", 8, spare=2, whole=True),
    Column("speaker", 16, 28),
    Column("act", 10, spare=1, whole=True),
    Column("content", 28),
    Column("outlet", 10, 20, spare=3),
    Column("report", 10, spare=4, whole=True),
)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(name="timeline", epilog="Example: onrecord timeline --kind event")(takes_filters(timeline))


def timeline(
    filters: Filters,
    case: CaseOption = DEFAULT_CASE,
    as_json: JsonOption = False,  # noqa: FBT002
    kind: Annotated[
        Kind | None, typer.Option("--kind", metavar="said|event", help="Only sayings, or only events told of.")
    ] = None,
) -> None:
    """List by day what was said, and what is said to have happened, according to whom."""
    kinds: frozenset[Kind] = frozenset({kind} if kind else {"said", "event"})
    with reading(case) as store:
        items = dated(store.statements(filters), kinds)
        if as_json:
            print_json(_item_json(i) for i in items)
            return
        print_table(
            COLUMNS,
            (
                [
                    day_shown(i.when) or i.day,
                    i.kind,
                    i.when.basis or "",
                    names_shown(i.row.speakers),
                    i.row.act,
                    short(i.row.said),
                    i.row.outlet or "",
                    i.row.report_id[:10],
                ]
                for i in items
            ),
            empty="nothing dated",
        )


def _item_json(item: TimelineItem) -> dict[str, Any]:
    return {
        "day": item.day,
        "kind": item.kind,
        "when": when_to_json(item.when),
        "statement": statement_json(item.row),
    }
