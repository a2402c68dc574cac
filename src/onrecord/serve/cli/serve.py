"""``onrecord serve``: the case as pages in a browser."""

from __future__ import annotations

from typing import Annotated

import typer

from onrecord.serve.cli.common import DEFAULT_CASE, CaseOption, check_there


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(name="serve", epilog="Example: onrecord serve --case story.sqlite --port 8137")(serve)


def serve(
    case: CaseOption = DEFAULT_CASE,
    port: Annotated[
        int, typer.Option("--port", metavar="N", min=0, max=65535, help="Port; 0 takes a free one.")
    ] = 8137,
) -> None:
    """Serve the case as pages on this machine (loopback only), until Ctrl-C."""
    check_there(case)
    from onrecord.serve.web.run import run_server  # noqa: PLC0415 - the web stack loads only here

    run_server(case, port=port)
