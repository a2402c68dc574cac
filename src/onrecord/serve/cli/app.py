"""The ``onrecord`` command."""

from __future__ import annotations

import io
import os
import sys
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from onrecord import __version__
from onrecord.model.errors import IntegrityError, OnrecordError, UsageError
from onrecord.serve.cli import (
    add,
    brief,
    demo,
    doctor,
    export,
    extract,
    figures,
    reports,
    serve,
    show,
    statements,
    timeline,
    verify,
)
from onrecord.serve.cli.common import Exit, complain


class _Stopped(Exception):  # noqa: N818 - it carries what stopped the command, error or not
    """Carries an exception past typer, which would settle it in its own way."""


class _Commands(TyperGroup):
    """The commands; Ctrl-C and a failing output reach :func:`main`."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command that ``ctx`` names."""
        try:
            return super().invoke(ctx)
        except (KeyboardInterrupt, OSError) as cause:
            raise _Stopped from cause


app = typer.Typer(
    name="onrecord",
    cls=_Commands,
    help="Keep a developing news story on the record: who said what, when, through whom, with which figure.",
    epilog="Start with: onrecord demo",
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for module in (demo, add, extract, reports, show, statements, figures, timeline, brief, verify, export, serve, doctor):
    module.register(app)


@app.callback(invoke_without_command=True)
def root(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Show the version.", is_eager=True)] = False,  # noqa: FBT002
) -> None:
    """Options of the command itself."""
    if version:
        typer.echo(f"onrecord {__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        typer.echo(context.get_help(), nl=False)  # with rich, it is printed already and the text empty
        raise typer.Exit(Exit.USAGE)


def main(args: list[str] | None = None) -> None:
    """Run the command line ``args`` (that of the process by default) and exit with a code of :class:`Exit`.

    Every expected failure is one line on stderr.
    """
    _make_printable()
    sys.exit(_settle(lambda: _run(args)))


def _run(args: list[str] | None) -> int:
    code = typer.main.get_command(app).main(args, prog_name="onrecord", standalone_mode=False)
    sys.stdout.flush()  # here, where its failure can still be told, and not at the end of the process
    return code if isinstance(code, int) else Exit.OK


def _settle(run: Any) -> int:
    try:
        return int(run())
    except _Stopped as stopped:
        return _stopped(stopped.__cause__)
    except (KeyboardInterrupt, OSError) as cause:
        return _stopped(cause)
    except typer.Abort:
        return _stopped(KeyboardInterrupt())
    except UsageError as error:
        complain(error)
        return Exit.USAGE
    except IntegrityError as error:
        complain(error)
        return Exit.INTEGRITY
    except OnrecordError as error:
        complain(error)
        return Exit.FAILED
    except Exception as error:
        # typer's own errors share no public base class; what they have in common is how they word themselves
        if not hasattr(error, "format_message"):
            raise
        command = getattr(getattr(error, "ctx", None), "command_path", "onrecord")
        complain(f"{error.format_message().rstrip('.')} (see {command} --help)")
        return Exit.USAGE


def _stopped(cause: BaseException | None) -> int:
    if isinstance(cause, BrokenPipeError):
        # the reader of our output went away (a pager, head): that is no failure, but Python would say so at exit
        _forget_output()
        return Exit.OK
    if isinstance(cause, OSError):
        _forget_output()
        name = f"{cause.filename}: " if cause.filename else "output: "
        complain(f"{name}{cause.strerror or cause}")
        return Exit.FAILED
    complain("interrupted; what was stored stays, and the same command goes on from there")
    return Exit.INTERRUPTED


def _forget_output() -> None:
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):  # no file behind it, as in a test or a notebook
        return


def _make_printable() -> None:
    """Let no character of a report, and no closed stream, stop a command."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 - for the whole process
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
