"""Opening: new, old, newer, foreign, damaged, locked, full and read-only files."""

from __future__ import annotations

import sqlite3

import pytest
from sqlalchemy import inspect

from onrecord.model.errors import StoreError, StoreVersionError
from onrecord.store import Case, Filters, migrations, schema
from tests.store.analyses import DAM_TEXT, NOON, dam


@pytest.fixture
def path(tmp_path):
    return tmp_path / "case.db"


def test_a_new_case_is_made_and_opened_again(path):
    with Case.open(path) as case:
        case.add(dam(), recorded_at=NOON)
        state = case.state()
        assert state.migrations == tuple(name for name, _ in migrations.MIGRATIONS)
        assert state.size > 0
        assert not case.read_only
    with Case.open(str(path), create=False) as case:
        assert case.counts().reports == 1
        assert case.location == path
    assert not path.with_name("case.db-wal").exists()


def test_the_file_is_in_wal_mode_with_foreign_keys(path):
    with Case.open(path) as case, case._database.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == 10_000


def test_the_migrations_make_the_tables_that_queries_expect(path):
    with Case.open(path) as case, case._database.reading() as connection:
        found = inspect(connection)
        for table in schema.METADATA.sorted_tables:
            columns = {column["name"]: column["type"].python_type for column in found.get_columns(table.name)}
            assert columns == {c.name: c.type.python_type for c in table.columns}
            keys = {key["constrained_columns"][0]: key["referred_table"] for key in found.get_foreign_keys(table.name)}
            assert keys == {fk.parent.name: fk.column.table.name for fk in table.foreign_keys}
            primary = [column.name for column in table.primary_key]
            assert found.get_pk_constraint(table.name)["constrained_columns"] == primary


@pytest.mark.parametrize("create", [True, False])
def test_paths_that_cannot_be_a_case(tmp_path, create):
    with pytest.raises(StoreError, match="is a folder"):
        Case.open(tmp_path, create=create)
    with pytest.raises(StoreError, match="does not exist"):
        Case.open(tmp_path / "no" / "case.db", create=create)
    with pytest.raises(StoreError, match="a file on this machine"):
        Case.open("postgresql://localhost/case", create=create)


def test_a_case_that_is_not_there(path):
    for options in ({"create": False}, {"read_only": True}):
        with pytest.raises(StoreError, match="no such case"):
            Case.open(path, **options)
        assert not path.exists()
    path.touch()
    with pytest.raises(StoreError, match="is empty"):
        Case.open(path, create=False)
    with Case.open(path) as case:
        assert case.counts().reports == 0


def test_a_file_that_is_no_case(path):
    path.write_bytes(b"%PDF-1.7 not a case at all, and long enough to have a header")
    before = path.read_bytes()
    with pytest.raises(StoreError, match=r"case\.db: is not a case: not an SQLite file"):
        Case.open(path)
    assert path.read_bytes() == before


def test_another_program_s_database_is_left_alone(path):
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE songs (title TEXT)")
    connection.commit()
    connection.close()
    for options in ({}, {"read_only": True}, {"create": False}):
        with pytest.raises(StoreError, match=r"case\.db: is an SQLite file, but not a case"):
            Case.open(path, **options)


def test_a_damaged_case(path):
    with Case.open(path) as case:
        for number in range(20):
            case.add(dam(f"Report {number}\n{DAM_TEXT}", url=f"https://x.example/{number}"), recorded_at=NOON)
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    with pytest.raises(StoreError, match=r"case\.db: is damaged \(restore"), Case.open(path) as case:
        list(case.verify())
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(StoreError, match=r"case\.db: is damaged"), Case.open(path) as case:
        list(case.verify())


def test_a_case_of_a_newer_version(path):
    Case.open(path).close()
    connection = sqlite3.connect(path)
    connection.execute("INSERT INTO migrations VALUES ('0999-future', '2040-01-01')")
    connection.commit()
    connection.close()
    for options in ({}, {"read_only": True}):
        with pytest.raises(StoreVersionError, match=r"case\.db: was written by a newer onrecord.*0999-future"):
            Case.open(path, **options)


def test_a_case_of_an_older_version_is_brought_up(path, monkeypatch):
    with Case.open(path) as case:
        case.add(dam(), recorded_at=NOON)
    later = ("0002-colour", lambda connection: connection.exec_driver_sql("ALTER TABLE reports ADD COLUMN colour TEXT"))
    monkeypatch.setattr(migrations.pending, "__defaults__", ((*migrations.MIGRATIONS, later),))
    monkeypatch.setattr(migrations.migrate, "__defaults__", ((*migrations.MIGRATIONS, later),))
    with pytest.raises(StoreError, match="open it once for writing"):
        Case.open(path, read_only=True)
    with Case.open(path) as case:
        assert case.state().migrations[-1] == "0002-colour"
        assert case.counts().reports == 1


