"""The sample cases, and ``tools/build_gold.py`` as a module."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import onrecord.samples

CASES = sorted(p.parent for p in Path(onrecord.samples.__path__[0]).glob("*/case.toml"))
TOOL = Path(__file__).parents[2] / "tools" / "build_gold.py"


def load_tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_gold", TOOL)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def gold_of(case: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (case / "gold.jsonl").read_text("utf-8").splitlines()]
