"""Each filter, against a second implementation in plain Python; ids by prefix; the clock of as-of."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

import pytest

from onrecord.model.analysis import Analysis
from onrecord.model.errors import UsageError
from onrecord.model.ids import statement_id
from onrecord.model.report import Report, Section, TextVersion
from onrecord.model.spans import Span
from onrecord.model.statement import Figure, Speaker, Statement
from onrecord.model.when import When
from onrecord.store import Case, Filters
from onrecord.store.reader import statement_query
from onrecord.store.search import fold, full_text, starts_words
from tests.store.analyses import DAM_TEXT, NOON, dam, days_after

URL = "https://fjord.example/dam"
EDITED = DAM_TEXT.replace("1,200", "1,900")
WORDS = ["river", "dam", "crack", "water", "town", "school", "bridge", "road", "flood", "valley"]
SPEAKERS = [("Ána Lund", "Kelda"), ("Oliver Berg", "Hydro Works"), ("Li Wei", None), ("Mayor Bergström", "Årdal town")]
ACTS = ["assert", "deny", "warn", "confirm"]


def random_report(number: int, rng: random.Random) -> Analysis:
    """Six sentences of random words, each a statement with random properties."""
    sentences = [" ".join(rng.choices(WORDS, k=6)) for _ in range(6)]
    text = ". ".join(sentences)
    day = date(2031, 3, rng.randint(1, 28)).isoformat()
    report = Report(
        TextVersion.of(text),
        f"{number}.txt",
        url=f"https://x.example/{number}",
        title=rng.choice(WORDS),
        outlet=rng.choice(["The Fjord Post", "Dagens Vann", None]),
        published=When(day, "day", "metadata"),
    )
    found, start = [], 0
    for sentence in sentences:
        span = Span(start, start + len(sentence))
        start = span.end + 2
        name, side = rng.choice(SPEAKERS)
        spans = ((Span(span.start, span.start + 3),), (), (Span(span.start + 3, span.end),))
        said = rng.choice([When(None), When(f"2031-03-{rng.randint(1, 28):02d}", "day"), When("2031-03", "month")])
        found.append(
            Statement(
                statement_id(report.id, report.version.sha256, *spans),
                0,
                rng.choice([0.2, 0.5, 0.9]),
                "rules/1",
                *spans,
                "indirect",
                rng.choice(ACTS),
                said,
                speakers=(Speaker(name, "person", side),),
                figures=(Figure(span, 3, 3, "exact"),) * rng.randint(0, 1),
            )
        )
    return Analysis(report, (Section(0, len(text), "article"),), tuple(found))


@pytest.fixture(scope="module")
def stock():
    """Forty random reports."""
    rng = random.Random(7)
    return [random_report(number, rng) for number in range(40)]


@pytest.fixture(scope="module")
def case(stock, tmp_path_factory):
    with Case.open(tmp_path_factory.mktemp("stock") / "case.db") as opened:
        for analysis in stock:
            opened.add(analysis, recorded_at=NOON)
        yield opened


def days(statement, report):
    """The days a statement may have been said on, told a second way."""
    value = statement.said_on.value or report.published.value
    return ("2031-03-01", "2031-03-31") if value == "2031-03" else (value, value)


@pytest.mark.parametrize(
    ("filters", "keeps"),
    [
        (Filters(), lambda s, r: True),
        (Filters(who="berg"), lambda s, r: "Berg" in s.speakers[0].name),
        (Filters(who="ANA LUND"), lambda s, r: s.speakers[0].name == "Ána Lund"),
        (Filters(who="li"), lambda s, r: s.speakers[0].name == "Li Wei"),
        (Filters(who="nobody"), lambda s, r: False),
        (Filters(affiliation="ardal"), lambda s, r: s.speakers[0].affiliation == "Årdal town"),
        (Filters(who="Li", affiliation="Kelda"), lambda s, r: False),
        (Filters(act="deny"), lambda s, r: s.act == "deny"),
        (Filters(act=("deny", "warn")), lambda s, r: s.act in ("deny", "warn")),
        (Filters(outlet="fjord"), lambda s, r: r.outlet == "The Fjord Post"),
        (Filters(has_figure=True), lambda s, r: bool(s.figures)),
        (Filters(min_confidence=0.5), lambda s, r: s.confidence >= 0.5),
        (Filters(since=date(2031, 3, 12)), lambda s, r: days(s, r)[1] >= "2031-03-12"),
        (Filters(until=date(2031, 3, 12)), lambda s, r: days(s, r)[0] <= "2031-03-12"),
        (Filters(as_of=date(2031, 3, 9)), lambda s, r: r.published.value <= "2031-03-09"),
        (Filters(as_of=date(2031, 3, 9), all_versions=True), lambda s, r: r.published.value <= "2031-03-09"),
        (Filters(about="crack floods"), lambda s, r: {"crack", "flood"} <= words(s, r)),
        (Filters(about='"dam crack"'), lambda s, r: "dam crack" in s.content[0].of(r.text)),
    ],
)
def test_a_filter_keeps_what_it_says(case, stock, filters, keeps):
    expected = {s.id for a in stock for s in a.statements if keeps(s, a.report)}
    rows = list(case.statements(filters))
    assert {row.id for row in rows} == expected
    order = [(row.day_first, row.report_id, row.start) for row in rows]
    assert order == sorted(order)
    by_id = list(case.statements_by_id(filters))
    assert {row.id for row in by_id} == expected
    assert sorted((r.statement.id, r.figure) for r in case.figures(filters)) == sorted(
        (row.id, figure) for row in rows for figure in row.figures
    )
    if filters.since is None and filters.until is None and filters.about is None:
        reports = {row.report_id: row.statements for row in case.reports(filters)}
        assert set(reports) == {row.report_id for row in rows}
        assert set(reports.values()) <= {6}


def words(statement, report):
    """The words of a statement as written."""
    return {*statement.content[0].of(report.text).split(), *statement.source[0].of(report.text).split()}


def test_pages_together_are_the_whole(case):
    whole = list(case.statements())
    pages = [row for start in range(0, 240, 37) for row in case.statements(Filters(limit=37, offset=start))]
    assert pages == whole
    assert list(case.statements(Filters(limit=0))) == []
    assert list(case.figures(Filters(limit=5, offset=2))) == list(case.figures())[2:7]
    assert list(case.reports(Filters(limit=3, offset=1))) == list(case.reports())[1:4]


def test_a_figure_row_has_its_characters(case, stock):
    texts = {a.report.id: a.report.text for a in stock}
    rows = list(case.figures())
    assert rows
    for row in rows:
        assert row.text == texts[row.statement.report_id][row.figure.span.start : row.figure.span.end]


def test_reports_go_by_title_too(case, stock):
    found = {row.report_id for row in case.reports(Filters(about="valley"))}
    assert {a.report.id for a in stock if a.report.title == "valley"} <= found
    assert found == {
        a.report.id
        for a in stock
        if a.report.title == "valley" or any("valley" in words(s, a.report) for s in a.statements)
    }
    assert {row.known_on for row in case.reports(Filters(since=date(2031, 3, 9), until=date(2031, 3, 12)))} <= {
        date(2031, 3, day) for day in range(9, 13)
    }


def test_counts_agree_with_the_rows(case, stock):
    counts = case.counts()
    assert (counts.reports, counts.versions, counts.outlets, counts.speakers) == (40, 40, 2, 4)
    assert counts.statements == 240
    assert counts.figures == sum(len(s.figures) for a in stock for s in a.statements)
    early = case.counts(date(2031, 3, 9))
    assert early.reports == sum(a.report.published.value <= "2031-03-09" for a in stock)
    assert early.last_known <= date(2031, 3, 9)


def test_a_report_by_the_beginning_of_its_id(case, stock):
    whole = stock[0].report.id
    assert {row.report_id for row in case.statements(Filters(report=whole[:14]))} == {whole}
    assert case.report(whole.removeprefix("r_")[:14]).id == whole
    with pytest.raises(UsageError, match="several reports"):
        case.report("r_")
    for missing in ("zzz", "", "%", "r_' OR 1=1"):
        with pytest.raises(UsageError, match="no report"):
            case.report(missing)
    with pytest.raises(UsageError, match="no statement"):
        case.statement("zzz")


@pytest.mark.parametrize(
    "about",
    [
        'crack" OR "dam',
        "crack OR nothing",
        "content:crack",
        "crack*",
        "crack) OR (dam",
        "NEAR(crack dam)",
        "crack -- x",
        "^crack",
        "'; DROP TABLE statements; --",
        "crack\x00dam",
        '"crack',
        "AND",
        "{a} : b",
    ],
)
def test_nothing_in_a_query_is_syntax(case, about):
    rows = list(case.statements(Filters(about=about)))
    plain = {word.strip("\"'-*^(){}:;") for word in about.replace("\x00", " ").lower().replace('"', " ").split()}
    for row in rows:
        assert "crack" not in plain or "crack" in f"{row.source_text} {row.content_text}"
    assert case.counts().statements == 240


@pytest.mark.parametrize("query", ["", "   ", '""', "*", "- - -", "🌊", "\x00"])
def test_a_query_without_a_word_is_refused(case, query):
    for filters in (Filters(about=query), Filters(who=query), Filters(affiliation=query), Filters(outlet=query)):
        with pytest.raises(UsageError, match="no word"):
            list(case.statements(filters))


def test_an_endless_query_is_refused():
    with pytest.raises(UsageError, match="1000 characters"):
        full_text("a " * 5000)
    with pytest.raises(UsageError, match="64 words"):
        full_text("a " * 100)


def test_names_are_compared_without_case_accents_and_punctuation():
    assert fold("  Ána-María  O’Brien ") == " ana maria o brien"
    assert fold(None) == ""
    assert starts_words("Brien", "--who") == "% brien%"
    assert starts_words("100%_", "--who") == "% 100%"


@pytest.mark.parametrize(
    "wrong",
    [
        {"act": "shout"},
        {"limit": -1},
        {"offset": -1},
        {"min_confidence": 1.5},
        {"since": date(2031, 2, 2), "until": date(2031, 2, 1)},
    ],
)
def test_a_value_that_cannot_be_used_is_named(wrong):
    with pytest.raises(UsageError, match="--"):
        Filters(**wrong)


def test_as_of_shows_the_version_of_that_day(tmp_path):
    with Case.open(tmp_path / "case.db") as case:
        first = case.add(dam(url=URL), recorded_at=NOON)
        second = case.add(dam(EDITED, url=URL, modified="2031-03-08T09:00:00Z"), recorded_at=days_after(1))
        shown = {
            day: [row.version_sha256 for row in case.statements(Filters(as_of=date(2031, 3, day), has_figure=True))]
            for day in (4, 5, 7, 8, 9)
        }
        old, new = [first.version_sha256], [second.version_sha256]
        assert shown == {4: [], 5: old, 7: old, 8: new, 9: new}
        assert [row.figure.low for row in case.figures(Filters(as_of=date(2031, 3, 7)))] == [1200]
        assert [row.figure.low for row in case.figures()] == [1900]
        (before,) = case.reports(Filters(as_of=date(2031, 3, 7)))
        (now,) = case.reports()
        assert (before.versions, before.ordinal, now.versions, now.ordinal) == (1, 1, 2, 2)
        assert case.report(first.report_id).latest.sha256 == second.version_sha256
        assert len(list(case.statements(Filters(all_versions=True)))) == 4


def test_an_edit_without_a_date_of_its_own_is_known_when_recorded(tmp_path):
    with Case.open(tmp_path / "case.db") as case:
        case.add(dam(url=URL), recorded_at=NOON)
        case.add(dam(EDITED, url=URL), recorded_at=days_after(2))
        assert [row.figure.low for row in case.figures(Filters(as_of=NOON.date()))] == [1200]
        assert [row.figure.low for row in case.figures(Filters(as_of=days_after(2).date()))] == [1900]
        (row,) = case.reports()
        assert (row.known_on, row.known_basis) == (days_after(2).date(), "recorded")
        assert list(case.verify()) == []


def test_an_older_copy_added_later_does_not_become_the_latest(tmp_path):
    with Case.open(tmp_path / "case.db") as case:
        case.add(dam(EDITED, url=URL, modified="2031-03-08"), recorded_at=NOON)
        case.add(dam(url=URL), recorded_at=days_after(1))
        assert [row.figure.low for row in case.figures()] == [1900]


@pytest.mark.parametrize(
    "filters",
    [Filters(), Filters(as_of=date(2031, 3, 9)), Filters(has_figure=True), Filters(since=date(2031, 3, 9))],
)
def test_a_page_is_read_along_an_index_without_sorting(case, filters):
    with case._database.reading() as connection:
        query = statement_query(connection, replace(filters, limit=50), "day")
        sql = str(query.compile(connection, compile_kwargs={"literal_binds": True}))
        plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}")]
    assert any("statements_day" in step for step in plan)
    assert not any("FOR ORDER BY" in step for step in plan)


def test_reading_goes_on_while_reports_are_added(case, tmp_path):
    with Case.open(tmp_path / "case.db") as other:
        other.add(dam(), recorded_at=NOON)
        rows = other.statements()
        first = next(rows)
        other.add(replace(dam(EDITED, source="second.txt"), statements=()), recorded_at=NOON)
        assert [first, *rows] == list(other.statements())
