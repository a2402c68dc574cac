from __future__ import annotations

import os
from pathlib import Path

import pytest

from onrecord.ingest.files import opened, shown, walk
from onrecord.model.errors import InputError


def names(folder: Path) -> list[str]:
    return [str(path) if isinstance(path, InputError) else os.path.relpath(path, folder) for path in walk(str(folder))]


def test_a_folder_is_walked_in_order_without_hidden_files(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a/b/c", "B.txt", ".hidden", ".git/x.txt", "c.png", "c.css", "d.html"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("words")
    assert names(tmp_path) == ["B.txt", "a/b/c", "a/z.txt", "b.txt", "d.html"]


def test_a_link_that_leads_back_is_an_error_not_a_loop(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "one.txt").write_text("words")
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    (tmp_path / "b").symlink_to(tmp_path / "a")
    found = names(tmp_path)
    assert found[0] == "a/one.txt"
    assert "a link back into a folder around it" in found[1]
    assert len(found) == 2  # the second way to the same folder adds nothing


def test_many_links_to_folders_do_not_multiply(tmp_path: Path) -> None:
    for depth in range(25):
        (tmp_path / str(depth)).mkdir()
    for depth in range(24):
        for link in ("x", "y"):
            (tmp_path / str(depth) / link).symlink_to(tmp_path / str(depth + 1))
    (tmp_path / "24" / "end.txt").write_text("words")
    assert len(names(tmp_path)) == 1


def test_an_empty_folder_is_an_error(tmp_path: Path) -> None:
    (tmp_path / ".hidden").write_text("words")
    (tmp_path / "inner").mkdir()
    assert [name.partition(": ")[2] for name in names(tmp_path)] == [
        "no report in this folder (reports are text, HTML, PDF, JSON or feed files)"
    ]


@pytest.mark.parametrize("name", ["missing.txt", "a\0b", "x" * 5_000])
def test_what_is_not_there_is_an_error(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError), opened(str(tmp_path / name)):
        pass


def test_a_pipe_or_device_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (str(tmp_path / "pipe"), "/dev/zero", str(tmp_path)):
        with pytest.raises(InputError, match="regular file"), opened(path):
            pass


def test_links_in_a_circle_are_an_error(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    with pytest.raises(InputError, match="cannot be opened"), opened(str(tmp_path / "a")):
        pass


def test_a_file_without_permission_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text("words")
    path.chmod(0)
    if os.geteuid() == 0:  # root may read everything

        def refuse(*args: object) -> int:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(InputError, match="permission denied"), opened(str(path)):
        pass


def test_names_are_shown_on_one_line() -> None:
    assert shown("a\nb\x1b[31m") == "a\ufffdb\ufffd[31m"
    assert shown(os.fsdecode(b"caf\xe9.txt")) == "caf\ufffd.txt"
    assert shown("/news/Łódź 2024.txt") == "/news/Łódź 2024.txt"
