"""Small analyses for the tests of the case: a hand-made story and a generator of arbitrary ones."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from hypothesis import strategies as st

from onrecord.model.analysis import Analysis
from onrecord.model.ids import statement_id
from onrecord.model.report import Report, Section, TextVersion
from onrecord.model.spans import Span
from onrecord.model.statement import (
    DateMention,
    EntityMention,
    Evidence,
    Figure,
    Mentions,
    Place,
    Speaker,
    Statement,
    Via,
)
from onrecord.model.when import When

NOON = datetime(2031, 5, 20, 12, tzinfo=UTC)
"""When the tests record, long after the story of March 2031."""


def at(text: str, words: str) -> Span:
    """Where ``words`` stand in ``text``."""
    start = text.index(words)
    return Span(start, start + len(words))


def said(
    report: Report,
    source: str,
    cue: str,
    content: str,
    *,
    section: int = 1,
    **fields: object,
) -> Statement:
    """A statement whose parts are found by their words."""
    text = report.text
    spans = tuple((at(text, words),) if words else () for words in (source, cue, content))
    defaults: dict[str, object] = {
        "confidence": 0.9,
        "engine": "rules/1",
        "quote_type": "indirect",
        "act": "assert",
        "said_on": When("2031-03-04", "day", "weekday"),
    }
    own = statement_id(report.id, report.version.sha256, *spans)
    return Statement(own, section, source=spans[0], cue=spans[1], content=spans[2], **(defaults | fields))  # type: ignore[arg-type]


DAM_TEXT = """Kelda dam leaks
The ministry of water said on Tuesday that about 1,200 people had left Årdal.
"We saw no crack," engineer Mira Solberg told Radio Fjord, citing satellite images.
Read more: ten lakes to visit"""


def dam(
    text: str = DAM_TEXT,
    *,
    source: str = "dam.txt",
    url: str | None = None,
    external_id: str | None = None,
    outlet: str = "The Fjord Post",
    published: str | None = "2031-03-05",
    modified: str | None = None,
    engine: str = "rules/1",
    act: str = "assert",
) -> Analysis:
    """The report of a leaking dam: two statements, one with a figure and a place, one quoted with evidence and via."""
    report = Report(
        TextVersion.of(text),
        source,
        external_id=external_id,
        url=url,
        title="Kelda dam leaks",
        outlet=outlet,
        authors=("Ana Lund", "Bo Vik"),
        language="en",
        published=When(published, "day", "metadata") if published else None,
        modified=modified,
    )
    head_end = text.index("\n")
    rest = text.index("Read more")
    sections = (
        Section(0, head_end, "headline"),
        Section(head_end + 1, rest, "article", author="Ana Lund", time="2031-03-05T08:00+01:00"),
        Section(rest, len(text), "boilerplate"),
    )
    number = next(words for words in ("1,200", "1,900") if words in text)
    figure = Figure(at(text, f"about {number}"), float(number.replace(",", "")), None, "about", None, "people", "left")
    place = Place(at(text, "Årdal"), "Årdal", 61.2, 7.7, "NO", "city")
    statements = (
        said(
            report,
            "The ministry of water",
            "said",
            f"that about {number} people had left Årdal",
            engine=engine,
            act=act,
            speakers=(Speaker("Ministry of Water", "institution", "Kelda"),),
            figures=(figure,),
            places=(place,),
            event_time=When("2031-03", "month", "inferred"),
        ),
        said(
            report,
            "engineer Mira Solberg",
            "told",
            '"We saw no crack,"',
            engine=engine,
            act="deny",
            quote_type="direct",
            confidence=0.4,
            said_on=When(None, None, "inferred", None, None, "2031-03-05"),
            speakers=(Speaker("Mira Solberg", "person", "Hydro Works", "engineer"),),
            via=Via("Radio Fjord", at(text, "Radio Fjord")),
            evidence=(Evidence("satellite_image", at(text, "satellite images"), "Hydro Works"),),
        ),
    )
    mentions = Mentions(
        (EntityMention(at(text, "Mira Solberg"), "person", "Mira Solberg"),),
        (DateMention(at(text, "Tuesday"), "date", "2031-03-04"),),
        (figure,),
        (place,),
    )
    return Analysis(report, sections, statements, mentions)


def maybe(strategy: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    """None, or one of ``strategy``."""
    return st.none() | strategy


TEXTS = st.text(st.characters(codec="utf-8"), max_size=12)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
VALUES = st.sampled_from(["2031-03-04", "2031-03", "2031", "2031-03-04/2031-03-09", "203X", "2031-W10", "soon", ""])
DAYS = st.dates(date(2031, 1, 1), date(2031, 12, 31)).map(date.isoformat)


@st.composite
def spans(draw: st.DrawFn, length: int, start: int = 0) -> Span:
    """A span of at least one character in ``start..length``."""
    first = draw(st.integers(start, length - 1))
    return Span(first, draw(st.integers(first + 1, length)))


@st.composite
def span_runs(draw: st.DrawFn, start: int, end: int, least: int) -> tuple[Span, ...]:
    """Spans in text order without overlaps, inside ``start..end``."""
    cuts = sorted(draw(st.sets(st.integers(start, end), max_size=4)))
    if len(cuts) < 2:
        cuts = [start, end]
    runs = tuple(Span(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=False))
    return runs if least or draw(st.booleans()) else ()


@st.composite
def whens(draw: st.DrawFn, length: int) -> When:
    """A time, well formed or not: the case keeps what it is given."""
    return When(
        draw(maybe(VALUES)),
        draw(maybe(st.sampled_from(["day", "month", "interval"]))),
        draw(maybe(st.sampled_from(["explicit", "inferred", "context"]))),
        draw(maybe(spans(length))),
        draw(maybe(DAYS)),
        draw(maybe(DAYS)),
    )


@st.composite
def figures(draw: st.DrawFn, length: int) -> Figure:
    """A figure."""
    return Figure(
        draw(spans(length)),
        draw(maybe(NUMBERS)),
        draw(maybe(st.integers(-(2**53), 2**53))),
        draw(st.sampled_from(["exact", "about", "range", "vague"])),
        draw(maybe(TEXTS)),
        draw(maybe(TEXTS)),
        draw(maybe(TEXTS)),
        draw(st.sampled_from(["actual", "planned"])),
    )


@st.composite
def places(draw: st.DrawFn, length: int) -> Place:
    """A place."""
    return Place(
        draw(spans(length)),
        draw(TEXTS),
        draw(maybe(st.floats(-90, 90))),
        draw(maybe(st.floats(-180, 180))),
        draw(maybe(TEXTS)),
        draw(maybe(TEXTS)),
    )


@st.composite
def statements(draw: st.DrawFn, report: Report, sections: tuple[Section, ...]) -> Statement:
    """A statement whose spans lie in one section."""
    length = len(report.text)
    section = draw(st.sampled_from([i for i, s in enumerate(sections) if s.kind == "article"]))
    bounds = (sections[section].start, sections[section].end)
    parts = tuple(draw(span_runs(*bounds, least)) for least in (0, 0, 1))
    return Statement(
        statement_id(report.id, report.version.sha256, *parts),
        section,
        draw(st.floats(0, 1)),
        draw(TEXTS),
        *parts,
        quote_type=draw(st.sampled_from(["direct", "indirect", "mixed"])),
        act=draw(st.sampled_from(["assert", "deny", "warn"])),
        said_on=draw(whens(length)),
        speakers=tuple(
            Speaker(draw(TEXTS), "person", draw(maybe(TEXTS)), draw(maybe(TEXTS)))
            for _ in range(draw(st.integers(0, 2)))
        ),
        via=draw(maybe(st.builds(Via, TEXTS, spans(length)))),
        event_time=draw(maybe(whens(length))),
        figures=tuple(draw(st.lists(figures(length), max_size=2))),
        places=tuple(draw(st.lists(places(length), max_size=2))),
        evidence=tuple(
            draw(st.lists(st.builds(Evidence, st.just("video"), spans(length), TEXTS, TEXTS, TEXTS), max_size=1))
        ),
    )


@st.composite
def analyses(draw: st.DrawFn, *, with_marks: bool = True) -> Analysis:
    """An analysis whose every span follows from its text."""
    text = draw(st.text(st.characters(codec="utf-8"), min_size=1, max_size=60))
    length = len(text)
    cuts = sorted({0, length, *draw(st.sets(st.integers(1, length), max_size=3))})
    kinds = st.sampled_from(["article", "boilerplate"])
    sections = tuple(
        Section(
            a,
            b,
            "article" if a == 0 else draw(kinds),
            draw(maybe(TEXTS)),
            draw(maybe(TEXTS)),
            draw(maybe(st.integers(0, 9))),
        )
        for a, b in pairwise(cuts)
    )
    report = Report(
        TextVersion.of(text),
        draw(st.sampled_from(["a.txt", "b.txt", "-"])),
        external_id=draw(maybe(TEXTS)),
        url=draw(maybe(st.sampled_from(["https://a.example/1", "https://b.example/2"]))),
        title=draw(maybe(TEXTS)),
        outlet=draw(maybe(TEXTS)),
        authors=tuple(draw(st.lists(TEXTS, max_size=2))),
        language=draw(maybe(st.sampled_from(["en", "no"]))),
        published=draw(maybe(whens(length))),
        modified=draw(maybe(st.sampled_from(["2031-03-06T10:00:00Z", "2031-03-07", "yesterday"]))),
        marks=sections[:1] if with_marks and draw(st.booleans()) else (),
    )
    found = draw(st.lists(statements(report, sections), max_size=3, unique_by=lambda s: s.id))
    mentions = Mentions(
        tuple(draw(st.lists(st.builds(EntityMention, spans(length), st.just("person"), TEXTS), max_size=2))),
        tuple(draw(st.lists(st.builds(DateMention, spans(length), st.just("date"), maybe(VALUES)), max_size=2))),
        tuple(draw(st.lists(figures(length), max_size=1))),
        tuple(draw(st.lists(places(length), max_size=1))),
    )
    return Analysis(report, sections, tuple(found), mentions, draw(st.booleans()), draw(TEXTS))


def days_after(count: int) -> datetime:
    """Noon ``count`` days later."""
    return NOON + timedelta(days=count)
