"""Measure reading and growth on ``bench/corpora/outlets`` and write ``docs/benchmarks.md``.

    python -m benchmarks [--reports 500] [--most 5000]

Reads ``ONRECORD_DATA`` (default ``../shared``); says so and stops where it is absent.
"""

from __future__ import annotations

import argparse
import os
import platform
import tempfile
from pathlib import Path

from benchmarks.growth import QUERIES, SIZES, Point, grow
from benchmarks.reading import Reading, read

ROOT = Path(__file__).parents[1]

INTRO = """# Benchmarks

Measured by `make bench` with the production code, in one process, on a sample of news articles of many outlets
(`bench/corpora/outlets`), on {machine}. Machines are noisy: compare figures of one run only.

## Reading
"""


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=500, help="reports that are read")
    parser.add_argument("--most", type=int, default=max(SIZES), help="largest case")
    options = parser.parse_args()
    data = Path(os.environ.get("ONRECORD_DATA", ROOT.parent / "shared")) / "bench/corpora/outlets.jsonl.gz"
    if not data.exists():
        print(f"skipped: {data} is absent")
        return
    reading = read(data, options.reports)
    with tempfile.TemporaryDirectory(prefix="onrecord-bench-") as folder:
        points = grow(reading.analyses, Path(folder), [s for s in SIZES if s <= options.most])
    text = page(reading, points)
    print(text)
    (ROOT / "docs/benchmarks.md").write_text(text, encoding="utf-8")


def page(reading: Reading, points: list[Point]) -> str:
    """The page in Markdown."""
    total = sum(reading.stages.values())
    machine = f"{os.cpu_count()} cores of {platform.machine()}, Python {platform.python_version()}"
    per_second = f"{reading.reports / reading.seconds:.1f} reports/s, {reading.words / reading.seconds:,.0f} words/s"
    lines = [
        INTRO.format(machine=machine),
        f"{reading.reports} reports, {reading.words:,} words, {reading.statements:,} statements in",
        f"{reading.seconds:.1f} s: **{per_second}**. Cold start (models loaded, first report read):",
        f"{reading.cold_start:.1f} s. Peak memory, all results held: {reading.peak_mib:,.0f} MiB.",
        "",
        "| stage | seconds | share |",
        "|---|---|---|",
        *(f"| {name} | {s:.2f} | {s / total:.1%} |" for name, s in reading.stages.items()),
        "",
        "## Growth of a case",
        "",
        "Medians: an `add` over the last 100 of each size (analysis not counted), a query over five runs.",
        "",
        "| reports | add, ms | " + " | ".join(f"`{q}`, ms" for q in QUERIES) + " | file, MiB |",
        "|" + "---|" * (len(QUERIES) + 3),
    ]
    for p in points:
        asked = " | ".join(f"{p.query_ms[q]:.1f}" for q in QUERIES)
        lines.append(f"| {p.reports:,} | {p.add_ms:.1f} | {asked} | {p.file_mib:.0f} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
