"""Runs the command line in this process, as the installed command runs it."""

from __future__ import annotations

import io
import json
import sys
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from onrecord.serve.cli.app import main


@dataclass(frozen=True)
class Ran:
    """What a command left: its exit code and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Standard output as JSON Lines; anything else on it fails the test."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def complaints(self) -> list[str]:
        """The lines on standard error."""
        return self.err.splitlines()


def run(*args: object, stdin: bytes = b"") -> Ran:
    """Run ``onrecord`` with ``args``."""
    given = io.TextIOWrapper(io.BytesIO(stdin))
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    code: object = None
    with patch.object(sys, "stdin", given), patch.object(sys, "stdout", out), patch.object(sys, "stderr", err):
        try:
            main([str(arg) for arg in args])
        except SystemExit as ended:
            code = ended.code
    assert isinstance(code, int)
    texts = [stream.buffer.getvalue().decode("utf-8") for stream in (out, err)]
    assert "Traceback" not in texts[1]
    return Ran(int(code), *texts)
