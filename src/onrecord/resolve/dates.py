"""Normalising time expressions against an anchor.

News is read from the day it was published: weekdays and bare months look back from it unless the clause looks ahead.
A history (an encyclopaedia's account of a war) has no such day: a date without its year goes on from the date
mentioned last, as in the TIMEX2 guidelines for narratives that WikiWars follows (Mazur and Dale 2010).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from onrecord.model.spans import Span
from onrecord.model.timex import ResolvedTime, TimeExpression
from onrecord.resolve.dates_normaliser import Domain, Normaliser
from onrecord.resolve.located import Located

_FAR_YEARS = 2
"""A year further than this from the publication is history; the news is full of last year."""


def domain_of(expressions: Sequence[TimeExpression], anchor: date | None) -> Domain:
    """Whether a text tells history or news, by its time expressions.

    A history names years far from its own day of publication and hardly ever speaks of "now", of weekdays or of
    "last week"; an essay in the news does both. The shares were set on TimeBank, AQUAINT, WikiWars and a sample of
    news sites: at most 0.12 of a history's expressions are near ones, and a short text needs dates as well as years.
    """
    far = near = dated = 0
    for e in expressions:
        distant = e.year is not None and (anchor is None or abs(anchor.year - e.year) > _FAR_YEARS)
        far += distant
        dated += e.month is not None and (distant or e.year is None)
        near += (e.weekday is not None and e.month is None and e.type != "set") or (
            (e.form == "deictic" and e.relation in {"this", "last", "next", "ago"}) or e.relation in {"present", "past"}
        )
    total = len(expressions)
    long_history = total >= 40 and near <= 0.13 * total
    short_history = near <= 0.05 * total and dated >= 0.3 * total
    return "narrative" if far >= 6 and (long_history or short_history) else "news"


def normalise(
    expressions: Sequence[TimeExpression],
    text: str,
    *,
    anchor: date | None,
    section_anchors: Sequence[tuple[Span, date]] = (),
    domain: Domain | None = None,
) -> list[ResolvedTime]:
    """The values of ``expressions`` (in text order), one each; words too weak to count in the domain are left out.

    ``anchor`` is when the text was published (a day or a moment; ``None`` where not known), ``section_anchors`` those
    of its live entries, which go before it. ``domain`` is told from the expressions where it is not given.
    Values are TIMEX3 strings, with ``X`` for what cannot be told; see :class:`ResolvedTime`.
    """
    kind = domain or domain_of(expressions, anchor)
    state = Normaliser(text, kind, _only_year(expressions) if anchor is None else None)
    entries = Located(section_anchors)
    found: list[ResolvedTime] = []
    for i, expression in enumerate(expressions):
        if expression.weak and kind == "news":
            continue
        following = expressions[i + 1] if i + 1 < len(expressions) else None
        near = entries.at(expression.span.start) or anchor
        found.append(state.resolve(_completed(expression, following), _day(near)))
    return found


def _only_year(expressions: Sequence[TimeExpression]) -> int | None:
    """The year of all dates that name one, where it is the same throughout."""
    years = {e.year for e in expressions if e.year is not None and e.month is not None}
    return years.pop() if len(years) == 1 else None


def _day(anchor: date | None) -> date | None:
    return anchor.date() if isinstance(anchor, datetime) else anchor


def _completed(e: TimeExpression, following: TimeExpression | None) -> TimeExpression:
    """The start of a range with the year (and month) that only its end names: "from January to March 1941"."""
    if following is None or not following.range_end or following.year is None or e.year is not None:
        return e
    if e.form != "calendar" or e.relation is not None or (e.month is None and e.season is None):
        return e
    wraps = e.month is not None and following.month is not None and e.month > following.month
    return replace(e, year=following.year - wraps)
