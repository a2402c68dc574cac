from __future__ import annotations

from pathlib import Path

import pytest

from tests.serve.web.site import Site, build, build_hostile, build_long


@pytest.fixture(scope="session")
def case_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("ferry"))


@pytest.fixture(scope="session")
def site(case_path: Path) -> Site:
    return Site(case_path)


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return Site(build_hostile(tmp_path_factory.mktemp("hostile")))


@pytest.fixture(scope="session")
def long(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return Site(build_long(tmp_path_factory.mktemp("long"), 61))
