"""Writes ``docs/cli.md`` from the commands themselves; a test checks that it is up to date.

python tools/build_cli_docs.py
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from onrecord.serve.cli.app import app
from onrecord.serve.cli.common import Exit

PAGE = Path(__file__).parent.parent / "docs" / "cli.md"

HEAD = """# Commands

This page is made from the commands themselves by `tools/build_cli_docs.py`. `onrecord COMMAND --help` says the same.

Results go to stdout, messages and progress to stderr. With `--json`, stdout holds JSON Lines and nothing else; the
fields are those of [data](data.md). A table takes the width of the terminal, or 160 columns in a pipe; `COLUMNS` sets
another width.
`NO_COLOR` turns colours off. Shell completion is set up by `onrecord --install-completion`.
"""


def page() -> str:
    """The whole page."""
    command = typer.main.get_command(app)
    context = typer.Context(command, info_name="onrecord")
    lines = [HEAD, "## Exit codes", "", "| code | name | meaning |", "|---|---|---|"]
    lines += [f"| {code.value} | {code.name.lower()} | {meaning} |" for code, meaning in exit_codes()]
    lines += ["", "## onrecord", "", paragraph(command.help), ""]
    lines += list(options(command, context))
    for name, sub in command.commands.items():  # type: ignore[attr-defined]
        lines += list(section(name, sub, context))
    return "\n".join(lines).rstrip() + "\n"


def exit_codes() -> Iterator[tuple[Exit, str]]:
    """Each exit code with the sentence that stands below it in the source."""
    told = {Exit.OK: "All was done."}
    last: Exit | None = None
    for line in inspect.getsource(Exit).splitlines():
        words = line.strip()
        name = words.partition(" = ")[0]
        if name in Exit.__members__:
            last = Exit[name]
        elif last is not None and words.startswith('"""'):
            told[last] = words.strip('"').replace("``", "`")
    for code in Exit:
        yield code, told[code]


def section(name: str, command: Any, parent: Any) -> Iterator[str]:
    """The part of one command."""
    context = typer.Context(command, info_name=name, parent=parent)
    arguments = " ".join(argument(p) for p in command.params if p.param_type_name == "argument")
    yield f"\n## onrecord {name}\n"
    yield f"```\nonrecord {name} [OPTIONS]{' ' + arguments if arguments else ''}\n```\n"
    yield paragraph(command.help)
    yield ""
    if command.epilog:
        yield f"```\n{command.epilog.removeprefix('Example: ')}\n```\n"
    for each in command.params:
        if each.param_type_name == "argument":
            yield f"`{argument(each)}`: {each.help}\n"
    yield from options(command, context)


def argument(parameter: Any) -> str:
    """An argument as it stands in a usage line."""
    return f"{parameter.metavar}{'...' if parameter.nargs == -1 else ''}"


def options(command: Any, context: Any) -> Iterator[str]:
    """The table of a command's options."""
    yield "| option | value | default | |"
    yield "|---|---|---|---|"
    for each in command.get_params(context):
        if each.param_type_name != "option" or each.name == "help":
            continue
        names = ", ".join(f"`{name}`" for name in [*each.opts, *each.secondary_opts])
        value = "" if each.is_flag else " or ".join(f"`{choice}`" for choice in each.metavar.split("|"))
        default = "" if each.default in (None, False, "") or each.is_flag else f"`{each.default}`"
        environment = f" Also by the variable `{each.envvar}`." if each.envvar else ""
        yield f"| {names} | {value} | {default} | {paragraph(each.help)}{environment} |"


def paragraph(text: str | None) -> str:
    """Help text for Markdown, paragraphs kept, lines joined."""
    parts = inspect.cleandoc(text or "").split("\n\n")
    joined = "\n\n".join(" ".join(part.split()) for part in parts)
    return joined.replace("|", "\\|").replace("[content]", "\\[content]")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
