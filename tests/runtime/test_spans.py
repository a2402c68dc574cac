"""Whatever the text: every span is inside it, inside its section, and never in boilerplate."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.ingest.stamps import when_of
from onrecord.model.ids import statement_id
from onrecord.model.report import STATEMENT_KINDS, Report, TextVersion
from onrecord.model.spans import Span
from onrecord.runtime.pipeline import Pipeline
from tests.reports import ALL

PIPELINE = Pipeline()

SPEAKERS = ["Ann Lee", "The water ministry", "Inspector Mia Holm", "A spokesman", "He", "Officials in Oslo", "“Nils”"]
CUES = ["said", "denied that", "told reporters:", "could not confirm that", "warned on Friday that", "did not deny"]
CONTENTS = [
    "the wall holds",
    '"we will not sail"',
    "some 1,200–1,500 people had left by 4 March",
    "“It is over",
    "“That’s it,” he added, “for now.”",
    "between $2m and 3 million euros",
    "",
]
FURNITURE = [
    "Advertisement",
    "Read more",
    "Sign up to our newsletter",
    "Share on Facebook",
    "Photo: Ann Lee/Fjord Press",
    "By Tor Berg",
    "Tor Berg6 November 2024 04:16",
    "Most read\n1. Ferry strike, says union\n2. Mine reopens, company confirms",
    "___",
    "\u00a0",
    "\u202e\u200b",
]
SENTENCE = st.builds(
    lambda a, b, c, end: f"{a} {b} {c}{end}",
    st.sampled_from(SPEAKERS),
    st.sampled_from(CUES),
    st.sampled_from(CONTENTS),
    st.sampled_from([".", "", "?", " …", ".”"]),
)
QUOTED = st.builds(
    lambda c, a, b: f"{c}, {a} {b}.", st.sampled_from(CONTENTS), st.sampled_from(SPEAKERS), st.sampled_from(CUES)
)
PARAGRAPH = st.lists(SENTENCE | QUOTED, min_size=1, max_size=4).map(" ".join)
PIECE = PARAGRAPH | st.sampled_from(FURNITURE) | st.sampled_from(sorted(ALL.values())) | st.text(max_size=40)
TEXT = st.builds(
    lambda pieces, gap: gap.join(pieces),
    st.lists(PIECE, min_size=1, max_size=6),
    st.sampled_from(["\n\n", "\n", "\r\n\r\n", " "]),
).filter(lambda text: text.strip() and not any("\ud800" <= c <= "\udfff" for c in text))


def report_of(text):
    return Report(TextVersion.of(text), "t.txt", language="en", published=when_of("2024-11-06"))


@settings(max_examples=60, deadline=None)
@given(TEXT)
def test_spans_hold_whatever_the_text(text):
    found = PIPELINE.analyse(report_of(text))
    at = 0
    for section in found.sections:
        assert at <= section.start < section.end <= len(text)
        assert not text[at : section.start].strip()
        at = section.end
    assert not text[at:].strip()
    ids = [s.id for s in found.statements]
    assert len(set(ids)) == len(ids)
    for statement in found.statements:
        section = found.sections[statement.section]
        assert section.kind in STATEMENT_KINDS
        assert statement.content
        for spans in (statement.source, statement.cue, statement.content):
            assert list(spans) == sorted(spans)
            assert all(left.end <= right.start for left, right in pairwise(spans))
            assert all(section.span.contains(s) and s.of(text).strip() == s.of(text) != "" for s in spans)
        assert statement.id == statement_id(
            found.report.id, found.report.version.sha256, statement.source, statement.cue, statement.content
        )
        inner = [f.span for f in statement.figures] + [p.span for p in statement.places]
        assert all(any(part.contains(span) for part in statement.content) for span in inner)
        for when in (statement.said_on, statement.event_time):
            assert when is None or when.span is None or when.span.fits(len(text))
        assert statement.via is None or statement.via.span.fits(len(text))
    hidden = [s.span for s in found.sections if s.kind == "boilerplate"]
    mentions = found.mentions
    for each in (*mentions.entities, *mentions.dates, *mentions.figures, *mentions.places):
        assert Span(*each.span).fits(len(text))
        assert not any(each.span.overlaps(h) for h in hidden)


@settings(max_examples=10, deadline=None)
@given(TEXT)
def test_a_fresh_pipeline_says_the_same(text):
    assert Pipeline().analyse(report_of(text)) == PIPELINE.analyse(report_of(text))
