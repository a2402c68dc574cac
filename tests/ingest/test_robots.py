from __future__ import annotations

import re
import time
from urllib.robotparser import RobotFileParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.ingest.robots import ALLOW_ALL, DISALLOW_ALL, matches, parse

SITE = "https://courier.example"


def allows(text: str, path: str, agent: str = "onrecord") -> bool:
    return parse(text, agent).allows(SITE + path)


@pytest.mark.parametrize(
    ("text", "path", "allowed"),
    [
        ("", "/a", True),
        ("User-agent: *\nDisallow: /", "/a", False),
        ("User-agent: *\nDisallow:", "/a", True),
        ("User-agent: *\nDisallow: /\nAllow: /news", "/news/1", True),
        ("User-agent: *\nAllow: /\nDisallow: /private", "/private/1", False),
        ("User-agent: *\nDisallow: /a\nAllow: /a", "/a", True),
        ("User-agent: *\nDisallow: /*?print=", "/a?print=1", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/a.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/a.pdf?x", True),
        ("User-agent: OnRecord/2\nDisallow: /\n\nUser-agent: *\nAllow: /", "/a", False),
        ("User-agent: other\nDisallow: /\n", "/a", True),
        ("User-agent: other\nUser-agent: onrecord\nDisallow: /x", "/x", False),
        ("User-agent: onrecord\nDisallow: /x\nUser-agent: *\nDisallow: /", "/y", True),
        ("User-agent: onrecord\nDisallow: /x\n\nUser-agent: onrecord\nDisallow: /y", "/y", False),
        ("\ufeffuser-agent : * # all\ndisallow : /x # not this\nSitemap: /s\nnonsense", "/x", False),
        ("User-agent: *\nDisallow: /caf%C3%A9", "/café", False),
        ("User-agent: *\nDisallow: /café", "/caf%c3%a9", False),
        ("User-agent: *\nDisallow: /", "/robots.txt", True),
        ("Disallow: /", "/a", True),
    ],
)
def test_rules(text: str, path: str, allowed: bool) -> None:
    assert allows(text, path) is allowed


def test_all_or_nothing() -> None:
    assert ALLOW_ALL.allows(f"{SITE}/a?b")
    assert not DISALLOW_ALL.allows(f"{SITE}/a?b")
    assert not DISALLOW_ALL.allows(SITE)


PATH = st.text("abc/", max_size=6).map(lambda text: re.sub("/+", "/", "/" + text))


@given(st.sampled_from(["allow", "disallow"]), PATH, PATH)
def test_one_rule_is_read_as_the_standard_library_reads_it(key: str, rule: str, path: str) -> None:
    text = f"User-agent: *\n{key}: {rule}\n"
    other = RobotFileParser()
    other.parse(text.splitlines())
    assert allows(text, path) is other.can_fetch("onrecord", SITE + path)


@given(st.text("ab*/", max_size=8).map(lambda text: "/" + text), st.booleans(), st.text("ab/", max_size=10))
def test_patterns_mean_what_the_regular_expression_says(pattern: str, anchored: bool, path: str) -> None:
    expected = re.match(re.escape(pattern).replace(r"\*", ".*") + ("$" if anchored else ""), "/" + path) is not None
    assert matches(pattern + ("$" if anchored else ""), "/" + path) is expected


def test_a_hostile_file_takes_little_time() -> None:
    begun = time.monotonic()
    rules = parse("User-agent: *\n" + "Disallow: /" + "*a" * 200 + "$\n" + "Disallow: /*b\n" * 60_000, "onrecord")
    rules.allows(SITE + "/" + "a" * 2_000)
    assert time.monotonic() - begun < 3
