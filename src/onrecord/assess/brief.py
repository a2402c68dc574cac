"""A cited summary of the record: sentences made from statements, each with its report and span; none without one.

Nothing is generated: a sentence names the speaker, the act and the day, and quotes the content's own characters.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from onrecord.model.errors import IntegrityError
from onrecord.model.ids import text_sha256
from onrecord.model.record import StatementRow, Support
from onrecord.model.spans import Span
from onrecord.model.statement import Act

VERBS: dict[Act, str] = {
    "assert": "says",
    "report": "reports",
    "confirm": "confirms",
    "deny": "denies",
    "no_comment": "does not comment on",
    "unverified": "does not confirm",
    "predict": "expects",
    "warn": "warns of",
    "condemn": "condemns",
    "demand": "calls for",
    "promise": "promises",
}
"""How a brief words each act; the content follows in quotation marks, so that the verb needs no fitting clause."""

LONGEST = 240
"""Code points of content quoted in a sentence; more is cut at a word, with an ellipsis, behind the same citation."""

LENGTH = 480
"""Words of all sentences together, about two minutes (238 words a minute, Brysbaert 2019)."""


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a sentence comes from: a report, its text version (SHA-256), and the content's spans."""

    number: int
    report: str
    version: str
    outlet: str | None
    title: str | None
    url: str | None
    known_on: str
    statement: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a brief and the number of its citation."""

    text: str
    citation: int


@dataclass(frozen=True, slots=True)
class Part:
    """A headed part of a brief."""

    heading: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Brief:
    """A brief: counts, parts, and the citations that its sentences point to."""

    title: str
    as_of: str | None
    counts: Support
    parts: tuple[Part, ...]
    citations: tuple[Citation, ...]


def write_brief(
    title: str,
    rows: Sequence[StatementRow],
    origin_ids: Sequence[str | None],
    counts: Support,
    text_of: Callable[[str], str],
    *,
    as_of: str | None = None,
    per_part: int = 12,
) -> Brief:
    """Write the brief of ``rows`` (one origin id each, in the same order).

    ``text_of`` gives the text of a version by its SHA-256; each sentence's spans are checked against it, and
    :class:`IntegrityError` is raised for one that does not hold. Of the statements of one origin with one act the one
    known first is taken; a part holds at most ``per_part`` sentences, the latest said, and all parts together about
    :data:`LENGTH` words, to which each part in turn gives its latest.
    """
    chosen = _one_per_origin(rows, origin_ids)
    citations: dict[str, Citation] = {}
    texts: dict[str, str] = {}

    def sentence(row: StatementRow) -> Sentence:
        if row.version_sha256 not in texts:
            texts[row.version_sha256] = text_of(row.version_sha256)
        _check(row, texts[row.version_sha256])
        known = citations.get(row.id)
        if known is None:
            known = Citation(
                number=len(citations) + 1,
                report=row.report_id,
                version=row.version_sha256,
                outlet=row.outlet,
                title=row.title,
                url=row.url,
                known_on=row.known_on.isoformat(),
                statement=row.id,
                spans=row.content,
            )
            citations[row.id] = known
        return Sentence(word(row), known.number)

    picked = [sorted(filter(wanted, chosen), key=_recency)[-per_part:] for _, wanted in _PARTS]
    parts = [
        Part(heading, tuple(sentence(r) for r in held))
        for (heading, _), held in zip(_PARTS, _within_length(picked), strict=True)
        if held
    ]
    return Brief(title, as_of, counts, tuple(parts), tuple(citations.values()))


def _within_length(picked: Sequence[Sequence[StatementRow]]) -> list[list[StatementRow]]:
    """The rows of each part that fit into :data:`LENGTH` words: its latest first, a row of each part by turns."""
    kept: list[list[StatementRow]] = [[] for _ in picked]
    left = LENGTH
    for turn in range(max(map(len, picked), default=0)):
        for rows, held in zip(picked, kept, strict=True):
            if turn < len(rows) and left > 0:
                held.insert(0, rows[-1 - turn])
                left -= len(word(rows[-1 - turn]).split())
    return kept


def word(row: StatementRow) -> str:
    """A statement as one sentence: who, act, the content's own characters, when and where said."""
    names = [s.described for s in row.speakers] or ["an unnamed speaker"]
    who = " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
    who = who[:1].upper() + who[1:]
    verb = _of_several(VERBS[row.act]) if len(names) > 1 or _plural(row) else VERBS[row.act]
    said = row.said_on.value
    when = f", {said}" if said else ""
    via = f", via {row.via.name}" if row.via else ""
    return f"{who} {verb}: “{_short(row.said)}” ({row.act}{when}{via})."


