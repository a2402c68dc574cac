"""Everything the pages show, as JSON in the shapes of the commands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Path, Query, Request
from pydantic import BaseModel
from starlette.responses import HTMLResponse, JSONResponse

from onrecord.assess.timeline import timeline as dated
from onrecord.model.wire import analysis_to_json
from onrecord.runtime.summary import brief_of, overview_of
from onrecord.serve.rows import brief_json, figure_row_json, overview_json, report_json, statement_json, timeline_json
from onrecord.serve.web.query import Asked, Briefed, Sliced, SlicedTimeline, Versioned, address
from onrecord.serve.web.site import SiteHere, report_of, statement_of, version_of
from onrecord.store.filters import Filters


class Problem(BaseModel):
    """What failed, and what to do about it."""

    status: int
    message: str
    hint: str


class Refusal(BaseModel):
    """The one shape of every error."""

    error: Problem


class Rows(BaseModel):
    """The one shape of every list: rows as the command of the same name prints them, and where it goes on."""

    rows: list[dict[str, Any]]
    next: str | None


REFUSALS: dict[int | str, dict[str, Any]] = {
    400: {"model": Refusal, "description": "A parameter cannot be used."},
    404: {"model": Refusal, "description": "The case holds nothing under this id."},
    500: {"model": Refusal, "description": "The case cannot be read."},
}

router = APIRouter(prefix="/api", responses=REFUSALS)

Row = TypeVar("Row")

Id = Annotated[str, Path(max_length=64, description="An id, or the beginning of one.")]


@router.get("/overview", response_model=dict[str, Any])
def overview(site: SiteHere, asked: Annotated[Asked, Query()]) -> JSONResponse:
    """How much the case holds, and how many reports, outlets and origins stand behind it."""
    with site.open() as case:
        made = overview_of(case, asked.as_of)
    return JSONResponse({"case": site.name, "as_of": site.day(asked), **overview_json(made)})


@router.get("/statements", response_model=Rows)
def statements(request: Request, site: SiteHere, asked: Annotated[Sliced, Query()]) -> JSONResponse:
    """Who said what, as ``onrecord statements --json``."""
    with site.open() as case:
        rows = list(case.statements(_one_more(asked)))
    return _rows(request, asked, rows, statement_json)


@router.get("/statements/{statement}", response_model=dict[str, Any])
def statement(site: SiteHere, statement: Id, asked: Annotated[Asked, Query()]) -> JSONResponse:
    """One statement, whatever day is asked for: an id names one text version."""
    with site.open() as case:
        return JSONResponse(statement_json(statement_of(case, statement)))


@router.get("/reports", response_model=Rows)
def reports(request: Request, site: SiteHere, asked: Annotated[Sliced, Query()]) -> JSONResponse:
    """The reports, as ``onrecord reports --json``."""
    with site.open() as case:
        rows = list(case.reports(_one_more(asked)))
    return _rows(request, asked, rows, report_json)


@router.get("/reports/{report}", response_model=dict[str, Any])
def report(site: SiteHere, report: Id, asked: Annotated[Versioned, Query()]) -> JSONResponse:
    """One report with its text, sections, statements and mentions, as ``onrecord show --json``."""
    with site.open() as case:
        chosen = version_of(report_of(case, report), asked, asked.version)
    return JSONResponse(analysis_to_json(chosen.analysis, with_text=True, report_id=chosen.report_id))


@router.get("/figures", response_model=Rows)
def figures(request: Request, site: SiteHere, asked: Annotated[Sliced, Query()]) -> JSONResponse:
    """Which numbers were given, as ``onrecord figures --json``."""
    with site.open() as case:
        rows = list(case.figures(_one_more(asked)))
    return _rows(request, asked, rows, figure_row_json)


@router.get("/timeline", response_model=Rows)
def timeline(request: Request, site: SiteHere, asked: Annotated[SlicedTimeline, Query()]) -> JSONResponse:
    """What was said, and what is said to have happened, by day, as ``onrecord timeline --json``."""
    with site.open() as case:
        items = dated(case.statements(asked.filters()), frozenset({asked.kind} if asked.kind else {"said", "event"}))
    return _rows(request, asked, items[asked.offset : asked.offset + asked.limit + 1], timeline_json)


@router.get("/brief", response_model=dict[str, Any])
def brief(site: SiteHere, asked: Annotated[Briefed, Query()]) -> JSONResponse:
    """The brief, as ``onrecord brief --json``."""
    with site.open() as case:
        return JSONResponse(brief_json(brief_of(case, asked.filters(), title=asked.title or "Brief")))


@router.get("", include_in_schema=False)
def documentation(request: Request, site: SiteHere, asked: Annotated[Asked, Query()]) -> HTMLResponse:
    """What can be asked, made from the OpenAPI document."""
    schema = request.app.openapi()
    calls = [{"path": path, **operations["get"]} for path, operations in schema["paths"].items()]
    return site.page("api.html", "/api", asked, calls=calls)


def _one_more(asked: Sliced) -> Filters:
    """The rows asked for and one more, which tells whether the list goes on."""
    return asked.filters(limit=asked.limit + 1, offset=asked.offset)


def _rows(request: Request, asked: Sliced, rows: Sequence[Row], shape: Callable[[Row], dict[str, Any]]) -> JSONResponse:
    further = {**asked.parameters(), "offset": asked.offset + asked.limit}
    after = address(request.url.path, **further) if len(rows) > asked.limit else None
    return JSONResponse({"rows": [shape(row) for row in rows[: asked.limit]], "next": after})
