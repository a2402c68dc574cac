"""Train the encoder: from the corpus folder to ``best.pt``, and with ``--export`` to the quantised model.

    python -m training.encoder.train OUT [--epochs 6] [--device cuda] [--resume] [--export]

Writes to OUT: ``log.jsonl`` (a line of losses every ``--log-every`` steps, a line of dev measures at each evaluation),
``last.pt`` (all that is needed to go on exactly where it stopped), ``best.pt`` (the best on dev so far).
"""

from __future__ import annotations

import argparse
import json
import logging
import math
import os
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from training.encoder.batches import attribution_batch, epoch, load_examples, names_batch, with_false_cues
from training.encoder.data import Example
from training.encoder.evaluate import brief, evaluate
from training.encoder.model import Encoder, LinkKind, load_pieces
from training.encoder.predict import TorchRunner

from onrecord.nlp.encoder.attribute import Settings
from onrecord.nlp.encoder.decode import ROLES
from onrecord.nlp.encoder.words import Ints, Pieces

log = logging.getLogger("training.encoder")


@dataclass(frozen=True)
class Options:
    """The settings of a run; a checkpoint holds them, and a resumed run must have the same.

    ``most_pieces`` bounds a batch after padding. ``role_weight``, ``link_weight``, ``names_weight`` weigh the losses.
    ``false_cues`` lets the linking head see wrongly found cues too, with nothing to link. ``shaped`` false leaves the
    shapes of words out. ``tasks`` without one
    of the two trains the other alone. ``train_reports`` and ``dev_reports`` take only the first so many, for trials.
    """

    epochs: int = 6
    most_pieces: int = 4096
    encoder_rate: float = 1e-4
    head_rate: float = 1e-3
    warmup: float = 0.06
    decay: float = 0.01
    role_weight: float = 1.0
    link_weight: float = 1.0
    names_weight: float = 1.0
    seed: int = 7
    limit: int = 256
    link: LinkKind = "layer"
    layers: int = 6
    shaped: bool = True
    false_cues: bool = False
    tasks: tuple[str, ...] = ("attribution", "entities")
    train_reports: int | None = None
    dev_reports: int | None = None


def put(batch: dict[str, Ints], device: torch.device) -> dict[str, Tensor]:
    """The arrays as tensors on the device."""
    return {k: torch.from_numpy(v).to(device, non_blocking=True) for k, v in batch.items()}


def tag_loss(scores: Tensor, labels: Tensor, mask: Tensor) -> Tensor:
    """Mean cross-entropy of [N, C] scores over the words where ``mask`` [N] is 1."""
    losses = nn.functional.cross_entropy(scores.float(), labels, reduction="none")
    return (losses * mask).sum() / mask.sum().clamp(min=1)


def attribution_losses(model: Encoder, arrays: dict[str, Ints], o: Options, device: torch.device) -> dict[str, Tensor]:
    """``source``, ``cue``, ``content`` tag losses on core words, ``link_source`` and ``link_content`` over all words.

    The linking losses are binary cross-entropies summed over a cue's words and divided by 32 (about the length of an
    attribution), so that a long window does not make its cues weigh less.
    """
    batch = put(arrays, device)
    states, roles, _ = model(batch["ids"], batch["shapes"], batch["mask"], batch["first"])
    core = batch["core_mask"].reshape(-1)
    out = {
        role: tag_loss(roles[..., 3 * k : 3 * k + 3].reshape(-1, 3), batch["roles"][:, k].reshape(-1), core)
        for k, role in enumerate(ROLES)
    }
    if o.false_cues:
        split = roles.detach().float().unflatten(-1, (len(ROLES), 3)).transpose(1, 2)
        batch = put(with_false_cues(arrays, split.cpu().numpy()), device)
    at = batch["window"]
    if len(at):
        mask = batch["word_mask"][at]
        scores = model.link(states[at], batch["offsets"], mask).float()
        losses = nn.functional.binary_cross_entropy_with_logits(scores, batch["marks"].float(), reduction="none")
        each = (losses * mask[:, :, None]).sum(1).mean(0) / 32.0
        out |= {"link_source": each[0], "link_content": each[1]}
    return out


