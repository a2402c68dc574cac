"""The page templates, and how the text of a report gets onto a page: escaped, and unable to reorder what is around."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from onrecord.serve.text import day_shown, evidence_shown, figure_shown, names_shown, short, visible
from onrecord.serve.web.query import address


@functools.cache
def environment() -> Environment:
    """The templates; every value is escaped, an unknown name is an error, and strings are made visible first."""
    made = Environment(
        loader=PackageLoader("onrecord.serve.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_visible,
    )
    made.filters.update(day=day_shown, evidence=evidence_shown, figure=figure_shown, names=names_shown, short=short)
    made.globals.update(address=_address, without=_without)
    return made


def render(name: str, **context: Any) -> str:
    """The page that the template ``name`` makes of ``context``."""
    return environment().get_template(name).render(**context)


def _address(path: str, parameters: Mapping[str, Any]) -> str:
    return address(path, **parameters)


def _without(parameters: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in parameters.items() if name not in names}


def _visible(value: Any) -> Any:
    return visible(value) if type(value) is str else value
