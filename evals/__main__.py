"""Run the evals: read the reports with the installed command, score them, hold them to their floors, write the page.

    python -m evals [--only NAME ...] [--accept-lower] [--raise-floors]

Reads ``ONRECORD_DATA`` (default ``../shared``); sets whose data is absent are named and skipped. Exits with 1 where a
measure fell below its floor, unless ``--accept-lower`` says that this is meant; then the floors are lowered. Where the
attribution engine decides, the rules alone are measured beside the shipped engine; they have no floors.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from evals import floors, page
from evals.measure import ROOT, Measured, measure
from evals.sets import all_sets


def shown(measures: dict[str, float | None]) -> str:
    """The measures on one line."""
    return "  ".join(f"{m.lstrip('-')} {'n/a' if v is None else f'{v:.3f}'}" for m, v in measures.items())


def main() -> None:
    """Measure, compare, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="*", help="names of sets")
    parser.add_argument("--accept-lower", action="store_true", help="lower the floors to what was measured")
    parser.add_argument("--raise-floors", action="store_true", help="raise the floors to what was measured")
    options = parser.parse_args()
    data = Path(os.environ.get("ONRECORD_DATA", ROOT.parent / "shared"))
    known = floors.read()
    found: dict[str, Measured] = {}
    failures: list[str] = []
    for each in all_sets(data):
        if options.only and each.name not in options.only:
            continue
        if each.missing:
            print(f"{each.name}: skipped, absent: {', '.join(map(str, each.missing))}")
            continue
        result = found[each.name] = measure(each)
        print(f"{each.name} ({result.seconds:.0f} s): {shown(result.measures)}", flush=True)
        if result.rules:
            print(f"{each.name}, rules: {shown(result.rules)}", flush=True)
        if options.only and result.detail:
            print("\n".join(result.detail), flush=True)
        failures += floors.below(known, each, result.measures)
        if options.raise_floors or options.accept_lower:
            floors.update(known, each, result.measures, lower=options.accept_lower)
    if options.raise_floors or options.accept_lower:
        floors.write(known)
    if not options.only:
        page.write(ROOT / "docs/quality.md", found)
    if failures and not options.accept_lower:
        sys.exit("below their floors:\n  " + "\n  ".join(failures))


if __name__ == "__main__":
    main()