def losses_of(
    model: Encoder, task: str, examples: list[Example], o: Options, device: torch.device
) -> tuple[Tensor, dict[str, float]]:
    """The weighted sum, and each part by name."""
    if task == "attribution":
        parts = attribution_losses(model, attribution_batch(examples), o, device)
    else:
        batch = put(names_batch(examples), device)
        _, _, names = model(batch["ids"], batch["shapes"], batch["mask"], batch["first"])
        flat = names.reshape(-1, names.shape[-1])
        parts = {"names": tag_loss(flat, batch["names"].reshape(-1), batch["core_mask"].reshape(-1))}
    weights = {"names": o.names_weight, "link_source": o.link_weight, "link_content": o.link_weight}
    total = torch.stack([v * weights.get(k, o.role_weight) for k, v in parts.items()]).sum()
    return total, {k: float(v.detach()) for k, v in parts.items()}


def optimizer_of(model: Encoder, o: Options) -> torch.optim.AdamW:
    """AdamW with its own rate for the new layers, and no decay on norms and biases."""
    fresh = ("shapes.", "roles.", "names.", "link.")
    groups: dict[tuple[float, float], list[nn.Parameter]] = {}
    for name, p in model.named_parameters():
        rate = o.head_rate if name.startswith(fresh) else o.encoder_rate
        groups.setdefault((rate, o.decay if p.ndim > 1 else 0.0), []).append(p)
    return torch.optim.AdamW([{"params": ps, "lr": r, "weight_decay": d} for (r, d), ps in groups.items()], fused=True)


