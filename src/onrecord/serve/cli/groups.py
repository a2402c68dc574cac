"""Groups of options that several commands share, declared once."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping
from typing import Any

import typer

Parameters = Mapping[str, tuple[Any, Any]]
"""The options of a group: parameter name to its annotation and default."""


def option(panel: str, *names: str, text: str, **more: Any) -> Any:
    """An option that ``--help`` shows in the panel of its group."""
    return typer.Option(*names, help=text, rich_help_panel=panel, **more)


def takes(
    command: Callable[..., None], parameters: Parameters, argument: str, made: Callable[[dict[str, Any]], Any]
) -> Callable[..., None]:
    """Give ``command`` the options of ``parameters``; it gets what ``made`` makes of them as ``argument``."""

    @functools.wraps(command)
    def wrapper(**values: Any) -> None:
        chosen = {name: values.pop(name) for name in parameters}
        command(**{argument: made(chosen)}, **values)

    own = [p for p in inspect.signature(command, eval_str=True).parameters.values() if p.name != argument]
    added = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
        for name, (annotation, default) in parameters.items()
    ]
    own = [p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in own]
    wrapper.__signature__ = inspect.Signature(own + added)  # type: ignore[attr-defined]
    wrapper.__annotations__ = {p.name: p.annotation for p in own + added}
    return wrapper
