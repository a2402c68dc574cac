"""Serving a case to the browser of this machine, until Ctrl-C."""

from __future__ import annotations

import errno
import os
import socket
import sys
import threading
import webbrowser
from pathlib import Path

import uvicorn

from onrecord.model.errors import UsageError
from onrecord.serve.web.app import create_app
from onrecord.store.case import Case

HOST = "127.0.0.1"
"""The only address the pages are served on: they have no login."""


def run_server(case: str, *, port: int = 8137, open_browser: bool = False) -> None:
    """Serve the case file at ``case`` on the loopback address until Ctrl-C; port 0 takes a free one.

    The address is printed on stderr once it answers. Raises :class:`onrecord.model.errors.StoreError` where the case
    cannot be opened and :class:`UsageError` where the port is taken or may not be used.
    """
    with Case.open(case, create=False, read_only=True):
        pass  # a case that cannot be read is told of now, not on the first page
    with listen(port) as listening:
        address = f"http://{HOST}:{listening.getsockname()[1]}/"
        server = uvicorn.Server(
            uvicorn.Config(
                create_app(Path(case)),
                loop="asyncio",
                http="h11",
                ws="none",
                lifespan="off",
                log_config=None,
                log_level="warning",
                access_log=False,
                server_header=False,
                timeout_graceful_shutdown=2,
            )
        )
        print(f"onrecord: {case} is at {address} (Ctrl-C stops)", file=sys.stderr, flush=True)  # noqa: T201
        if open_browser:
            # some browsers hold the caller until they are closed
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
        try:
            server.run(sockets=[listening])
        except KeyboardInterrupt:
            return  # uvicorn has shut down by now, and raises the signal again for whoever called it


def listen(port: int) -> socket.socket:
    """A socket that listens on the loopback address; raises :class:`UsageError` where ``port`` cannot be had."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if os.name == "posix":  # elsewhere the option would let two servers share a port
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((HOST, port))
        listening.listen(128)
    except (OSError, OverflowError) as error:
        listening.close()
        taken = isinstance(error, OSError) and error.errno == errno.EADDRINUSE
        why = "is taken by another program" if taken else f"cannot be used: {getattr(error, 'strerror', '') or error}"
        raise UsageError(f"--port {port}: {why} (choose another, or 0 for a free one)") from error
    return listening
