"""What went wrong, as a page that says what to do, or, under ``/api``, as ``{"error": {status, message, hint}}``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, JSONResponse, Response

from onrecord.model.errors import IntegrityError, OnrecordError, StoreError, UsageError
from onrecord.serve.web.render import render

TITLES = {400: "That cannot be asked", 404: "Not here", 405: "Only reading", 500: "Something failed"}

HOME = "Start again from the overview, or check the address."


@dataclass(frozen=True, slots=True)
class Failure:
    """An HTTP status, what failed in one sentence, and what to do about it."""

    status: int
    message: str
    hint: str


def failure_response(path: str, failure: Failure) -> Response:
    """The failure as JSON for addresses under ``/api/``, else as a page."""
    if path.startswith("/api/"):
        body = {"status": failure.status, "message": failure.message, "hint": failure.hint}
        return JSONResponse({"error": body}, failure.status)
    title = TITLES.get(failure.status, "Something failed")
    return HTMLResponse(render("error.html", title=title, failure=failure), failure.status)


def failure_of(error: Exception) -> Failure:
    """What an exception means to who asked; nothing of the inside of an unexpected one is shown."""
    match error:
        case RequestValidationError():
            return _bad_query(error)
        case NotHereError():
            return Failure(404, str(error), "The lists of reports and statements show what the case holds.")
        case UsageError():
            return Failure(400, _as_parameter(str(error)), "Change the filter, or clear the filters.")
        case IntegrityError():
            return Failure(500, str(error), "Run: onrecord verify. It names every row that does not hold.")
        case StoreError():
            return Failure(500, str(error), "Run: onrecord doctor. It says what is wrong with the case.")
        case OnrecordError():
            return Failure(500, str(error), HOME)
        case HTTPException(status_code=404):
            return Failure(404, "there is no such page", HOME)
        case HTTPException():
            return Failure(error.status_code, str(error.detail), HOME)
        case _:
            return Failure(
                500,
                "an error that was not foreseen",
                "The window in which onrecord runs shows the details; please report them.",
            )


class NotHereError(UsageError):
    """The case holds nothing under the id that was asked for."""


def _bad_query(error: RequestValidationError) -> Failure:
    """The first thing wrong with the query, by the name of its parameter."""
    first = error.errors()[0]
    name = str(first["loc"][-1]) if len(first["loc"]) > 1 else ""
    message = str(first["msg"]).removeprefix("Value error, ")
    return Failure(400, f"{name}: {message}" if name else message, "Change the address, or clear the filters.")


def _as_parameter(message: str) -> str:
    """A message about a command's option, about the query parameter of the same name."""
    return re.sub(r"--([a-z][a-z-]{1,30})", lambda found: found[1].replace("-", "_"), message)
