"""Time expressions: as written, and as normalised."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from onrecord.model.spans import Span
from onrecord.model.statement import DateMention, DateType
from onrecord.model.when import Basis, When

TimeForm = Literal["calendar", "deictic", "duration", "set", "reference"]
"""``calendar``: names a date or a part of one. ``deictic``: a unit counted from another time. ``reference``: "now"."""

TimeUnit = Literal[
    "second", "minute", "hour", "day", "week", "weekend", "month", "quarter", "year", "decade", "century"
]

TimeRelation = Literal["this", "last", "next", "ago", "earlier", "later", "same", "latest", "past", "present", "future"]
"""How a time stands to another: to the anchor, to the time in focus (``same``, ``earlier``, ``later``), or vaguely."""

TimeModifier = Literal["start", "mid", "end", "before", "after"]
"""The part of a period meant; ``before`` and ``after`` are those of the anchor ("earlier this month")."""


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A time expression ``text[span]`` as written: what its words say, nothing added from elsewhere.

    ``year`` is negative for years BC (490 BC is -490), ``month`` 1..12, ``day`` 1..31, ``weekday`` 1 (Monday)..7,
    ``season`` one of SP SU FA WI, ``quarter`` 1..4, ``half`` 1..2, ``decade`` the year it starts in, ``century`` its
    ordinal (the 19th is 19; negative BC). ``clock`` is ``HH:MM`` or ``HH:MM:SS``, ``zone`` as written, ``part`` a
    TIMEX3 part of the day (MO MI AF EV NI). ``holiday`` is the key of a feast with a date of its own.

    ``relation``, ``count`` and ``unit`` hold "last week" (last, 1, week), "two days ago" (ago, 2, day), "June last
    year" (month 6, last, 1, year); ``count`` is ``None`` where vague ("a few days") and may be broken ("2 1/2
    years": 2.5). ``range_end`` marks the end of a range or list whose start is the expression before. ``weak`` marks
    words that are time expressions only in a wide reading ("former").
    """

    span: Span
    type: DateType
    form: TimeForm
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    season: str | None = None
    quarter: int | None = None
    half: int | None = None
    decade: int | None = None
    century: int | None = None
    part: str | None = None
    clock: str | None = None
    zone: str | None = None
    holiday: str | None = None
    relation: TimeRelation | None = None
    count: float | None = None
    unit: TimeUnit | None = None
    modifier: TimeModifier | None = None
    range_end: bool = False
    weak: bool = False

    @property
    def full_date(self) -> bool:
        """Whether the words alone give a day: year, month and day."""
        return self.year is not None and self.month is not None and self.day is not None


@dataclass(frozen=True, slots=True)
class ResolvedTime:
    """A time expression with its normalised value.

    ``value`` is a TIMEX3 string or ``None``; ``earliest`` and ``latest`` are inclusive ISO days (``None`` where the
    value names no stretch of the calendar: durations, sets, references, years BC). ``basis`` says what the value was
    read from; ``when`` is the same as an EDTF :class:`~onrecord.model.when.When`, ``None`` where there is no stretch.
    """

    expression: TimeExpression
    value: str | None
    basis: Basis | None = None
    earliest: str | None = None
    latest: str | None = None
    when: When | None = None

    @property
    def span(self) -> Span:
        """The characters of the expression."""
        return self.expression.span

    @property
    def mention(self) -> DateMention:
        """The row of ``mentions.dates``."""
        return DateMention(self.expression.span, self.expression.type, self.value)
