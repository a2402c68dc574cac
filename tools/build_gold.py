"""Write the ``gold.jsonl`` of a sample case from its ``annotation.toml``.

    tools/build_gold.py src/onrecord/samples/CASE... [--check] [--texts DIR]

The annotation names characters by quoting them, so that it can be read and survives a change in how pages become text;
this script finds the quotations in the text versions and writes offsets. Whatever is not found, or found more than
once, is an error that names the report and the words. ``--check`` writes nothing and fails where the file on disk
differs; ``--texts`` also writes every text version to ``DIR/DOC.txt``, which scoring against the gold needs.

The annotation (``annotation.toml`` beside ``case.toml``, whose inputs say which report lies in which file)::

    [speakers.nis]                   # a short key for each speaker
    name = "..."                     # canonical name; affiliation, alt (names also accepted) as in the gold
    [[report]]
    doc = "..."                      # file stem, or the id of a row or feed item; title, outlet, short (prefix of ids)
    published = { date, precision, basis, evidence = ["words"], reasoning }
    sections = [{ kind, text | from + to, author, time, entry, role, optional }, ...]
    [[report.claim]]
    mark = "<s>The agency</s> <c>said</c> <t>some <f>1,500</f> had left</t>."

Sections come in text order and leave no character between them but white space: each starts where the last one ended.
``text`` is a whole section, ``from`` its first words and ``to`` its last; an ``optional`` one may be absent, as page
furniture is that a reader of pages leaves out. In ``mark`` the tags stand for source (``s``), cue (``c``), content
(``t``), figure (``f``), hedge (``h``) and evidence (``e``); ``nth`` (from 1) picks one of several occurrences.
``by`` holds speaker keys, ``said`` a date and its basis, ``antecedent`` quoted words, or words with an ``nth``; every
``f`` has its row in ``figures``. The quote type follows from the quotation marks unless ``quote`` names it. Other keys
of a claim go to the gold as they are; ``key`` names a claim for the ``nested_in``, ``repeats`` and ``proposition`` of
others.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from onrecord.ingest.read import read_inputs
from onrecord.model.errors import InputError

Pair = list[int]

_TAG = re.compile(r"<(/?)([sctfhe])>")
_NUMERAL = re.compile(r"[€$£]?\d[\d,.]*\d?(?:\s?(?:bn|m))?(?:\s(?:to|and)\s[\d,.]*\d)?")
_OPENERS = '“‘"'
_BODY = {"article": "body", "live_entry": "body", "headline": "headline", "caption": "caption"}
_REFERENCES = ("nested_in", "repeats", "proposition", "relay_of")
_OWN_KEYS = frozenset(
    {"mark", "nth", "key", "by", "alt", "said", "bounds", "antecedent", "figures", "quote", "optional", "act", "about"}
    | {"flags", "via", "event_time"}
)


class AnnotationError(Exception):
    """The annotation does not fit the text; the message names the report and the words."""


def find(text: str, words: str, where: str, *, nth: int | None = None) -> Pair:
    """The half-open span of ``words`` in ``text``: the only occurrence, or the ``nth`` (from 1).

    Raises:
        AnnotationError: the words are absent, or occur more than once and no ``nth`` says which is meant.

    """
    starts = []
    at = text.find(words)
    while at >= 0:
        starts.append(at)
        at = text.find(words, at + 1)
    if not starts or (nth is not None and len(starts) < nth):
        raise AnnotationError(f"{where}: not found: {words!r}" + (f" (occurrence {nth})" if nth else ""))
    if nth is None and len(starts) > 1:
        raise AnnotationError(f"{where}: found {len(starts)} times, say which with nth: {words!r}")
    at = starts[(nth or 1) - 1]
    return [at, at + len(words)]


def read_mark(mark: str, where: str) -> tuple[str, dict[str, list[Pair]]]:
    """The words of a marked passage without its tags, and the spans of each tag in them."""
    plain, last = "", 0
    spans: dict[str, list[Pair]] = {name: [] for name in "sctfhe"}
    opened: list[tuple[str, int]] = []
    for tag in _TAG.finditer(mark):
        plain += mark[last : tag.start()]
        last = tag.end()
        if not tag[1]:
            opened.append((tag[2], len(plain)))
        elif not opened or opened[-1][0] != tag[2]:
            raise AnnotationError(f"{where}: </{tag[2]}> closes nothing: {mark!r}")
        else:
            name, start = opened.pop()
            spans[name].append([start, len(plain)])
    if opened:
        raise AnnotationError(f"{where}: <{opened[-1][0]}> is not closed: {mark!r}")
    return plain + mark[last:], {name: sorted(found) for name, found in spans.items()}


def lay_sections(text: str, rows: Iterable[Mapping[str, Any]], where: str) -> list[dict[str, Any]]:
    """The sections of ``text``, in order, with no character but white space outside them."""
    laid: list[dict[str, Any]] = []
    cursor = 0
    for row in rows:
        cursor += len(text[cursor:]) - len(text[cursor:].lstrip())
        first = row.get("text") or row["from"]
        if not text.startswith(first, cursor):
            if row.get("optional"):
                continue
            raise AnnotationError(f"{where}: section {first!r} should start at {text[cursor : cursor + 60]!r}")
        end = cursor + len(first)
        if "to" in row:
            end = text.find(row["to"], cursor) + len(row["to"])
            if end < cursor + len(first):
                raise AnnotationError(f"{where}: section {first!r} has no end {row['to']!r}")
        extra = {k: v for k, v in row.items() if k not in {"text", "from", "to", "optional"}}
        laid.append(
            {"start": cursor, "end": end, "author": None, "time": None}
            | extra
            | {"i": len(laid), "text_head": text[cursor:end][:60]}
        )
        cursor = end
    if text[cursor:].strip():
        raise AnnotationError(f"{where}: in no section: {text[cursor:].strip()[:80]!r}")
    return laid


def quote_type(text: str, content: Sequence[Pair]) -> str:
    """``direct`` where every stretch follows an opening quotation mark, ``mixed`` where one stands in it."""
    if all(start and text[start - 1] in _OPENERS for start, _ in content):
        return "direct"
    inside = re.compile(r"(?:^|(?<=[\s(]))[“‘\"]")
    return "mixed" if any(inside.search(text[start:end]) for start, end in content) else "indirect"


def build_figure(text: str, span: Pair, row: Mapping[str, Any], where: str) -> dict[str, Any]:
    """One figure of the gold: its span with the qualifying words, and the numeral in it."""
    words = text[span[0] : span[1]]
    numeral = _NUMERAL.search(words)
    at, end = numeral.span() if numeral else (0, len(words))
    if "num" in row:
        at, end = find(words, row["num"], where)
    return {
        "span": span,
        "num_span": [span[0] + at, span[0] + end],
        "text": words,
        "value": row["value"],
        "qualifier": row.get("qualifier", "exact"),
        "unit": row["unit"],
        "predicate": row["predicate"],
        "place": row.get("place"),
        "modality": row.get("modality", "actual"),
    } | {k: v for k, v in row.items() if k in {"vague", "negated_part", "as_of", "counted_by"}}


def _all(make: Callable[[Mapping[str, Any], int], Any], rows: Iterable[Mapping[str, Any]]) -> list[Any]:
    """``make(row, number)`` of every row, numbered from 1; what does not fit is told of all rows together."""
    made, errors = [], []
    for number, row in enumerate(rows, 1):
        try:
            made.append(make(row, number))
        except AnnotationError as error:
            errors.append(str(error))
    if errors:
        raise AnnotationError("\n".join(errors))
    return made


class _Report:
    """One report under construction: its text, its sections and the ids of its claims."""

    def __init__(self, row: Mapping[str, Any], text: str, speakers: Mapping[str, Mapping[str, Any]]) -> None:
        self.row, self.text, self.speakers = row, text, speakers
        self.doc: str = row["doc"]
        self.sections = lay_sections(text, row["sections"], self.doc)
        self.keys: dict[str, str] = {}

    def gold(self) -> dict[str, Any]:
        text, row = self.text, self.row
        claims = [c for c in _all(self.claim, row.get("claim", ())) if c]
        for claim in claims:
            for name in _REFERENCES:
                if name in claim:
                    if claim[name] not in self.keys:
                        raise AnnotationError(f"{self.doc}: no claim has the key {claim[name]!r}")
                    claim[name] = self.keys[claim[name]]
        published = dict(row["published"])
        evidence = published.pop("evidence", [])
        published["range"] = [published["date"][:10]] * 2
        published["evidence"] = [[words, find(text, words, self.doc)] for words in evidence]
        return {
            "doc": self.doc,
            "short": row["short"],
            "title": row["title"],
            "outlet": row["outlet"],
            "published": published,
            "n_chars": len(text),
            "sections": self.sections,
            "claims": claims,
            "narration": _all(self.narration, row.get("narration", ())),
        }

    def section_of(self, at: int) -> int:
        return next(i for i, s in enumerate(self.sections) if s["start"] <= at < s["end"])

    def narration(self, row: Mapping[str, Any], number: int) -> dict[str, Any]:
        start, end = find(self.text, row["text"], self.doc, nth=row.get("nth"))
        return {"id": f"{self.row['short']}.n{number:02d}", "start": start, "end": end} | {
            k: v for k, v in row.items() if k != "nth"
        }

    def claim(self, row: Mapping[str, Any], number: int) -> dict[str, Any] | None:
        where = f"{self.doc}, claim {number}"
        plain, marks = read_mark(row["mark"], where)
        if not marks["t"]:
            raise AnnotationError(f"{where}: no content is marked: {plain!r}")
        if row.get("optional") and plain not in self.text:
            return None
        start, end = find(self.text, plain, where, nth=row.get("nth"))
        spans = {name: [[start + a, start + b] for a, b in found] for name, found in marks.items()}
        figures = row.get("figures", [])
        if len(figures) != len(spans["f"]):
            raise AnnotationError(f"{where}: {len(spans['f'])} figures marked, {len(figures)} described: {plain!r}")
        section = self.section_of(spans["t"][0][0])
        kind = self.sections[section]["kind"]
        if kind not in _BODY:
            raise AnnotationError(f"{where}: lies in {kind}: {plain!r}")
        said, basis = row["said"].split() if "said" in row else (None, None)
        keys = [row["by"]] if isinstance(row["by"], str) else row["by"]
        people = [self.speakers[key] for key in keys]
        alternatives = [*dict.fromkeys([*(a for p in people for a in p.get("alt", ())), *row.get("alt", ())])]
        identity = f"{self.row['short']}.c{number:02d}"
        self.keys[row.get("key", identity)] = identity
        claim = {
            "id": identity,
            "start": start,
            "end": end,
            "text": plain,
            "level": _BODY[kind],
            "content": spans["t"],
            "cue": spans["c"],
            "source": spans["s"],
            "antecedent": [self.antecedent(a, where) for a in row.get("antecedent", ())],
            "speaker": "; ".join(p["name"] for p in people),
            "speakers": [p["name"] for p in people],
            "affiliation": "; ".join(dict.fromkeys(p["affiliation"] for p in people if "affiliation" in p)) or None,
            "affiliations": [*dict.fromkeys(p["affiliation"] for p in people if "affiliation" in p)],
            "via": row.get("via"),
            "quote_type": row.get("quote") or quote_type(self.text, spans["t"]),
            "act": row.get("act", "assert"),
            "said_on": said,
            "said_on_basis": basis,
            "said_on_bounds": [b or None for b in row["bounds"]] if "bounds" in row else None,
            "event_time": row.get("event_time"),
            "figures": [
                build_figure(self.text, span, figure, where) for span, figure in zip(spans["f"], figures, strict=True)
            ],
            "about": row["about"],
            "flags": row.get("flags", []),
            "section": section,
        }
        claim |= {"speaker_alt": alternatives} if alternatives else {}
        claim |= {"hedge": spans["h"]} if spans["h"] else {}
        claim |= {"evidence_basis": spans["e"]} if spans["e"] else {}
        return claim | {k: v for k, v in row.items() if k not in _OWN_KEYS}

    def antecedent(self, row: str | Mapping[str, Any], where: str) -> Pair:
        if isinstance(row, str):
            return find(self.text, row, where)
        return find(self.text, row["text"], where, nth=row["nth"])


def read_texts(case: Path) -> dict[str, str]:
    """The text version of every report that ``case.toml`` names, by its gold id, in the order of the case.

    Raises:
        AnnotationError: a file holds another number of reports than ``case.toml`` says.

    """
    texts: dict[str, str] = {}
    for row in tomllib.loads((case / "case.toml").read_text("utf-8"))["input"]:
        found = _texts_of(case / row["path"])
        if len(found) != len(row["gold"]):
            raise AnnotationError(f"{row['path']}: holds {len(found)} reports, case.toml names {len(row['gold'])}")
        texts |= dict(zip(row["gold"], found, strict=True))
    return texts


def _texts_of(path: Path) -> list[str]:
    reports: list[str] = []
    for outcome in read_inputs([str(path)]):
        if isinstance(outcome, InputError):
            raise AnnotationError(f"{path.name}: {outcome}")
        reports.append(outcome.text)
    return reports


def build(case: Path) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """The gold rows of a case, in the order of its inputs, and its text versions by gold id."""
    annotation = tomllib.loads((case / "annotation.toml").read_text("utf-8"))
    texts = read_texts(case)
    rows = {row["doc"]: row for row in annotation["report"]}
    if set(rows) != set(texts):
        raise AnnotationError(f"{case.name}: in the annotation or in case.toml only: {sorted(set(rows) ^ set(texts))}")
    ordered = [rows[doc] for doc in texts]
    return _all(lambda row, _: _Report(row, texts[row["doc"]], annotation["speakers"]).gold(), ordered), texts


def to_jsonl(rows: Iterable[Mapping[str, Any]]) -> str:
    """The rows as JSON lines."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def main(arguments: Sequence[str] | None = None) -> int:
    """Build or check each case; 1 where one does not fit."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", nargs="+", type=Path, metavar="CASE")
    parser.add_argument("--check", action="store_true", help="write nothing; fail where gold.jsonl is out of date")
    parser.add_argument("--texts", type=Path, metavar="DIR", help="also write the text versions there")
    options = parser.parse_args(arguments)
    failed = False
    for case in options.cases:
        target = case / "gold.jsonl"
        try:
            rows, texts = build(case)
        except AnnotationError as error:
            sys.stderr.write(f"{case.name}: {error}\n")
            failed = True
            continue
        made = to_jsonl(rows)
        if options.check:
            if not target.is_file() or target.read_text("utf-8") != made:
                sys.stderr.write(f"{target} is out of date; run tools/build_gold.py {case}\n")
                failed = True
        else:
            target.write_text(made, "utf-8", newline="\n")
        if options.texts:
            options.texts.mkdir(parents=True, exist_ok=True)
            for doc, text in texts.items():
                (options.texts / f"{doc}.txt").write_bytes(text.encode("utf-8"))
        claims = [claim for row in rows for claim in row["claims"]]
        figures = sum(len(claim["figures"]) for claim in claims)
        sys.stdout.write(f"{case.name}: {len(rows)} reports, {len(claims)} statements, {figures} figures\n")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
