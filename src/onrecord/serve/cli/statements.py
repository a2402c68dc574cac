"""``onrecord statements``: who said what."""

from __future__ import annotations

import typer

from onrecord.serve.cli.common import DEFAULT_CASE, CaseOption, Column, JsonOption, print_json, print_table, reading
from onrecord.serve.cli.filters import takes_filters
from onrecord.serve.rows import statement_json
from onrecord.serve.text import day_shown, figure_shown, names_shown, short
from onrecord.store.filters import Filters

COLUMNS = (
    Column("said", 10, 16),
    Column("speaker", 16, 28),
    Column("act", 10, whole=True),
    Column("content", 28),
    Column("figures", 10, spare=3),
    Column("outlet", 10, 20, spare=2),
    Column("report", 10, spare=1, whole=True),
)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(name="statements", epilog="Example: onrecord statements --act deny --since 2024-10-18")(
        takes_filters(statements)
    )


def statements(filters: Filters, case: CaseOption = DEFAULT_CASE, as_json: JsonOption = False) -> None:  # noqa: FBT002
    """List the statements of a case: who, act, when, what, with which figure, where."""
    with reading(case) as store:
        rows = store.statements(filters)
        if as_json:
            print_json(statement_json(row) for row in rows)
            return
        print_table(
            COLUMNS,
            (
                [
                    day_shown(r.said_on) or f"known {r.known_on}",
                    names_shown(r.speakers),
                    r.act,
                    short(r.said),
                    "; ".join(figure_shown(f) for f in r.figures),
                    r.outlet or "",
                    r.report_id[:10],
                ]
                for r in rows
            ),
            empty="no statements",
        )
