"""Furniture and captions by their words, and running text that must not be taken for either."""

from __future__ import annotations

import pytest

from onrecord.segment.captions import caption
from onrecord.segment.furniture import furniture, lexicon, opener, plain
from onrecord.segment.lines import Block


def block(text: str) -> Block:
    return Block.of(text, 0, len(text))


@pytest.mark.parametrize(
    "line",
    [
        "ADVERTISEMENT",
        "Share this article",
        "Sign up for our evening letter here",
        "0FollowersFollow",
        "11.3 C",
        "info_icon",
        "Read more: Ferry fares to rise",
        "© 2023 Orvik Courier. All rights reserved.",
        "4 min read",
        "Home » News » North",
        "By signing up you agree to our terms of use and privacy policy.",
        "* * *",
        "(PHOTOS: The dams of the north)",
        "Get the day's stories straight to your inbox.",
    ],
)
def test_furniture(line: str) -> None:
    assert furniture(block(line))


@pytest.mark.parametrize(
    "line",
    [
        "The country wants to become a member of the union, its president said.",
        "“Sign up and we will train you,” the officer told the crowd.",
        "The company said it would subscribe to the new code of conduct.",
        "Share prices fell by four per cent on Tuesday.",
        "The ministry said on its website that the dam was safe.",
        "ARTICLE 5",
        "Watch towers were built along the border in May.",
        "He asked readers to log in to their accounts and check, according to the newspaper's notice.",
    ],
)
def test_running_text_is_no_furniture(line: str) -> None:
    assert furniture(block(line)) is None


@pytest.mark.parametrize(
    "line",
    [
        "The dam on Monday (PHOTO: Handout/AFP)",
        "The dam on Monday | Photo: AP",
        "The dam on Monday. - AP",
        "Getty Images",
        "FILE PHOTO: The dam in 1962",
        "The dam (Ida Moe/AFP via Getty Images)",
        "The dam. Photograph: Ida Moe/Reuters",
        "The dam in spring REUTERS/Ida Moe",
        "The dam on Monday (Image: Getty)",
    ],
)
def test_caption(line: str) -> None:
    assert caption(block(line))


@pytest.mark.parametrize(
    "line",
    [
        "The photo was taken on Monday, the county said.",
        "“The dam will hold,” the minister said. (Yonhap)",
        "The county gave the pictures to AP, which published them.",
        "Police in Orvik - the largest town of the valley - closed the road.",
    ],
)
def test_no_caption(line: str) -> None:
    assert caption(block(line)) is None


def test_opener_and_spelling() -> None:
    assert opener(block("MOST  READ »"))
    assert plain("  Don’t Miss! ") == "don't miss"


def test_lexicon_is_in_its_own_spelling() -> None:
    book = lexicon()
    for phrase in book.exact | book.openers | book.indexes:
        assert plain(phrase) == phrase
