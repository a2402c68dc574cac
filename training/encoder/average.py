"""Replace ``best.pt`` by the mean of its weights and those of ``last.pt``, the end of the same run.

    python -m training.encoder.average OUT

Two points late on one path lie in one basin, and their mean is a little better than either (Izmailov et al. 2018,
"Averaging Weights Leads to Wider Optima and Better Generalization"). The best one is kept as ``best.single.pt``.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

import torch


def average(out: Path) -> None:
    """Write the mean; does nothing more where it has been done."""
    single = out / "best.single.pt"
    if single.exists():
        raise SystemExit(f"{single} is there: the weights have been averaged")
    best, last = (torch.load(out / n, map_location="cpu", weights_only=True) for n in ("best.pt", "last.pt"))
    mean = {k: (w + last["model"][k]) / 2 for k, w in best["model"].items()}
    os.replace(out / "best.pt", single)
    torch.save(best | {"model": mean}, out / "best.pt")


def main() -> None:
    """Parse the command line and average."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    average(parser.parse_args().out)


if __name__ == "__main__":
    main()
