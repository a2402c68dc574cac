"""The pages: overview, statements, reports, figures, timeline and brief, to be read without a script."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby, islice
from typing import Annotated, Any, get_args

from fastapi import APIRouter, Path, Query
from starlette.responses import HTMLResponse, RedirectResponse, Response

from onrecord.assess.brief import VERBS, to_markdown
from onrecord.assess.timeline import timeline as dated
from onrecord.model.spans import Span
from onrecord.model.statement import Act
from onrecord.runtime.summary import brief_of, overview_of
from onrecord.serve.web.query import (
    PAGE,
    Asked,
    Briefed,
    Filtered,
    Opened,
    Paged,
    PagedTimeline,
    address,
)
from onrecord.serve.web.reading import shown_sections
from onrecord.serve.web.site import (
    SHORT_HASH,
    Site,
    SiteHere,
    known_versions,
    report_of,
    sentence_address,
    statement_of,
    version_of,
)

router = APIRouter(include_in_schema=False)

Id = Annotated[str, Path(max_length=64)]


@router.get("/")
def overview(site: SiteHere, asked: Annotated[Asked, Query()]) -> HTMLResponse:
    """What the case holds, and what was said last."""
    with site.open() as case:
        return site.page("overview.html", "/", asked, overview=overview_of(case, asked.as_of))


@router.get("/statements")
def statements(site: SiteHere, asked: Annotated[Paged, Query()]) -> HTMLResponse:
    """Who said what: the statements that the filters keep."""
    with site.open() as case:
        rows = list(case.statements(asked.filters(limit=PAGE + 1, offset=asked.offset)))
    return _listed(site, "statements.html", "/statements", asked, rows)


@router.get("/statements/{statement}")
def statement(site: SiteHere, statement: Id, asked: Annotated[Asked, Query()]) -> RedirectResponse:
    """On to the sentence in its report."""
    with site.open() as case:
        row = statement_of(case, statement)
    day = site.day(asked)
    return RedirectResponse(sentence_address(row.report_id, row.version_sha256, row.id, as_of=day), 302)


@router.get("/reports")
def reports(site: SiteHere, asked: Annotated[Paged, Query()]) -> HTMLResponse:
    """The reports that the filters keep."""
    with site.open() as case:
        rows = list(case.reports(asked.filters(limit=PAGE + 1, offset=asked.offset)))
    return _listed(site, "reports.html", "/reports", asked, rows)


@router.get("/reports/{report}")
def report(site: SiteHere, report: Id, asked: Annotated[Opened, Query()]) -> HTMLResponse:
    """One report: its text with the statements marked, and their record beside it."""
    with site.open() as case:
        stored = report_of(case, report)
    version = version_of(stored, asked, asked.version)
    found = version.analysis
    text = found.report.text
    cited = _cited(asked.c, len(text))
    return site.page(
        "report.html",
        f"/reports/{stored.id}",
        asked,
        stored=stored,
        versions=known_versions(stored, asked),
        version=version,
        hash_length=SHORT_HASH,
        report=found.report,
        text=text,
        sections=shown_sections(text, found.sections, found.statements, cited),
        statements=found.statements,
        url=_web_address(found.report.url or stored.url),
    )


@router.get("/figures")
def figures(site: SiteHere, asked: Annotated[Paged, Query()]) -> HTMLResponse:
    """Which numbers were given, for what, by whom."""
    with site.open() as case:
        rows = list(case.figures(asked.filters(limit=PAGE + 1, offset=asked.offset)))
    return _listed(site, "figures.html", "/figures", asked, rows)


@router.get("/timeline")
def timeline(site: SiteHere, asked: Annotated[PagedTimeline, Query()]) -> HTMLResponse:
    """What was said, and what is said to have happened, by day."""
    with site.open() as case:
        items = dated(case.statements(asked.filters()), frozenset({asked.kind} if asked.kind else {"said", "event"}))
    rows = list(islice(items, asked.offset, asked.offset + PAGE + 1))
    days = [(day, list(group)) for day, group in groupby(rows[:PAGE], key=lambda item: item.day)]
    return _listed(site, "timeline.html", "/timeline", asked, rows, days=days)


@router.get("/brief")
def brief(site: SiteHere, asked: Annotated[Briefed, Query()]) -> HTMLResponse:
    """The record in cited sentences."""
    with site.open() as case:
        made = brief_of(case, asked.filters(), title=asked.title or f"Brief: {site.name}")
    cited = {citation.number: citation for citation in made.citations}
    more = {"brief": made, "cited": cited, "markdown": address("/brief.md", **asked.parameters())}
    return site.page("brief.html", "/brief", asked, **_form(asked), **more)


@router.get("/brief.md")
def brief_markdown(site: SiteHere, asked: Annotated[Briefed, Query()]) -> Response:
    """The brief as a Markdown file, as the command writes it."""
    with site.open() as case:
        made = brief_of(case, asked.filters(), title=asked.title or f"Brief: {site.name}")
    name = "brief" + (f"-{asked.as_of}" if asked.as_of else "") + ".md"
    return Response(
        to_markdown(made),
        media_type="text/markdown; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _listed(site: Site, template: str, path: str, asked: Paged, rows: Sequence[Any], **more: Any) -> HTMLResponse:
    """A page of a list; ``rows`` holds one row more than the page where there is a next one."""
    given = asked.parameters()
    before = address(path, **{**given, "page": asked.page - 1}) if asked.page > 1 else None
    after = address(path, **{**given, "page": asked.page + 1}) if len(rows) > PAGE else None
    return site.page(
        template,
        path,
        asked,
        rows=rows[:PAGE],
        first=asked.offset + 1,
        before=before,
        after=after,
        **_form(asked),
        **more,
    )


def _form(asked: Filtered) -> dict[str, Any]:
    """What the form of the filters shows."""
    own = set(Filtered.model_fields) - {"as_of"}
    return {"form": asked, "acts": get_args(Act), "verbs": VERBS, "filtered": bool(own & asked.parameters().keys())}


def _cited(stretch: str | None, length: int) -> Span | None:
    """The characters that an address points at, as far as the text goes."""
    if stretch is None:
        return None
    start, end = (int(offset) for offset in stretch.split("-"))
    span = Span(start, min(end, length))
    return span if span.fits(length) else None


def _web_address(url: str | None) -> str | None:
    """A report's own address where a link to it is safe to follow: nothing but http and https."""
    return url if url and re.match(r"https?://", url, re.I) else None
