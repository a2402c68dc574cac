"""What every request needs: the case that is served, opened for its length, and the frame of its page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Annotated, Any

from fastapi import Depends, Request
from starlette.responses import HTMLResponse

from onrecord.model.errors import UsageError
from onrecord.model.record import StatementRow
from onrecord.serve.web.failures import NotHereError
from onrecord.serve.web.query import Asked, address
from onrecord.serve.web.render import render
from onrecord.store.case import Case
from onrecord.store.rows import StoredReport, StoredVersion

SHORT_HASH = 12
"""Hex digits of a text version's hash in an address."""


@dataclass(frozen=True, slots=True)
class Site:
    """The case file that is served."""

    case: Path

    @property
    def name(self) -> str:
        """The case's name on the pages."""
        return self.case.stem

    def open(self) -> Case:
        """The case, for one request: a case is for one thread at a time, and requests run in several."""
        return Case.open(self.case, create=False, read_only=True)

    def day(self, asked: Asked) -> str | None:
        """The day asked for, in ISO form."""
        return asked.as_of.isoformat() if asked.as_of else None

    def page(self, template: str, path: str, asked: Asked, **context: Any) -> HTMLResponse:
        """The page of ``template``; its links keep to the day that is asked for."""
        day = self.day(asked)
        return HTMLResponse(
            render(
                template,
                site=self.name,
                path=path,
                asked=asked.parameters(),
                as_of=day,
                link=partial(address, as_of=day),
                sentence=partial(sentence_address, as_of=day),
                **context,
            )
        )


def site_of(request: Request) -> Site:
    """The site that the application was made for."""
    site: Site = request.app.state.site
    return site


SiteHere = Annotated[Site, Depends(site_of)]


def sentence_address(report: str, version: str, statement: str, *, as_of: str | None = None) -> str:
    """Where a statement's sentence stands in the text version it was read from."""
    return f"{address(f'/reports/{report}', version=version[:SHORT_HASH], as_of=as_of)}#{statement}"


def report_of(case: Case, report: str) -> StoredReport:
    """The report whose id begins so; raises :class:`NotHereError`."""
    try:
        return case.report(report)
    except UsageError as error:
        raise NotHereError(str(error)) from error


def statement_of(case: Case, statement: str) -> StatementRow:
    """The statement whose id begins so; raises :class:`NotHereError`."""
    try:
        return case.statement(statement)
    except UsageError as error:
        raise NotHereError(str(error)) from error


def known_versions(report: StoredReport, asked: Asked) -> list[StoredVersion]:
    """The versions known by the day asked for, the latest first."""
    known = [v for v in report.versions if asked.as_of is None or v.known_on <= asked.as_of]
    return sorted(known, key=lambda v: (v.known_on, v.ordinal), reverse=True)


def version_of(report: StoredReport, asked: Asked, version: str | None) -> StoredVersion:
    """The latest version whose hash begins with ``version``, known by the day asked for; else :class:`NotHereError`."""
    for known in known_versions(report, asked):
        if known.sha256.startswith(version or ""):
            return known
    raise NotHereError(f"{report.id}: no such text version was known" + (f" on {asked.as_of}" if asked.as_of else ""))
