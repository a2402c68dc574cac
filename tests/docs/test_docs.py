"""What the documents say is so: commands and options exist, examples run, links lead somewhere."""

from __future__ import annotations

import doctest
import importlib.util
import re
import shlex
from pathlib import Path

import pytest
import typer

import onrecord
from onrecord.model.report import SectionKind
from onrecord.model.statement import Act, Bound, Modality, QuoteType
from onrecord.model.when import Basis, Precision
from onrecord.serve.cli.app import app
from onrecord.serve.cli.common import Exit
from tests.reports import DAM

ROOT = Path(__file__).parent.parent.parent
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
COMMANDS = typer.main.get_command(app).commands

PUBLIC = {"Extraction", "Filters", "OnrecordError", "OpenCase", "Statements", "__version__", "extract", "open_case"}


def names(pages):
    return [page.name for page in pages]


def read(page):
    return page.read_text(encoding="utf-8")


def blocks(page, *languages):
    """The fenced blocks of a page in one of the languages ("" for none)."""
    fences = re.findall(r"^```(\w*)\n(.*?)^```$", read(page), re.MULTILINE | re.DOTALL)
    return [body for language, body in fences if language in languages]


def command_lines(page):
    """The ``onrecord`` command lines of a page, in blocks and in running text."""
    text = read(page)
    inline = re.findall(r"`(onrecord [^`\n]+)`", text)
    lines = [line for body in blocks(page, "", "bash", "sh") for line in body.splitlines()]
    for line in [*inline, *lines]:
        for part in re.split(r"\s*(?:\||&&|;)\s*", line):
            if part.startswith("onrecord "):
                yield part


def load(name):
    spec = importlib.util.spec_from_file_location(name, ROOT / "tools" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_of_commands_is_up_to_date():
    assert load("build_cli_docs").page() == read(ROOT / "docs" / "cli.md"), "run: python tools/build_cli_docs.py"


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_and_option_is_explained(name):
    command = COMMANDS[name]
    assert command.help
    assert command.epilog.startswith("Example: onrecord " + name)
    for parameter in command.params:
        assert parameter.help, f"{name}: {parameter.name}"
        assert parameter.is_flag or parameter.metavar if parameter.param_type_name == "option" else parameter.metavar
    listed = read(ROOT / "docs" / "cli.md").partition(f"## onrecord {name}\n")[2].partition("\n## ")[0]
    for parameter in command.params:
        for option in parameter.opts:
            assert f"`{option}`" in listed or f"`{parameter.metavar}" in listed


@pytest.mark.parametrize("page", PAGES, ids=names(PAGES))
def test_shell_examples_name_commands_and_options_that_exist(page):
    for line in command_lines(page):
        words = shlex.split(line.partition(" #")[0].partition(" > ")[0])[1:]
        assert words, line
        if words[0].startswith("-"):
            assert words[0] in {"--help", "--version", "--install-completion", "--show-completion"}, line
            continue
        if words[0] == "COMMAND":
            continue
        assert words[0] in COMMANDS, line
        known = {o for p in COMMANDS[words[0]].params for o in (*p.opts, *p.secondary_opts)} | {"--help", "-h"}
        for word in words[1:]:
            if word.startswith("-") and word != "-":
                assert word in known, line


def test_the_examples_of_the_commands_name_options_that_exist():
    for name, command in COMMANDS.items():
        line = command.epilog.removeprefix("Example: ").partition(" > ")[0]
        words = shlex.split(line)
        assert words[:2] == ["onrecord", name]
        known = {o for p in command.params for o in (*p.opts, *p.secondary_opts)}
        assert {w for w in words[2:] if w.startswith("-")} <= known


@pytest.mark.parametrize("page", PAGES, ids=names(PAGES))
def test_python_examples_run(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "report.txt").write_text(DAM, encoding="utf-8")
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "dam.txt").write_text(DAM, encoding="utf-8")
    with onrecord.open_case("story.sqlite") as case:
        case.add("report.txt")
    shared = {}
    for body in blocks(page, "python"):
        exec(compile(body, page.name, "exec"), shared)


def test_the_example_in_the_package_runs():
    found = doctest.testmod(onrecord)
    assert found.attempted > 1
    assert found.failed == 0


@pytest.mark.parametrize("page", PAGES, ids=names(PAGES))
def test_links_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)\s]+)\)", read(page)):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        there = (page.parent / path) if path else page
        if there.name in {"quality.md", "benchmarks.md"} and not there.exists():
            continue  # written by make eval and make bench
        assert there.exists(), target
        if anchor:
            headings = re.findall(r"^#+ (.+)$", read(there), re.MULTILINE)
            assert anchor in {re.sub(r"[^\w -]", "", h).strip().lower().replace(" ", "-") for h in headings}, target


def test_every_page_is_in_the_contents():
    listed = set(re.findall(r": ([\w-]+\.md)$", read(ROOT / "mkdocs.yml"), re.MULTILINE))
    assert {page.name for page in (ROOT / "docs").glob("*.md")} <= listed


def test_the_public_names():
    assert set(onrecord.__all__) == PUBLIC
    assert all(getattr(onrecord, name) is not None for name in PUBLIC)
    told = read(ROOT / "docs" / "python.md")
    assert all(f"`{name}`" in told for name in PUBLIC)


def test_the_changes_of_this_version_are_listed():
    assert f"## {onrecord.__version__}" in read(ROOT / "CHANGELOG.md")


@pytest.mark.parametrize("choices", [Act, Bound, Modality, QuoteType, SectionKind, Basis, Precision])
def test_the_data_page_explains_every_value(choices):
    told = read(ROOT / "docs" / "data.md")
    assert [value for value in choices.__args__ if f"`{value}`" not in told] == []


def test_the_exit_codes_are_told():
    told = read(ROOT / "docs" / "cli.md")
    assert all(f"| {code.value} | {code.name.lower()} |" in told for code in Exit)


def test_the_architecture_names_modules_that_exist():
    told = read(ROOT / "docs" / "architecture.md")
    stages = "ingest|segment|extract|resolve|thread|assess|store|runtime|serve|nlp|model"
    for stage, module in re.findall(rf"`({stages})\.([a-z_]+)", told):
        folder = ROOT / "src" / "onrecord" / stage
        assert (folder / f"{module}.py").exists() or (folder / module).is_dir(), f"{stage}.{module}"


def test_extract_stays_the_function_when_the_stage_of_that_name_is_imported():
    stage = importlib.import_module("onrecord.extract.acts")
    assert stage.acts_of
    for _ in range(2):
        assert onrecord.extract("It holds, Ann Lee said.").statements
