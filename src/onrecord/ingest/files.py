"""Files and folders: what may be opened, and the way through a folder."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from onrecord.ingest.sniff import suffix_of
from onrecord.model.errors import InputError

NO_REPORTS = frozenset({
    ".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".ico", ".bmp", ".tif", ".tiff", ".avif", ".heic",
    ".mp3", ".mp4", ".m4a", ".mov", ".avi", ".webm", ".ogg", ".wav", ".woff", ".woff2", ".ttf", ".otf",
    ".eot", ".css", ".js", ".mjs", ".map", ".zip", ".tar", ".db", ".sqlite", ".parquet", ".pyc",
})  # fmt: skip
"""Extensions passed over inside a folder: what a browser saves beside a page, and what holds no report.

A file of such a name that the user gives by itself is tried, and its bytes decide.
"""


def shown(path: str) -> str:
    """``path`` as text that can be stored and printed: undecodable bytes and control characters as U+FFFD."""
    text = path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return "".join(char if char.isprintable() or char == "\u3000" else "\ufffd" for char in text)


def walk(folder: str) -> Iterator[str | InputError]:
    """The files under ``folder`` in sorted order, hidden ones left out; what cannot be entered comes as an error.

    Links to folders are followed once; one that leads back into a folder around it is an error, not a loop.
    """
    found = False
    visited: set[tuple[int, int]] = set()
    stack: list[tuple[str, frozenset[tuple[int, int]]]] = [(folder, frozenset())]
    while stack:
        path, around = stack.pop()
        try:
            if not os.path.isdir(path):
                found = True
                yield path
                continue
            status = os.stat(path)
            here = (status.st_dev, status.st_ino)
            if here in around:
                found = True
                yield InputError(shown(path), "a link back into a folder around it", "remove the link")
                continue
            if here in visited:
                continue
            visited.add(here)
            names = sorted(name for name in os.listdir(path) if not name.startswith("."))
        except OSError as error:
            found = True
            yield InputError(shown(path), f"cannot be read: {error.strerror or error}")
            continue
        inside = around | {here}
        for name in reversed(names):
            child = os.path.join(path, name)
            if suffix_of(name) not in NO_REPORTS or os.path.isdir(child):
                stack.append((child, inside))
    if not found:
        yield InputError(shown(folder), "no report in this folder", "reports are text, HTML, PDF, JSON or feed files")


@contextmanager
def opened(path: str) -> Iterator[tuple[BinaryIO, int]]:
    """The regular file at ``path`` and its size in bytes.

    It is opened without waiting and looked at after that, so that no pipe put in its place can hold the process up.

    Raises:
        InputError: there is no such file, it may not be read, or it is no regular file.

    """
    name = shown(path)
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except (OSError, ValueError) as error:
        raise InputError(name, _problem(error)) from error
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        os.close(descriptor)
        raise InputError(name, "not a regular file", "pipe it in and name it -")
    with os.fdopen(descriptor, "rb", buffering=0) as stream:
        yield stream, status.st_size


def is_folder(path: str) -> bool:
    """Whether ``path`` is a folder, or a link to one."""
    try:
        return Path(path).is_dir()
    except (OSError, ValueError):
        return False


def _problem(error: OSError | ValueError) -> str:
    if isinstance(error, FileNotFoundError):
        return "no such file"
    if isinstance(error, PermissionError):
        return "may not be read: permission denied"
    if isinstance(error, OSError) and error.strerror:
        return f"cannot be opened: {error.strerror}"
    return "not a file name"
