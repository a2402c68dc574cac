"""``onrecord reports``: what the case holds."""

from __future__ import annotations

import typer

from onrecord.serve.cli.common import DEFAULT_CASE, CaseOption, Column, JsonOption, print_json, print_table, reading
from onrecord.serve.cli.filters import takes_filters
from onrecord.serve.rows import report_json
from onrecord.serve.text import date_shown, short
from onrecord.store.filters import Filters

COLUMNS = (
    Column("id", 10, whole=True),
    Column("outlet", 10, 20),
    Column("title", 24),
    Column("published", 10, 16),
    Column("versions", 8, spare=2, whole=True),
    Column("statements", 10, spare=1, whole=True),
    Column("figures", 7, spare=3, whole=True),
    Column("note", 12),
)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(name="reports", epilog="Example: onrecord reports --outlet post")(takes_filters(reports))


def reports(filters: Filters, case: CaseOption = DEFAULT_CASE, as_json: JsonOption = False) -> None:  # noqa: FBT002
    """List the reports of a case, each by its latest text version."""
    with reading(case) as store:
        rows = store.reports(filters)
        if as_json:
            print_json(report_json(row) for row in rows)
            return
        print_table(
            COLUMNS,
            (
                [
                    r.report_id[:10],
                    r.outlet or "",
                    short(r.title or " ".join(x for x in (r.read_from, r.external_id) if x), 90),
                    date_shown(r.published) or f"known {r.known_on}",
                    str(r.versions),
                    str(r.statements),
                    str(r.figures),
                    r.note,
                ]
                for r in rows
            ),
            empty="no reports",
        )