def test_a_migration_that_fails_half_way_leaves_nothing(path):
    def half(connection):
        connection.exec_driver_sql("CREATE TABLE half (a TEXT)")
        connection.exec_driver_sql("INSERT INTO half VALUES ('done')")
        raise RuntimeError("power cut")

    with Case.open(path) as case:
        database = case._database
        before = _schema(path)
        with pytest.raises(RuntimeError, match="power cut"):
            migrations.migrate(database.connection, database.writing, (*migrations.MIGRATIONS, ("0002-half", half)))
        assert _schema(path) == before
        assert case.state().migrations == ("0001-record",)


def test_a_first_migration_that_fails_can_be_run_again(path, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(migrations, "_RECORD", (*migrations._RECORD, "CREATE TABLE reports (again TEXT)"))
        with pytest.raises(StoreError):
            Case.open(path)
    assert _schema(path) == []
    with Case.open(path) as case:
        assert case.add(dam(), recorded_at=NOON).outcome == "new"


def test_a_full_disk_writes_nothing_by_halves(path):
    with Case.open(path) as case:
        case.add(dam(), recorded_at=NOON)
        with case._database.reading() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        long = dam(DAM_TEXT + "\nmore water" * 20_000, source="long.txt")
        with pytest.raises(StoreError, match=r"case\.db: the disk is full; nothing of this report"):
            case.add(long, recorded_at=NOON)
        assert case.counts().reports == 1
        assert list(case.verify()) == []
        with case._database.reading() as connection:
            connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
        assert case.add(long, recorded_at=NOON).outcome == "new"


def test_a_locked_case_says_so_and_can_still_be_read(path):
    with Case.open(path) as case:
        case.add(dam(), recorded_at=NOON)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with Case.open(path, wait=0.01) as case:
        assert len(list(case.statements())) == 2
        with pytest.raises(StoreError, match=r"case\.db: another process is writing"):
            case.add(dam(source="b.txt"), recorded_at=NOON)
        other.execute("ROLLBACK")
        other.close()
        assert case.add(dam(source="b.txt"), recorded_at=NOON).outcome == "unchanged"


def test_two_writers_take_turns(path):
    with Case.open(path) as one, Case.open(path) as two:
        for number in range(6):
            case = one if number % 2 else two
            case.add(dam(f"Report {number}\n{DAM_TEXT}", source=f"{number}.txt"), recorded_at=NOON)
        assert one.counts() == two.counts()
        assert one.counts().reports == 6
        assert list(one.verify()) == []


def test_reading_only_writes_nothing(path):
    with Case.open(path) as case:
        case.add(dam(), recorded_at=NOON)
    before = path.read_bytes()
    with Case.open(path, read_only=True) as case:
        assert len(list(case.statements(Filters(about="crack")))) == 1
        assert list(case.verify()) == []
        with pytest.raises(StoreError, match="for reading only"):
            case.add(dam(), recorded_at=NOON)
    assert path.read_bytes() == before


def test_a_reader_leaves_no_other_file(path):
    Case.open(path).close()
    with Case.open(path, read_only=True) as case:
        assert case.counts().reports == 0
    assert [found.name for found in path.parent.iterdir()] == ["case.db"]


def test_a_case_in_a_folder_that_cannot_be_written(path, monkeypatch):
    with Case.open(path) as case:
        case.add(dam(), recorded_at=NOON)
    monkeypatch.setattr("onrecord.store.database.os.access", lambda *_: False)
    with Case.open(path, read_only=True) as case:
        assert len(list(case.statements())) == 2
    assert [found.name for found in path.parent.iterdir()] == ["case.db"]


def test_a_reader_sees_what_a_writer_has_not_moved_from_the_log(path, monkeypatch):
    with Case.open(path) as writer:
        writer.add(dam(), recorded_at=NOON)
        with Case.open(path, read_only=True) as reader:
            assert reader.counts().reports == 1
            writer.add(dam(f"Again: {DAM_TEXT}", source="b.txt"), recorded_at=NOON)
            assert reader.counts().reports == 2
        monkeypatch.setattr("onrecord.store.database.os.access", lambda *_: False)
        with Case.open(path, read_only=True) as reader:
            assert reader.counts().reports == 2


def test_a_name_with_signs_of_an_address(tmp_path):
    odd = tmp_path / "a case? 100%#1.db"
    with Case.open(odd) as case:
        case.add(dam(), recorded_at=NOON)
    assert odd.exists()
    with Case.open(odd, read_only=True) as case:
        assert case.counts().reports == 1


def test_closing_twice_is_no_error(path):
    case = Case.open(path)
    case.close()
    case.close()


def _schema(path):
    connection = sqlite3.connect(path)
    try:
        return connection.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()
    finally:
        connection.close()
