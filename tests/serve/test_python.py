"""The Python API: the power of the commands, results that turn into tables."""

from __future__ import annotations

from datetime import date

import pytest

import onrecord
from onrecord.ingest.read import ReadOptions
from onrecord.model.errors import InputError, StoreError, UsageError
from onrecord.model.spans import Span
from tests.reports import ALL, DAM, NORWEGIAN


@pytest.fixture
def files(tmp_path):
    for name, text in ALL.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return [tmp_path / name for name in ALL]


@pytest.fixture
def case(tmp_path, files):
    with onrecord.open_case(tmp_path / "story.sqlite") as opened:
        assert [o.outcome for o in opened.add(files)] == ["new"] * 3
        yield opened


def test_extract_gives_spans_into_the_text_as_given():
    found = onrecord.extract(DAM, published="2024-10-19", title="T", outlet="O", url="https://o.example/t")
    assert found.text == DAM
    quoted = [Span(*span).of(DAM) for s in found.statements for span in s.content]
    assert "There is no crack in the wall" in quoted
    record = found.to_json()
    assert (record["report"]["title"], record["report"]["outlet"], record["report"]["url"]) == (
        "T",
        "O",
        "https://o.example/t",
    )
    assert "text" not in record["report"]
    assert found.to_json(with_text=True)["report"]["text"] == DAM
    friday = [s.said_on.value for s in found.statements if s.said_on.basis == "weekday"]
    assert friday
    assert set(friday) == {"2024-10-18"}


def test_extract_twice_is_the_same():
    assert onrecord.extract(DAM) == onrecord.extract(DAM)


def test_extract_leaves_another_language_unread():
    found = onrecord.extract(NORWEGIAN)
    assert not found.analysis.analysed
    assert found.statements == ()


def test_extract_of_nothing_is_nothing():
    assert onrecord.extract("").statements == ()


@pytest.mark.parametrize("published", ["yesterday", "2024-13-01", ""])
def test_extract_names_a_date_that_is_none(published):
    with pytest.raises(UsageError, match="published"):
        onrecord.extract(DAM, published=published)


def test_adding_again_changes_nothing_and_an_error_is_an_outcome(case, files, tmp_path):
    outcomes = case.add([*files, tmp_path / "nothere.txt"])
    assert [o.outcome for o in outcomes[:3]] == ["unchanged"] * 3
    assert isinstance(outcomes[3], InputError)
    assert "no such file" in outcomes[3].problem
    assert [o.outcome for o in case.add(files[0])] == ["unchanged"]
    assert [o.outcome for o in case.add(str(files[0]), replace=True)] == ["unchanged"]
    assert isinstance(case.add(files[0], options=ReadOptions(max_bytes=5))[0], InputError)


def test_statements_are_a_sequence_that_turns_into_a_table(case):
    every = case.statements()
    assert len(every) == len(list(every))
    assert every[0] == next(iter(every))
    assert isinstance(every[1:3], onrecord.Statements)
    assert list(every[1:3]) == list(every)[1:3]
    assert repr(every) == f"<{len(every)} statements>"
    table = every.to_arrow()
    assert table.num_rows == len(every)
    assert table.column("content_text").to_pylist() == [row.content_text for row in every]
    assert case.statements(about="nosuchword").to_arrow().num_rows == 0


def test_filters(case):
    assert {row.act for row in case.statements(act="deny")} == {"deny"}
    assert {row.act for row in case.statements(act=("deny", "no_comment"))} == {"deny", "no_comment"}
    assert all("Lee" in row.speakers[0].name for row in case.statements(who="lee"))
    both = case.statements(who="lee", filters=onrecord.Filters(has_figure=True))
    assert 0 < len(both) < len(case.statements(who="lee"))
    with pytest.raises(UsageError, match="nonsense"):
        case.statements(act="nonsense")


def test_the_rest_of_the_commands(case):
    assert {r.title.split()[0] for r in case.reports()} == {"Norvik", "Ferry", "Rescuers"}
    first = case.reports()[0]
    assert case.report(first.report_id[:8]).id == first.report_id
    assert {f.text for f in case.figures()} >= {"About 1,200", "At least 14"}
    assert [i.day for i in case.timeline()] == sorted(i.day for i in case.timeline())
    brief = case.brief(title="B")
    assert brief.title == "B"
    numbers = {c.number for c in brief.citations}
    assert all(s.citation in numbers for part in brief.parts for s in part.sentences)
    assert case.brief(onrecord.Filters(as_of=date(1999, 1, 1))).parts == ()
    assert list(case.verify()) == []


def test_a_case_that_is_not_there(tmp_path):
    with pytest.raises(StoreError, match="no such case"):
        onrecord.open_case(tmp_path / "none.sqlite", create=False)
    with pytest.raises(onrecord.OnrecordError):
        onrecord.open_case(tmp_path, read_only=True)


def test_a_closed_case_may_be_closed_again(tmp_path):
    case = onrecord.open_case(tmp_path / "a.sqlite")
    case.close()
    case.close()
