"""Measure reading and growth on ``bench/corpora/outlets`` and write ``docs/benchmarks.md``.

    python -m benchmarks [--reports 500] [--part 150] [--most 5000]

Reads ``ONRECORD_DATA`` (default ``../shared``); says so and stops where it is absent.
"""

from __future__ import annotations

import argparse
import os
import platform
import tempfile
from pathlib import Path

from benchmarks.command import Run, Start, runs, start
from benchmarks.encoder import Speed, speeds
from benchmarks.growth import QUERIES, SIZES, Point, grow
from benchmarks.reading import Reading, read, reports_of
from onrecord.nlp.encoder.runtime import load_encoder

ROOT = Path(__file__).parents[1]

INTRO = """# Benchmarks

Measured by `make bench` with the production code on a sample of news articles of many outlets
(`bench/corpora/outlets`), on {machine}. Machines are noisy: compare figures of one run only.

## Reading, in one process
"""


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=500, help="reports that are read")
    parser.add_argument("--part", type=int, default=150, help="reports of these for the command and the encoder alone")
    parser.add_argument("--most", type=int, default=max(SIZES), help="largest case")
    options = parser.parse_args()
    data = Path(os.environ.get("ONRECORD_DATA", ROOT.parent / "shared")) / "bench/corpora/outlets.jsonl.gz"
    if not data.exists():
        print(f"skipped: {data} is absent")
        return
    with tempfile.TemporaryDirectory(prefix="onrecord-bench-") as folder:
        first = start(data, Path(folder))
        commands = runs(data, options.part, Path(folder))
        alone = speeds(list(reports_of(data, options.part))) if load_encoder().available else []
        reading = read(data, options.reports)
        points = grow(reading.analyses, Path(folder), [s for s in SIZES if s <= options.most])
    text = "\n".join([*read_lines(reading), *run_lines(first, commands, alone), *growth_lines(points)]) + "\n"
    print(text)
    (ROOT / "docs/benchmarks.md").write_text(text, encoding="utf-8")


def read_lines(reading: Reading) -> list[str]:
    """The stages of the pipeline, in Markdown."""
    total = sum(reading.stages.values())
    machine = f"{os.cpu_count()} cores of {platform.machine()}, Python {platform.python_version()}"
    per_second = f"{reading.reports / reading.seconds:.1f} reports/s, {reading.words / reading.seconds:,.0f} words/s"
    encoder = reading.stages.get("encoder", 0.0) / total
    return [
        INTRO.format(machine=machine),
        f"{reading.reports} reports, {reading.words:,} words, {reading.statements:,} statements in",
        f"{reading.seconds:.1f} s: **{per_second}**. The encoder takes {encoder:.0%} of it.",
        f"Peak memory, all results held: {reading.peak_mib:,.0f} MiB.",
        "",
        "| stage | seconds | share |",
        "|---|---|---|",
        *(f"| {name} | {s:.2f} | {s / total:.1%} |" for name, s in reading.stages.items()),
        "",
    ]


def run_lines(first: Start, commands: list[Run], alone: list[Speed]) -> list[str]:
    """The command and the encoder alone, in Markdown."""
    lines = [
        "## The command",
        "",
        f"`onrecord extract --json` over {commands[0].reports} reports, {commands[0].words:,} words; loading models",
        "counts. Peak memory is of the largest process.",
        "",
        "| `--jobs` | seconds | words/s | peak, MiB |",
        "|---|---|---|---|",
        *(f"| {r.jobs} | {r.seconds:.1f} | {r.words / r.seconds:,.0f} | {r.peak_mib:,.0f} |" for r in commands),
        "",
        f"Cold start, from a fresh process to the statements of a first report: {first.first:.1f} s.",
        f"Loading the encoder alone, in a fresh process: {first.model:.1f} s.",
        "",
    ]
    if alone:
        lines += [
            "## The encoder alone",
            "",
            f"{alone[0].words:,} words of the same reports, models loaded before.",
            "",
            "| processes | threads each | seconds | words/s |",
            "|---|---|---|---|",
            *(f"| {s.processes} | {s.threads} | {s.seconds:.1f} | {s.per_second:,.0f} |" for s in alone),
            "",
        ]
    return lines


def growth_lines(points: list[Point]) -> list[str]:
    """How a case grows, in Markdown."""
    lines = [
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
    return lines


if __name__ == "__main__":
    main()
