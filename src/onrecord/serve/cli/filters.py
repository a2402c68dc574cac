"""The filters that every reading command of a case takes, declared once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, get_args

from onrecord.model.errors import UsageError
from onrecord.model.statement import Act
from onrecord.serve.cli.common import day
from onrecord.serve.cli.groups import option, takes
from onrecord.store.filters import Filters


def _option(name: str, text: str, **more: Any) -> Any:
    return option("Filters", name, text=text, **more)


def _acts() -> list[str]:
    return list(get_args(Act))


_PARAMETERS: dict[str, tuple[Any, Any]] = {
    "who": (
        Annotated[str | None, _option("--who", "Speaker's name: the beginning of its words.", metavar="NAME")],
        None,
    ),
    "affiliation": (
        Annotated[str | None, _option("--affiliation", "State or organisation spoken for.", metavar="NAME")],
        None,
    ),
    "act": (
        Annotated[
            list[str] | None,
            _option("--act", f"One of {', '.join(_acts())}; may be repeated.", autocompletion=_acts, metavar="ACT"),
        ],
        None,
    ),
    "about": (
        Annotated[
            str | None, _option("--about", 'Full text: words, or a "phrase" in quotation marks.', metavar="WORDS")
        ],
        None,
    ),
    "outlet": (
        Annotated[str | None, _option("--outlet", "Outlet's name: the beginning of its words.", metavar="NAME")],
        None,
    ),
    "since": (Annotated[str | None, _option("--since", "Said on this day or later.", metavar="DATE")], None),
    "until": (Annotated[str | None, _option("--until", "Said on this day or earlier.", metavar="DATE")], None),
    "has_figure": (Annotated[bool, _option("--has-figure", "Only statements with a figure.")], False),
    "as_of": (
        Annotated[str | None, _option("--as-of", "The record as it was known at the end of this day.", metavar="DATE")],
        None,
    ),
    "report": (
        Annotated[str | None, _option("--report", "Only this report: its id or the beginning of it.", metavar="ID")],
        None,
    ),
    "min_confidence": (
        Annotated[float | None, _option("--min-confidence", "Least confidence, 0 to 1.", metavar="NUMBER")],
        None,
    ),
    "all_versions": (
        Annotated[bool, _option("--all-versions", "Earlier text versions of a report too, not only its latest.")],
        False,
    ),
    "limit": (Annotated[int | None, _option("--limit", "At most so many rows.", metavar="N")], None),
    "offset": (Annotated[int, _option("--offset", "Leave out the first so many rows.", metavar="N")], 0),
}


def takes_filters(command: Callable[..., None], *, without: tuple[str, ...] = ()) -> Callable[..., None]:
    """Give a command the filter options (save ``without``); it gets them as one keyword argument ``filters``."""
    return takes(command, {k: v for k, v in _PARAMETERS.items() if k not in without}, "filters", _filters)


def _filters(values: dict[str, Any]) -> Filters:
    for name in ("since", "until", "as_of"):
        checked = day(values[name], "--" + name.replace("_", "-"))
        values[name] = date.fromisoformat(checked) if checked else None
    acts = tuple(values["act"] or ())
    unknown = [a for a in acts if a not in get_args(Act)]
    if unknown:
        raise UsageError(f"--act: {unknown[0]!r} is none of {', '.join(get_args(Act))}")
    values["act"] = acts or None
    return Filters(**values)
