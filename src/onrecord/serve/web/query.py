"""What a page may be asked: the query parameters, checked, and the filters they mean."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal, get_args
from urllib.parse import urlencode

from fastapi import Request
from pydantic import BaseModel, BeforeValidator, Field, model_validator

from onrecord.model.errors import UsageError
from onrecord.model.statement import Act
from onrecord.store.filters import Filters

PAGE = 50
"""Rows on a page."""

MOST = 1000
"""Rows that one API answer holds at most."""


def _blank(value: Any) -> Any:
    """An empty form field is no value."""
    return None if isinstance(value, str) and not value.strip() else value


def _day(value: Any) -> Any:
    value = _blank(value)
    if isinstance(value, str):
        try:
            return date.fromisoformat(value.strip())
        except ValueError:
            raise ValueError(f"{value[:40]!r} is not a date like 2024-10-19") from None
    return value


def _acts(value: Any) -> Any:
    given = [item for item in value if _blank(item)] if isinstance(value, list) else value
    for item in given or ():
        if item not in get_args(Act):
            raise ValueError(f"{str(item)[:40]!r} is none of {', '.join(get_args(Act))}")
    return given


def _false_if_blank(value: Any) -> Any:
    return False if _blank(value) is None else value


def _field(text: str, **more: Any) -> Any:
    return Field(description=text, **more)


Name = Annotated[Annotated[str, Field(max_length=200)] | None, BeforeValidator(_blank)]
Words = Annotated[Annotated[str, Field(max_length=1000)] | None, BeforeValidator(_blank)]
Prefix = Annotated[Annotated[str, Field(max_length=64)] | None, BeforeValidator(_blank)]
Stretch = Annotated[Annotated[str, Field(pattern=r"^[0-9]{1,9}-[0-9]{1,9}$")] | None, BeforeValidator(_blank)]
Share = Annotated[Annotated[float, Field(ge=0, le=1)] | None, BeforeValidator(_blank)]
Day = Annotated[date | None, BeforeValidator(_day)]


class Asked(BaseModel):
    """The parameter that every page takes.

    One that a page does not know is refused: it would seem to filter, and not do it.
    """

    as_of: Annotated[Day, _field("The record as it was known at the end of this day.")] = None

    @model_validator(mode="before")
    @classmethod
    def _known(cls, values: Any) -> Any:
        unknown = [name for name in values if name not in cls.model_fields]
        if unknown:
            raise ValueError(f"{unknown[0][:40]!r} cannot be asked for here; there are {', '.join(cls.model_fields)}")
        return values

    def parameters(self) -> dict[str, Any]:
        """What was given, for an address that asks for the same: nothing empty, nothing by default."""
        return {name: value for name, value in self.model_dump(mode="json", exclude_defaults=True).items() if value}


class Filtered(Asked):
    """The filters of every list, as in the commands."""

    who: Annotated[Name, _field("Speaker's name, or the beginning of its words.")] = None
    affiliation: Annotated[Name, _field("State or organisation spoken for.")] = None
    act: Annotated[list[str], BeforeValidator(_acts), _field(f"One or more of {', '.join(get_args(Act))}.")] = Field(
        default_factory=list
    )
    about: Annotated[Words, _field('Full text: words, or a "phrase" in quotation marks.')] = None
    outlet: Annotated[Name, _field("Outlet's name.")] = None
    since: Annotated[Day, _field("Said on this day or later.")] = None
    until: Annotated[Day, _field("Said on this day or earlier.")] = None
    has_figure: Annotated[bool, BeforeValidator(_false_if_blank), _field("Only statements with a figure.")] = False
    report: Annotated[Prefix, _field("Only this report: its id or the beginning of it.")] = None
    min_confidence: Annotated[Share, _field("Least confidence, 0 to 1.")] = None

    def filters(self, *, limit: int | None = None, offset: int = 0) -> Filters:
        """The filters of the store; raises :class:`UsageError` where they contradict each other."""
        chosen = self.model_dump(include=set(Filtered.model_fields) - {"act"})
        acts: tuple[Any, ...] = tuple(self.act)
        return Filters(act=acts or None, limit=limit, offset=offset, **chosen)


class Paged(Filtered):
    """The filters and the page of a list on the pages."""

    page: Annotated[int, _field(f"Page of {PAGE} rows, from 1.", ge=1, le=1_000_000)] = 1

    @property
    def offset(self) -> int:
        """How many rows stand before this page."""
        return (self.page - 1) * PAGE


class Sliced(Filtered):
    """The filters and the stretch of a list in the API."""

    limit: Annotated[int, _field("At most so many rows.", ge=1, le=MOST)] = PAGE
    offset: Annotated[int, _field("Leave out the first so many rows.", ge=0, le=1_000_000_000)] = 0


Kinds = Annotated[
    Literal["said", "event"] | None, BeforeValidator(_blank), _field("Only sayings, or only events told of.")
]


class PagedTimeline(Paged):
    """The timeline on the pages."""

    kind: Kinds = None


class SlicedTimeline(Sliced):
    """The timeline in the API."""

    kind: Kinds = None


class Briefed(Filtered):
    """A brief."""

    title: Annotated[Name, _field("Heading of the brief.")] = None


class Versioned(Asked):
    """One report."""

    version: Annotated[Prefix, _field("A text version by the beginning of its hash; else the latest.")] = None


class Opened(Versioned):
    """One report on the pages."""

    c: Annotated[Stretch, _field("Characters to point at, START-END (half-open, in code points).")] = None


def address(path: str, **parameters: Any) -> str:
    """``path`` with a query of the parameters that have a value; a list gives several."""
    given = {name: value for name, value in parameters.items() if value not in (None, "", [], False)}
    shown = {name: "true" if value is True else value for name, value in given.items()}
    return f"{path}?{urlencode(shown, doseq=True)}" if shown else path


def refuse_repeats(request: Request) -> None:
    """Raise :class:`UsageError` where a parameter that takes one value is given several."""
    for name in request.query_params:
        if name != "act" and len(request.query_params.getlist(name)) > 1:
            raise UsageError(f"{name[:40]}: is given more than once")
