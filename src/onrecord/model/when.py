"""A point or stretch of time as a report gives it: a value, how precise, on what basis, from which characters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from onrecord.model.spans import Span

Precision = Literal["second", "minute", "hour", "day", "week", "month", "season", "year", "decade", "interval"]
"""How fine a value is; ``interval`` where the value is an EDTF interval ``A/B``."""

Basis = Literal["metadata", "explicit", "weekday", "relative", "context", "inferred"]
"""Why a value is believed.

``metadata``: the page's own markup or the archive's row. ``explicit``: the words give the whole date (a missing
year taken from the anchor). ``weekday``: a weekday against the anchor. ``relative``: "yesterday", "last week".
``context``: taken over from a neighbouring statement of the same speaker and occasion. ``inferred``: bounded by
other dates of the report.
"""


@dataclass(frozen=True, slots=True)
class When:
    """A time with its precision, basis and bounds.

    ``value`` is an EDTF level 1 string (ISO 8601-2:2019): ``2024-10-18``, ``2024-10-18T04:16``, ``2024-10``,
    ``2024-10-08/2024-10-13``; or ``None`` where only bounds are known. ``not_before`` and ``not_after`` are
    inclusive ISO dates. ``span`` is the expression in the text the value was read from, if any.
    """

    value: str | None
    precision: Precision | None = None
    basis: Basis | None = None
    span: Span | None = None
    not_before: str | None = None
    not_after: str | None = None
