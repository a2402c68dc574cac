"""The door: who may ask, by which method, and the headers that every answer carries."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from onrecord.serve.web.failures import Failure, failure_response

SECURITY_HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self'; object-src 'none'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-cache",
}
"""On every answer. No inline script or style, nothing from elsewhere, in no frame, and no trace of what is read left
with the sites that reports link to."""

LOOPBACK_NAMES = ("127.0.0.1", "localhost", "[::1]")

METHODS = ("GET", "HEAD")


class Guard:
    """ASGI middleware around the whole application, its error pages included.

    Refuses a Host header that is not this machine's loopback name with the port served: a page elsewhere could
    otherwise have its own name point here and read the record (DNS rebinding). Refuses every method but GET and HEAD;
    HEAD is answered as GET without the body.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer it here."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        head = scope["method"] == "HEAD"

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY_HEADERS.items():
                    headers[name] = value
            elif message["type"] == "http.response.body" and head:
                message = {**message, "body": b""}
            await send(message)

        refused = refusal(scope)
        if refused is not None:
            await refused(scope, receive, send_guarded)
            return
        await self.app({**scope, "method": "GET"} if head else scope, receive, send_guarded)


def refusal(scope: Scope) -> Response | None:
    """The answer to a request that may not come in, else ``None``."""
    host = Headers(scope=scope).get("host", "").lower()
    server = scope.get("server")
    port = server[1] if server else None
    if host not in allowed_hosts(port):
        problem = Failure(
            400,
            "this address is not one the pages are served under",
            f"Open http://127.0.0.1:{port}/ on this machine.",
        )
        return failure_response(scope["path"], problem)
    if scope["method"] not in METHODS:
        problem = Failure(405, f"{scope['method'][:20]} is not possible here", "The pages only read: use GET.")
        response = failure_response(scope["path"], problem)
        response.headers["Allow"] = ", ".join(METHODS)
        return response
    return None


def allowed_hosts(port: int | None) -> frozenset[str]:
    """The Host headers of requests to a server on this loopback port; a browser leaves out port 80."""
    if port is None:
        return frozenset()
    names = {f"{name}:{port}" for name in LOOPBACK_NAMES}
    return frozenset(names | set(LOOPBACK_NAMES)) if port == 80 else frozenset(names)
