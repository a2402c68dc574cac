"""Toponyms: what may name a place, before a gazetteer is asked."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.model.spans import Span


@dataclass(frozen=True, slots=True)
class Toponym:
    """The characters of a name that is, or may be, a place's.

    ``certain`` says that the text itself shows a place; an uncertain one is a place only if a gazetteer knows the
    name. ``facility`` marks buildings, roads and bridges.
    """

    span: Span
    certain: bool
    facility: bool = False
