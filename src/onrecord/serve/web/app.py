"""The web application of one case."""

from __future__ import annotations

from pathlib import Path

from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from onrecord import __version__
from onrecord.model.errors import OnrecordError
from onrecord.serve.web import api, pages
from onrecord.serve.web.failures import failure_of, failure_response
from onrecord.serve.web.guard import SECURITY_HEADERS, Guard
from onrecord.serve.web.query import refuse_repeats
from onrecord.serve.web.site import Site

STATIC = Path(__file__).with_name("static")


def create_app(case: Path) -> FastAPI:
    """The application that serves the case file at ``case``, for reading only.

    Every request opens the case anew, so that what is added meanwhile shows. The interactive documentation pages of
    FastAPI are off, as they load their script from elsewhere; ``/api`` is one of our own.
    """
    app = FastAPI(
        title="onrecord",
        version=__version__,
        description="The record of one case: statements, reports, figures, timeline and brief, for reading.",
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        dependencies=[Depends(refuse_repeats)],
        middleware=[Middleware(Guard)],
    )
    app.state.site = Site(case)
    app.include_router(pages.router)
    app.include_router(api.router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    for kind in (OnrecordError, RequestValidationError, HTTPException):
        app.add_exception_handler(kind, _failed)
    app.add_exception_handler(Exception, _failed_unforeseen)
    return app


async def _failed(request: Request, error: Exception) -> Response:
    return failure_response(request.url.path, failure_of(error))


async def _failed_unforeseen(request: Request, error: Exception) -> Response:
    """The answer is sent from outside the guard, which adds the headers to all others."""
    response = failure_response(request.url.path, failure_of(error))
    response.headers.update(SECURITY_HEADERS)
    return response
