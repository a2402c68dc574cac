"""Stage 2: a text version to sections and paragraphs."""

from onrecord.segment.paragraphs import paragraphs
from onrecord.segment.sections import explain, segment

__all__ = ["explain", "paragraphs", "segment"]
