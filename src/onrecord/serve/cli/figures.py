"""``onrecord figures``: which numbers were given, for what, by whom."""

from __future__ import annotations

import typer

from onrecord.model.wire import figure_to_json
from onrecord.serve.cli.common import DEFAULT_CASE, CaseOption, Column, JsonOption, print_json, print_table, reading
from onrecord.serve.cli.filters import takes_filters
from onrecord.serve.rows import statement_json
from onrecord.serve.text import day_shown, figure_shown, names_shown
from onrecord.store.filters import Filters

COLUMNS = (
    Column("figure", 9),
    Column("counted", 10, 24),
    Column("under", 8, spare=1, whole=True),
    Column("modality", 8, whole=True),
    Column("speaker", 14, 28),
    Column("act", 10, spare=3, whole=True),
    Column("said", 10, 16),
    Column("outlet", 10, 20, spare=4),
    Column("as written", 10, 24, spare=2),
    Column("report", 10, spare=5, whole=True),
)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(name="figures", epilog="Example: onrecord figures --about troops --json")(takes_filters(figures))


def figures(filters: Filters, case: CaseOption = DEFAULT_CASE, as_json: JsonOption = False) -> None:  # noqa: FBT002
    """List the figures of a case with what they count, the verb and modality they stand under, and who gave them."""
    with reading(case) as store:
        rows = store.figures(filters)
        if as_json:
            print_json(
                {"figure": figure_to_json(r.figure), "text": r.text, "statement": statement_json(r.statement)}
                for r in rows
            )
            return
        print_table(
            COLUMNS,
            (
                [
                    figure_shown(r.figure),
                    r.figure.counted or "",
                    r.figure.predicate or "",
                    r.figure.modality,
                    names_shown(r.statement.speakers),
                    r.statement.act,
                    day_shown(r.statement.said_on) or f"known {r.statement.known_on}",
                    r.statement.outlet or "",
                    r.text,
                    r.statement.report_id[:10],
                ]
                for r in rows
            ),
            empty="no figures",
        )