def _plural(row: StatementRow) -> bool:
    """Whether the one speaker is several people: a group, or unnamed in the plural ("officials")."""
    if len(row.speakers) != 1:
        return False
    (speaker,) = row.speakers
    unnamed = speaker.kind == "anonymous" and speaker.name.endswith("s") and not speaker.name.endswith("ss")
    return speaker.kind == "group" or unnamed


def _of_several(verb: str) -> str:
    """The verb as more than one speaker takes it: "says" to "say", "denies" to "deny", "does not" to "do not"."""
    first, space, rest = verb.partition(" ")
    bare = "do" if first == "does" else f"{first[:-3]}y" if first.endswith("ies") else first.removesuffix("s")
    return f"{bare}{space}{rest}"


def to_markdown(brief: Brief) -> str:
    """The brief as Markdown; what comes from reports is escaped."""
    lines = [f"# {escape(brief.title)}", ""]
    lines += [f"{brief.counts}." + (f" As of {brief.as_of}." if brief.as_of else ""), ""]
    if brief.parts:
        lines += ["Quotation marks hold the words of the report cited, which need not be the speaker's own.", ""]
    for part in brief.parts:
        lines += [f"## {part.heading}", ""]
        lines += [f"- {escape(s.text)} [{s.citation}]" for s in part.sentences]
        lines.append("")
    if brief.citations:
        lines += ["## Citations", ""]
        for c in brief.citations:
            spans = ", ".join(f"{a}-{b}" for a, b in c.spans)
            where = " · ".join(escape(x) for x in (c.outlet, c.title, c.url) if x)
            lines.append(f"[{c.number}] {where or 'report'} · known {c.known_on} · {c.report} characters {spans}")
            lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def escape(text: str) -> str:
    """Text of a report made harmless in Markdown and HTML: marks escaped, control and bidi characters dropped."""
    shown = "".join(c for c in " ".join(text.split()) if c.isprintable() and c not in _BIDI)
    for mark in "\\`*_[]<>#|":
        shown = shown.replace(mark, "\\" + mark)
    return shown


_BIDI = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def _short(text: str) -> str:
    flat = " ".join(text.split()).strip("“”\"'‘’")
    return flat if len(flat) <= LONGEST else flat[:LONGEST].rsplit(" ", 1)[0] + " …"


def _check(row: StatementRow, text: str) -> None:
    if text_sha256(text) != row.version_sha256:
        raise IntegrityError(
            f"report {row.report_id}: its text is not the one that {row.version_sha256[:12]} names; run verify"
        )
    spans = row.content
    if not spans or not all(s.fits(len(text)) for s in spans):
        raise IntegrityError(f"statement {row.id}: a span lies outside its text; run verify")
    if " ".join(s.of(text) for s in spans) != row.content_text:
        raise IntegrityError(f"statement {row.id}: its words are not those of its spans; run verify")


def _recency(row: StatementRow) -> tuple[str, str, int]:
    return (row.said_day or row.known_on.isoformat(), row.report_id, row.start)


def _known(row: StatementRow) -> tuple[str, str, int]:
    return (row.known_on.isoformat(), row.report_id, row.start)


def _one_per_origin(rows: Sequence[StatementRow], origin_ids: Sequence[str | None]) -> list[StatementRow]:
    """Of each origin and act (and figures), the row known first; of unknown origins, all."""
    kept: dict[tuple[object, ...], StatementRow] = {}
    for row, origin in zip(rows, origin_ids, strict=True):
        if row.section_kind not in {"article", "live_entry"}:
            continue
        figures = tuple((f.low, f.high, f.bound) for f in row.figures)
        key = (origin, row.act, figures) if origin else (row.id,)
        held = kept.get(key)
        if held is None or _known(row) < _known(held):
            kept[key] = row
    return list(kept.values())


def _acts(*acts: Act) -> Callable[[StatementRow], bool]:
    return lambda row: row.act in acts


_PARTS: tuple[tuple[str, Callable[[StatementRow], bool]], ...] = (
    ("Figures", lambda row: bool(row.figures)),
    ("Confirmed by", _acts("confirm")),
    ("Denied by", _acts("deny")),
    ("Not confirmed, no comment", _acts("unverified", "no_comment")),
    ("Reported and said", lambda row: row.act in {"assert", "report"} and not row.figures),
    ("Warned, condemned", _acts("warn", "condemn")),
    ("Demanded, promised, expected", _acts("demand", "promise", "predict")),
)