@dataclass
class Run:
    """A training run and all of its state."""

    options: Options
    out: Path
    device: torch.device
    pieces: Pieces
    sets: dict[str, list[Example]]
    step: int = 0
    best: float = -1.0
    sums: dict[str, list[float]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        o = self.options
        torch.manual_seed(o.seed)
        self.model = Encoder(link=o.link, layers=o.layers, shaped=o.shaped)
        self.model.load_base()
        self.model.to(self.device)
        self.optimizer = optimizer_of(self.model, o)
        self.steps_an_epoch = sum(1 for _ in epoch(dict(self.sets), o.most_pieces, o.seed, 0))
        self.total = sum(sum(1 for _ in epoch(dict(self.sets), o.most_pieces, o.seed, n)) for n in range(o.epochs))
        warm = max(1, round(o.warmup * self.total))

        def rate(step: int) -> float:
            return min((step + 1) / warm, max(0.0, (self.total - step) / max(1, self.total - warm)))

        self.schedule = torch.optim.lr_scheduler.LambdaLR(self.optimizer, rate)

    def write(self, row: dict[str, Any]) -> None:
        """One line of the log, in the file and on the screen."""
        log.info("%s", json.dumps(row))
        with (self.out / "log.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(row) + "\n")

    def save(self, name: str, *, whole: bool) -> None:
        """Write a checkpoint in one move, so that a stop half-way leaves the last good one."""
        state = {"config": self.model.config, "model": self.model.state_dict(), "step": self.step, "best": self.best}
        if whole:
            state |= {"options": json.dumps(asdict(self.options)), "optimizer": self.optimizer.state_dict()}
            state |= {"schedule": self.schedule.state_dict(), "random": torch.get_rng_state()}
            if self.device.type == "cuda":
                state["random_cuda"] = torch.cuda.get_rng_state()
        part = self.out / f"{name}.part"
        torch.save(state, part)
        os.replace(part, self.out / name)

    def resume(self) -> None:
        """Go on from ``last.pt``."""
        saved = torch.load(self.out / "last.pt", map_location=self.device, weights_only=True)
        if saved["options"] != json.dumps(asdict(self.options)):
            msg = f"{self.out / 'last.pt'} is of a run with other settings: {saved['options']}"
            raise SystemExit(msg)
        self.model.load_state_dict(saved["model"])
        self.optimizer.load_state_dict(saved["optimizer"])
        self.schedule.load_state_dict(saved["schedule"])
        self.step, self.best = saved["step"], saved["best"]
        torch.set_rng_state(saved["random"].cpu())
        if "random_cuda" in saved and self.device.type == "cuda":
            torch.cuda.set_rng_state(saved["random_cuda"].cpu())

    def batches(self) -> Iterator[tuple[int, str, list[Example]]]:
        """``(epoch, task, examples)`` of all steps still to do; the same whether resumed or not."""
        done = 0
        for number in range(self.options.epochs):
            for task, examples in epoch(dict(self.sets), self.options.most_pieces, self.options.seed, number):
                done += 1
                if done > self.step:
                    yield number, task, examples

    def one(self, task: str, examples: list[Example]) -> float:
        """One step; the weighted loss before it."""
        self.model.train()
        with torch.autocast(self.device.type, dtype=torch.bfloat16):
            loss, parts = losses_of(self.model, task, examples, self.options, self.device)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step()
        self.schedule.step()
        self.step += 1
        for k, v in parts.items():
            self.sums.setdefault(k, []).append(v)
        return float(loss.detach())

    def assess(self) -> None:
        """Score dev, and keep the model if the mean of attribution F1 and typed name F1 is the best yet."""
        begin = time.perf_counter()
        o = self.options
        results = evaluate(
            TorchRunner(self.model), self.pieces, Settings(), reports=o.dev_reports, sets=o.tasks, limit=o.limit
        )
        row: dict[str, Any] = {"step": self.step, "dev": {k: brief(k, v) for k, v in results.items()}}
        key = {"attribution": "attribution", "entities": "typed"}
        value = float(np.mean([row["dev"][k][key[k]] for k in o.tasks]))
        row |= {"chosen_by": round(value, 4), "seconds": round(time.perf_counter() - begin, 1)}
        self.write(row)
        if value > self.best:
            self.best = value
            self.save("best.pt", whole=False)

    def train(self, *, log_every: int, save_every: int, assess_every: int | None, stop_at: int | None) -> None:
        """Run to the end (or to step ``stop_at``), assessing every so many steps, else after each epoch."""
        begin, first = time.perf_counter(), self.step
        for number, task, examples in self.batches():
            loss = self.one(task, examples)
            if not math.isfinite(loss):
                msg = f"the loss is {loss} at step {self.step}"
                raise SystemExit(msg)
            last = self.step in {self.total, stop_at}
            if self.step % log_every == 0 or last:
                each = (time.perf_counter() - begin) / (self.step - first)
                means = {k: round(float(np.mean(v)), 4) for k, v in self.sums.items()}
                self.write({"step": self.step, "epoch": number, "of": self.total, "s_a_step": round(each, 3)} | means)
                self.sums = {}
            if self.step % (assess_every or self.steps_an_epoch) == 0 or last:
                self.assess()
            if self.step % save_every == 0 or last:
                self.save("last.pt", whole=True)
            if self.step == stop_at:
                return


def main() -> None:
    """Parse the command line and train."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    o = Options()
    for name in ("epochs", "most_pieces", "seed", "limit", "layers", "train_reports", "dev_reports"):
        parser.add_argument(f"--{name.replace('_', '-')}", type=int, default=getattr(o, name))
    for name in ("encoder_rate", "head_rate", "warmup", "decay", "role_weight", "link_weight", "names_weight"):
        parser.add_argument(f"--{name.replace('_', '-')}", type=float, default=getattr(o, name))
    parser.add_argument("--link", choices=["layer", "biaffine"], default=o.link)
    parser.add_argument("--false-cues", action="store_true", help="show the linking head wrongly found cues too")
    parser.add_argument("--no-shapes", dest="shaped", action="store_false", help="leave the shapes of words out")
    parser.add_argument("--tasks", nargs="+", choices=["attribution", "entities"], default=list(o.tasks))
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--resume", action="store_true")
    parser.add_argument("--log-every", type=int, default=50)
    parser.add_argument("--save-every", type=int, default=200)
    parser.add_argument("--assess-every", type=int, help="steps between evaluations (default: an epoch)")
    parser.add_argument("--stop-at", type=int, help="stop after this step as if interrupted")
    parser.add_argument("--export", action="store_true", help="export and quantise best.pt at the end")
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    args.out.mkdir(parents=True, exist_ok=True)
    options = Options(**{k: tuple(v) if k == "tasks" else v for k, v in vars(args).items() if k in asdict(o)})
    pieces = load_pieces()
    sets = {
        name: load_examples(name, "train", pieces, limit=options.limit, reports=options.train_reports)
        for name in options.tasks
    }
    run = Run(options, args.out, torch.device(args.device), pieces, sets)
    if args.resume and (args.out / "last.pt").exists():
        run.resume()
    run.write(
        {"windows": {k: len(v) for k, v in sets.items()}, "steps": run.total, "from": run.step, "device": args.device}
    )
    run.train(
        log_every=args.log_every, save_every=args.save_every, assess_every=args.assess_every, stop_at=args.stop_at
    )
    if args.export:
        from training.encoder.export import export  # noqa: PLC0415  (needs onnx, which training alone does not)

        export(args.out)


if __name__ == "__main__":
    main()
