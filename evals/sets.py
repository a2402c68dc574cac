"""What is measured: for each set the reports to read, the gold, the scoring script and the measures that count."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from pathlib import Path

SAMPLES = Path(__file__).parents[1] / "src/onrecord/samples"


@dataclass(frozen=True, slots=True)
class EvalSet:
    """One set.

    ``inputs`` are given to ``onrecord extract``; ``arguments`` to the script besides ``--pred`` and ``--json``.
    ``measures`` are dotted paths into the script's JSON; one that begins with ``-`` is better when lower (its floor is
    a ceiling). ``gold`` is the file whose digest is pinned with the floors.
    """

    name: str
    about: str
    inputs: tuple[Path, ...]
    gold: Path
    script: Path
    arguments: tuple[str, ...]
    measures: tuple[str, ...]
    with_text: bool = False
    case: Path | None = None
    """A sample case, whose text versions the script needs as files."""
    by_engine: bool = False
    """Whether the attribution engine decides the measures, so that the rules are measured beside the shipped one."""
    attributions: bool = False
    """Whether the gold is attributions, which are then told apart by kind, and the confidence is held against them."""

    @property
    def missing(self) -> list[Path]:
        """The files this set needs that are not there."""
        return [p for p in (*self.inputs, self.gold, self.script) if not p.exists()]

    def digest(self) -> str:
        """SHA-256 of the gold file, its first 16 hex digits."""
        return hashlib.sha256(self.gold.read_bytes()).hexdigest()[:16]


STATEMENT_MEASURES = (
    "statements.f1", "attributed.f1", "speaker.share", "act.share", "quote_type.share", "said_on.share",
    "said_on_bounded.share", "figures.f1", "boilerplate.f1", "entries.share", "-false_credit",
)  # fmt: skip


def all_sets(data: Path) -> list[EvalSet]:
    """The sets below ``data`` (the folder that holds ``bench``, ``gold``, ``seeds`` and ``eval``)."""
    bench, scripts = data / "bench", data / "eval"

    def benched(
        name: str, folder: str, script: str, *measures: str, with_text: bool = False, attributions: bool = False
    ) -> EvalSet:
        gold = bench / folder / "gold.jsonl"
        reports = bench / folder / "reports.jsonl"
        if not reports.exists() and reports.with_name("reports.jsonl.gz").exists():
            reports = reports.with_name("reports.jsonl.gz")
        path = scripts / script
        return EvalSet(
            name, f"`bench/{folder}` by `{script}`", (reports,), gold, path, ("--gold", str(gold)), measures,
            with_text=with_text, by_engine=attributions, attributions=attributions,
        )  # fmt: skip

    def sampled(name: str) -> EvalSet:
        folder = SAMPLES / name
        table = tomllib.loads((folder / "case.toml").read_text(encoding="utf-8"))
        inputs = tuple(folder / row["path"] for row in table["input"])
        gold = folder / "gold.jsonl"
        about = f"the sample case `{name}` by `score_extract.py`"
        return EvalSet(
            f"sample-{name}", about, inputs, gold, score, ("--gold", str(gold)), STATEMENT_MEASURES,
            case=folder, by_engine=True,
        )  # fmt: skip

    score = scripts / "score_extract.py"
    gold = data / "gold/reports.jsonl"
    documents = ("002_827182ca0b6eedaf", "003_039523f77446e6d8")
    seeds = tuple(data / f"seeds/{d}.txt" for d in documents)
    return [
        EvalSet(
            "reports", "the two annotated reports by `score_extract.py`", seeds, gold, score,
            ("--gold", str(gold), "--texts", str(data / "seeds")), STATEMENT_MEASURES, by_engine=True,
        ),
        *(sampled(p.name) for p in sorted(SAMPLES.iterdir()) if (p / "gold.jsonl").exists()),
        benched(
            "attribution", "attribution/dev", "score_attribution.py", "tokens.source.f1", "tokens.cue.f1",
            "tokens.content.f1", "content.iou50.f1", "content.exact.f1", "attribution.f1",
            "by_type.quoted.attribution_recall", "by_type.indirect.attribution_recall",
            attributions=True,
        ),
        benched("pages", "pages", "score_pages.py", "body.f1", "body_4gram.f1", "title", "date", "authors.f1",
                "entries", "entries_time", with_text=True),
        *(benched(f"dates-{n}", f"dates/{n}", "score_dates.py", "relaxed.f1", "strict.f1", "value_f1")
          for n in ("tbaq", "wikiwars")),
        *(benched(f"places-{n}", f"places/{n}", "score_places.py", "overlap.f1", "acc161", "end_to_end.f1")
          for n in ("lgl", "geovirus")),
        *(benched(f"figures-{n}", f"figures/{n}", "score_figures.py", "value.f1", "value_unit.f1")
          for n in ("age", "currency", "dimension", "temperature")),
        benched("entities", "entities/dev", "score_entities.py", "typed.f1",
                *(f"by_class.{c}.f1" for c in ("PER", "ORG", "LOC"))),
    ]  # fmt: skip
