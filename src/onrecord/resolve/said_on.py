"""When each statement was said, and when what it tells is said to have happened.

Said-on is read from a time expression that hangs on the cue; else taken over from a neighbouring statement of the
same speaker on the same occasion; else only bounded by the day of the live entry or of the report.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

from onrecord.model.report import Section
from onrecord.model.spans import Span
from onrecord.model.statement import Attribution
from onrecord.model.timex import ResolvedTime
from onrecord.model.when import When
from onrecord.nlp.parse import Passage
from onrecord.resolve.located import Located
from onrecord.resolve.said_on_frame import Frames

_PRONOUNS = frozenset({"he", "she", "it", "they", "i", "we", "who", "which", "both"})
_FINE = frozenset({"day", "minute", "hour", "second"})
_LEAD_PARAGRAPHS = 2
_LIMIT = re.compile(r"\b(?:since|before|after|until|till)(?: the)?\s$", re.IGNORECASE)
"""Before a time, these make it a limit of the event and not its date."""

_OCCASION = re.compile(
    r"\b(?:statement|press conference|news conference|speech|address|interview|briefing|remarks|spoke|speaking)\b",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Row:
    """One attribution on its way to a date."""

    paragraph: int | None
    key: str
    said: When | None
    own: bool
    lead: bool


def said_on(
    text: str,
    attributions: Sequence[Attribution],
    sections: Sequence[Section],
    passages: Sequence[Passage],
    times: Sequence[ResolvedTime],
    published: When | None,
) -> list[tuple[When, When | None]]:
    """For each attribution, when it was said and the time of the event it tells (``None`` where it names none).

    ``times`` are the report's normalised expressions, ``passages`` its parsed paragraphs, ``published`` its date.
    A day (or a time of it) becomes the value. A longer stretch ("this week") leaves the value ``None`` and gives the
    bounds, cut off at the publication. Without any word on it, only ``not_after`` is set: the day of the live entry,
    else of publication. A time taken over from another statement has basis ``context`` and that statement's span.
    """
    frames = Frames(passages, times)
    located = Located((s.span, s) for s in sections)
    homes = [located.at(_anchor(a)) for a in attributions]
    limits = [_limit(home, published) for home in homes]
    rows = _rows(text, attributions, frames, homes, limits, _lead_paragraphs(frames, located))
    _carry(rows, range(len(rows)))
    _carry(rows, range(len(rows) - 1, -1, -1))
    _occasions(text, rows, frames)
    _leads(rows)
    return [
        (row.said or When(None, not_after=limit), _event_time(text, frames, attribution))
        for row, limit, attribution in zip(rows, limits, attributions, strict=True)
    ]


def _anchor(a: Attribution) -> int:
    return min(s.start for s in (*a.cue, *a.source, *a.content))


def _limit(home: Section | None, published: When | None) -> str | None:
    """The last day on which a statement of the section ``home`` can have been said."""
    if home is not None and home.time:
        return home.time[:10]
    if published is None:
        return None
    if published.not_after is not None:
        return published.not_after[:10]
    value = published.value
    return value[:10] if value is not None and re.match(r"\d{4}-\d\d-\d\d", value) else None


def _lead_paragraphs(frames: Frames, located: Located[Section]) -> frozenset[int]:
    """The numbers of the first paragraphs that are no headlines."""
    homes = ((i, located.at(p.span.start)) for i, p in enumerate(frames.passages))
    body = (i for i, home in homes if home is not None and home.kind != "headline")
    return frozenset(islice(body, _LEAD_PARAGRAPHS))


def _rows(
    text: str,
    attributions: Sequence[Attribution],
    frames: Frames,
    homes: Sequence[Section | None],
    limits: Sequence[str | None],
    leads: frozenset[int],
) -> list[_Row]:
    rows: list[_Row] = []
    for a, home, limit in zip(attributions, homes, limits, strict=True):
        paragraph = frames.passage_at(_anchor(a))
        own = next((w for t in frames.speaking_times(a) if (w := _said(t, limit)) is not None), None)
        key = _speaker_key(text, a)
        if key == "" and rows and paragraph is not None and rows[-1].paragraph is not None:
            # a pronoun, or a quotation that runs on: the speaker before, if it is near
            key = rows[-1].key if paragraph - rows[-1].paragraph <= 1 else ""
        headline = home is not None and home.kind == "headline"
        rows.append(_Row(paragraph, key, own, own is not None, headline or paragraph in leads))
    return rows


def _speaker_key(text: str, a: Attribution) -> str:
    """What tells speakers of one report apart: the last name of the source, in lower case; "" of a pronoun."""
    spans = a.source or a.antecedent
    if not spans:
        return ""
    words: list[str] = re.findall(r"[\w’'-]+", spans[0].of(text).split(",")[0][:200])
    words = [w.removesuffix("s").rstrip("'’") if w.endswith(("'s", "’s")) else w for w in words]
    if not words or (len(words) == 1 and words[0].lower() in _PRONOUNS):
        known = a.antecedent if a.antecedent != a.source else ()
        return _speaker_key(text, replace(a, source=known, antecedent=())) if known else ""
    if words[-1][:1].isupper():
        return words[-1].lower()
    return " ".join(words).lower()


def _said(time: ResolvedTime, limit: str | None) -> When | None:
    """The time of speaking that an expression gives; ``None`` where it gives none or one after the report."""
    when = time.when
    if when is None:
        return When(None, None, time.basis, time.span, not_after=limit) if time.value and "XX" in time.value else None
    if limit is not None and when.not_before is not None and when.not_before > limit:
        return None
    last = when.not_after if limit is None or when.not_after is None else min(when.not_after, limit)
    if when.precision in _FINE:
        return when
    first = time.earliest or when.not_before
    return When(None, None, when.basis, time.span, first, last)


def _carry(rows: list[_Row], order: Sequence[int]) -> None:
    """Take a date over from the statement before (in ``order``) of the same speaker, in this paragraph or the next."""
    held: dict[str, _Row] = {}
    for i in order:
        row = rows[i]
        if not row.key or row.paragraph is None:
            continue
        last = held.get(row.key)
        if row.said is None and last is not None and last.said is not None and last.paragraph is not None:
            row.said = _taken(row.paragraph - last.paragraph, last.said)
        if row.said is not None:
            held[row.key] = row
        else:
            held.pop(row.key, None)


def _taken(distance: int, said: When) -> When | None:
    return replace(said, basis="context") if abs(distance) <= 1 and said.value is not None else None


def _occasions(text: str, rows: list[_Row], frames: Frames) -> None:
    """Date a statement by the sentence right after its paragraph that tells of the occasion it was made on.

    "The minister warned of a shortage. [new paragraph] She made a statement in Oslo on Monday."
    """
    taken = {row.paragraph for row in rows}
    for row in rows:
        if row.said is not None or row.paragraph is None or row.paragraph + 1 >= len(frames.passages):
            continue
        follows = frames.passages[row.paragraph + 1]
        if row.paragraph + 1 in taken:
            continue
        if follows.section != frames.passages[row.paragraph].section or len(follows.parse.sentences) != 1:
            continue
        times = [t for t in frames.times_in(follows.span) if t.when is not None and t.when.precision in _FINE]
        if len(times) == 1 and times[0].when is not None and _OCCASION.search(follows.span.of(text)):
            row.said = replace(times[0].when, basis="context")


def _leads(rows: list[_Row]) -> None:
    """A headline or lead sums up what the report then dates: taken over where the speaker has one date in all."""
    dated: dict[str, dict[str | None, When]] = {}
    for row in rows:
        if row.own and row.said is not None:
            dated.setdefault(row.key, {})[row.said.value] = row.said
    for row in rows:
        days = list(dated.get(row.key, {}).values())
        if row.said is None and row.lead and row.key and len(days) == 1 and days[0].value is not None:
            row.said = replace(days[0], basis="context")


def _event_time(text: str, frames: Frames, a: Attribution) -> When | None:
    """The time that dates the content's main event; the two ends of a range as one interval."""
    told = [
        t
        for t in frames.told_times(a.content)
        if t.when is not None
        and t.when.value is not None
        and not _LIMIT.search(text[max(0, t.span.start - 12) : t.span.start])
    ]
    if not told:
        return None
    chosen = told[0]
    ordered = sorted(told, key=lambda t: t.span)
    k = ordered.index(chosen)
    if chosen.expression.range_end and k > 0 and _range(text, ordered[k - 1].span, chosen.span):
        start, end = ordered[k - 1], chosen
    elif k + 1 < len(ordered) and _range(text, chosen.span, ordered[k + 1].span):
        start, end = chosen, ordered[k + 1]
    else:
        return _cut(chosen)
    if start.when is None or end.when is None or (start.earliest or "") > (end.earliest or ""):
        return _cut(chosen)
    value = f"{(start.when.value or '').split('/')[0]}/{(end.when.value or '').split('/')[-1]}"
    span = Span(start.span.start, end.span.end)
    return When(value, "interval", chosen.when.basis if chosen.when else None, span, start.earliest, end.latest)


def _range(text: str, start: Span, end: Span) -> bool:
    """Whether the words between two expressions make them a range: "8 to 13 October", "between May 1 and May 4"."""
    joint = text[start.end : end.start].strip().lower().removesuffix(" the")
    if joint in {"to", "until", "through", "till", "-", "–", "—"}:
        return True
    before = text[max(0, start.start - 12) : start.start].lower().rstrip().removesuffix(" the")
    return joint == "and" and before.endswith("between")


def _cut(time: ResolvedTime) -> When | None:
    when = time.when
    return None if when is None else replace(when, not_before=time.earliest, not_after=time.latest)
