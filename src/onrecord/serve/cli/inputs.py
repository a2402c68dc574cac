"""The arguments that name inputs, and the options that say how far reading them may go."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from typing import Annotated, Any, BinaryIO

import typer

from onrecord.ingest.read import ReadOptions
from onrecord.model.errors import UsageError
from onrecord.runtime.pipeline import EngineName
from onrecord.serve.cli.groups import option, takes

_SIZE = re.compile(r"(\d{1,15})\s?([kmg]?)b?", re.IGNORECASE)
_UNITS = {"": 1, "k": 1_000, "m": 1_000_000, "g": 1_000_000_000}
_DEFAULT = ReadOptions()


def _option(*names: str, text: str, **more: Any) -> Any:
    return option("Reading", *names, text=text, **more)


PathsArgument = Annotated[
    list[str],
    typer.Argument(
        metavar="PATH",
        help="Files (.txt .html .pdf .json .jsonl, feeds, any of them gzipped), folders, URLs, or - for stdin.",
    ),
]
JobsOption = Annotated[
    int, typer.Option("--jobs", "-j", metavar="N", min=1, max=256, help="Processes that read at the same time.")
]
EngineOption = Annotated[
    EngineName | None,
    typer.Option(
        "--engine",
        metavar="encoder|rules",
        help="What reads who said what: the trained encoder, which is the default, or the rules alone.",
    ),
]

_PARAMETERS: dict[str, tuple[Any, Any]] = {
    "max_bytes": (
        Annotated[
            str,
            _option(
                "--max-bytes", metavar="SIZE", text="Largest document, unpacked, and longest archive line: 50M, 2G."
            ),
        ],
        f"{_DEFAULT.max_bytes // 1_000_000}M",
    ),
    "max_text": (
        Annotated[str, _option("--max-text", metavar="SIZE", text="Longest text of one report, in characters.")],
        f"{_DEFAULT.max_text // 1_000_000}M",
    ),
    "timeout": (
        Annotated[float, _option("--timeout", metavar="SECONDS", min=0.1, text="Longest time for one address.")],
        _DEFAULT.timeout,
    ),
    "feed_items": (
        Annotated[bool, _option("--feed-items", text="Fetch the page of each feed item, not the feed's own words.")],
        False,
    ),
    "ignore_robots": (
        Annotated[bool, _option("--ignore-robots", text="Fetch what robots.txt asks to leave alone.")],
        False,
    ),
    "allow_private": (
        Annotated[bool, _option("--allow-private", text="Fetch from loopback and private addresses too.")],
        False,
    ),
}


def takes_inputs(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of reading; it gets them as one keyword argument ``reading``."""
    return takes(command, _PARAMETERS, "reading", _read_options)


def standard_input() -> BinaryIO | None:
    """The bytes piped in; ``None`` where there is no such stream."""
    return None if sys.stdin is None else sys.stdin.buffer


def size(value: str, name: str) -> int:
    """``50M`` as 50,000,000: a number with K, M or G (thousands, not 1,024); :class:`UsageError` names the option."""
    match = _SIZE.fullmatch(value.strip())
    if match is None or int(match[1]) == 0:
        raise UsageError(f"{name}: {value!r} is not a size like 50000000, 500K, 50M or 2G")
    return int(match[1]) * _UNITS[match[2].lower()]


def _read_options(values: dict[str, Any]) -> ReadOptions:
    return ReadOptions(
        allow_private_addresses=values["allow_private"],
        respect_robots=not values["ignore_robots"],
        max_bytes=size(values["max_bytes"], "--max-bytes"),
        max_text=size(values["max_text"], "--max-text"),
        timeout=values["timeout"],
        fetch_feed_items=values["feed_items"],
    )
