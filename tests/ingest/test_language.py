from __future__ import annotations

import pytest

from onrecord.ingest.language import detect_language

from .helpers import STORY


def test_english_news_stays_english_among_foreign_names() -> None:
    text = (
        "Przemysław Wójcik and Szczepan Brzęczyszczykiewicz met Øyvind Bjørnstad in Gżegżółka, the ministry said. "
        "Kwame Nkansah-Boateng, Nguyễn Thị Hồng and Jürgen Großmüller were also there, according to Le Courrier du Lac."
    )
    assert detect_language(text) == "en"
    assert detect_language(STORY) == "en"
    assert detect_language(STORY.upper()) == "en"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "de",
            "Der Hafen bleibt bis zum Wochenende geschlossen, sagte die Bürgermeisterin am Dienstag vor der Presse.",
        ),
        ("fr", "Le port restera fermé jusqu'au week-end, a déclaré mardi la maire devant les journalistes."),
        ("ru", "Порт останется закрытым до выходных, сообщила во вторник мэр города журналистам."),
        ("uk", "Порт залишиться зачиненим до вихідних, повідомила у вівторок міська голова журналістам."),
        (
            "ko",
            "시장은 화요일 기자들에게 항구가 주말까지 폐쇄될 것이라고 말했으며 수리 비용은 아직 모른다고 덧붙였다",
        ),
    ],
)
def test_other_languages_are_named(language: str, text: str) -> None:
    assert detect_language(text) == language


@pytest.mark.parametrize("text", ["", "Port Lenz", "12 34 56 " * 50, "!" * 500])
def test_too_little_to_tell(text: str) -> None:
    assert detect_language(text) is None


def test_a_long_text_is_sampled() -> None:
    assert detect_language(STORY * 20_000) == "en"


@pytest.mark.parametrize("words", ["Officials said so. ", "He said so again today. "])
def test_few_words_said_often_are_still_in_their_language(words: str) -> None:
    for times in (5, 50, 500):
        assert detect_language(words * times) == "en"
