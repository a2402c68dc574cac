"""Exports: complete, the same bytes in any order of adding, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
import random
import tempfile
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.model import wire
from onrecord.model.errors import StoreError, UsageError
from onrecord.store import Case, Filters, export, statements_table
from onrecord.store.export import EVERYTHING
from tests.store.analyses import DAM_TEXT, NOON, analyses, dam, days_after

URL = "https://fjord.example/dam"
BATCH = [
    dam(url=URL, source="page.html"),
    dam(DAM_TEXT.replace("1,200", "1,900"), url=URL, source="later.html"),
    dam(source="a.txt"),
    dam(source="b.txt"),
    dam("Again: " + DAM_TEXT, source="c.jsonl", external_id="7", published=None),
]


def exported(case, fmt, **options):
    out = io.BytesIO()
    export(case, out, fmt, **options)
    return out.getvalue()


@pytest.fixture
def case(tmp_path):
    with Case.open(tmp_path / "case.db") as opened:
        for analysis in BATCH:
            opened.add(analysis, recorded_at=NOON)
        yield opened


@pytest.mark.parametrize("fmt", ["jsonl", "csv", "parquet"])
def test_the_order_of_adding_leaves_no_trace(case, tmp_path, fmt):
    whole = exported(case, fmt)
    shuffled = BATCH * 2
    random.Random(3).shuffle(shuffled)
    with Case.open(tmp_path / "other.db") as other:
        for day, analysis in enumerate(shuffled):
            other.add(analysis, recorded_at=days_after(day))
        assert exported(other, fmt) == whole


@settings(max_examples=12, deadline=None)
@given(st.data())
def test_any_batch_in_any_order_gives_the_same_record(data):
    batch = data.draw(st.lists(analyses(), max_size=4, unique_by=lambda a: (a.report.id, a.report.version.sha256)))
    # Each file holds one text, as the files of one run do; which of two texts a file held first is a matter of order.
    batch = [replace(a, report=replace(a.report, source=f"{i}.txt")) for i, a in enumerate(batch)]
    order = data.draw(st.permutations(batch))
    with (
        tempfile.TemporaryDirectory() as folder,
        Case.open(Path(folder) / "a.db") as one,
        Case.open(Path(folder) / "b.db") as two,
    ):
        for analysis in batch:
            one.add(analysis, recorded_at=NOON)
        for analysis in order:
            two.add(analysis, recorded_at=days_after(1))
        for fmt in ("jsonl", "csv"):
            assert exported(one, fmt) == exported(two, fmt)


def test_a_line_of_json_is_a_record_of_the_contract(case):
    lines = [json.loads(line) for line in exported(case, "jsonl").splitlines()]
    held = {(v.report_id, v.sha256): v for row in case.reports() for v in case.report(row.report_id).versions}
    assert [(line["report"]["id"], line["report"]["text_sha256"]) for line in lines] == sorted(held)
    assert len(lines) == 4
    page = BATCH[0].report
    versions = sorted([page.version.sha256, BATCH[1].report.version.sha256])
    for line in lines:
        stored = held[line["report"]["id"], line["report"]["text_sha256"]]
        source = line["report"]["source"]
        assert wire.analysis_from_json(line) == replace(
            stored.analysis, report=replace(stored.analysis.report, source=source)
        )
        assert list(line) == ["schema", "report", "sections", "statements", "mentions", "versions"]
        if line["report"]["id"] == page.id:
            assert line["versions"] == versions
            assert source == "later.html"
    assert "2031-05-20" not in exported(case, "jsonl").decode()


def test_the_clock_is_written_where_asked_for(case):
    (line, *_) = [json.loads(line) for line in exported(case, "jsonl", with_clock=True, with_text=False).splitlines()]
    assert set(line["clock"]) == {"version", "known_on", "known_basis", "recorded_at"}
    assert "text" not in line["report"]
    assert exported(case, "csv", with_clock=True).splitlines()[0].endswith(b",version,known_on")


def test_csv_is_flat_and_complete(case):
    rows = list(csv.DictReader(io.StringIO(exported(case, "csv").decode(), newline="")))
    assert [row["id"] for row in rows] == [row.id for row in case.statements_by_id(EVERYTHING)]
    assert len(rows) == 8
    row = next(row for row in rows if row["act"] == "deny")
    assert row["content_text"] == '"We saw no crack,"'
    assert json.loads(row["speakers"])[0]["name"] == "Mira Solberg"
    assert (row["said_on"], row["said_not_after"], row["via"]) == ("", "2031-03-05", "Radio Fjord")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_a_formula(tmp_path, start):
    analysis = dam(outlet=f"{start}HYPERLINK(1)")
    with Case.open(tmp_path / "case.db") as case:
        case.add(replace(analysis, report=replace(analysis.report, title=f"{start}1+1")), recorded_at=NOON)
        text = exported(case, "csv").decode()
    for row in csv.DictReader(io.StringIO(text, newline="")):
        assert (row["outlet"], row["title"]) == (f"'{start}HYPERLINK(1)", f"'{start}1+1")
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) for cell in row.values())


def test_parquet_holds_the_same_rows(case, tmp_path):
    out = tmp_path / "statements.parquet"
    assert export(case, out, "parquet") == 8
    table = pyarrow.parquet.read_table(out)
    rows = list(case.statements_by_id(EVERYTHING))
    assert table.column("id").to_pylist() == [row.id for row in rows]
    assert table.column("content").to_pylist() == [[list(span) for span in row.content] for row in rows]
    assert table.column("figures").to_pylist()[0:1] == [[wire.figure_to_json(f) for f in rows[0].figures]]


def test_statements_make_an_arrow_table(case):
    rows = list(case.statements())
    table = statements_table(iter(rows))
    assert table.num_rows == len(rows)
    assert table.column("known_on").to_pylist() == [row.known_on.isoformat() for row in rows]
    empty = statements_table([])
    assert empty.num_rows == 0
    assert empty.schema == table.schema


def test_filters_choose_what_is_exported(case):
    rows = list(csv.DictReader(io.StringIO(exported(case, "csv", filters=Filters(act="deny")).decode(), newline="")))
    assert {row["act"] for row in rows} == {"deny"}
    assert len(exported(case, "jsonl", filters=Filters()).splitlines()) == 3


def test_a_file_is_put_in_place_whole(case, tmp_path, monkeypatch):
    out = tmp_path / "out.jsonl"
    assert export(case, out, "jsonl") == 4
    before = out.read_bytes()
    assert before == exported(case, "jsonl")
    full = OSError(28, "No space left on device")

    def fails(*_args, **_options):
        raise full

    with monkeypatch.context() as patch:
        patch.setattr(wire, "analysis_to_json", fails)
        with pytest.raises(StoreError, match=r"out\.jsonl: cannot be written: No space left"):
            export(case, out, "jsonl")
    assert out.read_bytes() == before
    assert sorted(path.name for path in tmp_path.glob("*out*")) == ["out.jsonl"]


def test_where_nothing_can_be_written(case, tmp_path):
    with pytest.raises(StoreError, match="cannot be written"):
        export(case, tmp_path / "no" / "out.csv", "csv")
    with pytest.raises(UsageError, match="'xls' is none of"):
        export(case, tmp_path / "out.xls", "xls")
