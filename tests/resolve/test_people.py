"""Names joined to persons."""

from __future__ import annotations

import time

from onrecord.model.spans import Span
from onrecord.resolve.heads import load_heads
from onrecord.resolve.names import NameMention
from onrecord.resolve.people import People, find_people, fold
from onrecord.resolve.world import load_world
from tests.passages import article


def mention(at: int, *words: str) -> NameMention:
    return NameMention(Span(at, at + 5), 0, words, "", None, None, subject=True, placed=False)


def test_a_surname_before_and_behind_the_full_name_is_one_person() -> None:
    people = People([mention(0, "Okoro"), mention(10, "Ruth", "Okoro"), mention(20, "Okoro")])
    assert {people.person_of(i).name for i in range(3)} == {"Ruth Okoro"}
    assert [people.is_new(i) for i in range(3)] == [True, False, False]


def test_mentions_are_found_by_where_they_stand() -> None:
    people = People([mention(10 * n, "Ann", f"Lee{'abcdefgh'[n]}") for n in range(8)])
    assert [i for i, _ in people.within(Span(10, 35))] == [1, 2, 3]
    assert list(people.before(34)) == [2, 1, 0]
    assert list(people.after(21)) == [3, 4, 5, 6, 7]


def test_names_in_another_script_stay_apart() -> None:
    assert fold("Ли") != fold("Пак")


def test_a_town_that_is_taken_for_a_person_is_none() -> None:
    text = "Crews in Bergen waited, said Ruth Okoro. Crowds gathered in Bergen."
    _, passages = article(text)
    people = find_people(passages, load_world(), load_heads())
    assert [p.name for p in people.persons] == ["Ruth Okoro"]


def test_a_family_of_thousands_takes_linear_time() -> None:
    letters = "abcdefghijklmnopqrst"
    names = [f"{a}{b}{c}".title() for a in letters for b in letters for c in letters[:10]]
    start = time.perf_counter()
    people = People([mention(10 * n, name, "Smith") for n, name in enumerate(names)])
    assert time.perf_counter() - start < 4
    assert len(people.persons) == len(names)
