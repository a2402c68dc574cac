"""The scoring scripts beside the checkout."""

from __future__ import annotations

import os
from pathlib import Path
from types import ModuleType

import pytest
from evals.measure import ROOT, load_script

DATA = Path(os.environ.get("ONRECORD_DATA", ROOT.parent / "shared"))


def attribution_script() -> ModuleType:
    """``score_attribution.py``; the test is skipped where it is absent."""
    path = DATA / "eval/score_attribution.py"
    if not path.exists():
        pytest.skip(f"{path} is absent")
    return load_script(path)
