"""The sample cases that are shipped with onrecord."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import as_file, files

from onrecord.model.errors import UsageError


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample case: its ``inputs`` are paths of reports, in ``folder``, in the order of adding."""

    name: str
    title: str
    description: str
    folder: str
    inputs: tuple[str, ...]


def sample_names() -> list[str]:
    """The names of the sample cases, sorted."""
    return sorted(p.name for p in files("onrecord.samples").iterdir() if p.joinpath("case.toml").is_file())


@contextmanager
def open_sample(name: str) -> Iterator[Sample]:
    """A sample case with its reports as files on disk for the length of the ``with`` block."""
    if name not in sample_names():
        raise UsageError(f"there is no sample case {name!r}; there are {', '.join(sample_names())}")
    with as_file(files("onrecord.samples").joinpath(name)) as folder:
        table = tomllib.loads((folder / "case.toml").read_text(encoding="utf-8"))
        inputs = tuple(str(folder / item["path"]) for item in table["input"])
        yield Sample(name, table["title"], table["description"], str(folder), inputs)
