"""Who a source is, on invented reports."""

from __future__ import annotations

import dataclasses

import pytest

from onrecord.model.statement import Speaker
from onrecord.resolve.speakers import resolve_speakers
from tests.passages import article, locate, said

LIFT = (
    "Portuguese President Helena Marques said the bridge was safe.\n"
    "The Portuguese president said engineers had checked it twice.\n"
    "Ms Marques added that tolls would fall. She said more would follow.\n"
    "Bruno Tavares, the head of the National Bridge Authority (NBA), said repairs cost more. He blamed rust.\n"
    "The NBA said cables were sound.\n"
    "The authority said inspections went on."
)


def speakers(text: str, *sources: str | tuple[str, int]) -> list[tuple[Speaker, ...]]:
    sections, passages = article(text)
    pairs = [(s, 0) if isinstance(s, str) else s for s in sources]
    return resolve_speakers(text, sections, passages, [said(text, s, nth=n) for s, n in pairs])


def names(text: str, *sources: str | tuple[str, int]) -> list[list[str]]:
    return [[s.name for s in each] for each in speakers(text, *sources)]


def test_a_title_a_surname_and_a_pronoun_go_back_to_the_person_named_in_full() -> None:
    found = names(LIFT, "Portuguese President Helena Marques", "The Portuguese president", "Ms Marques", "She")
    assert found == [["Helena Marques"]] * 4


def test_role_and_affiliation_come_from_the_title() -> None:
    ((first,),) = speakers(LIFT, "Portuguese President Helena Marques")
    assert (first.kind, first.role, first.affiliation) == ("person", "President", "Portugal")


def test_an_apposition_gives_the_role_and_the_organisation() -> None:
    ((head,),) = speakers(LIFT, "Bruno Tavares, the head of the National Bridge Authority (NBA)")
    assert head.name == "Bruno Tavares"
    assert head.role is not None
    assert head.role.startswith("head of")
    assert head.affiliation is not None
    assert head.affiliation.startswith("National Bridge Authority")


def test_he_is_the_man_named_last_not_the_woman() -> None:
    assert names(LIFT, "Ms Marques", "Bruno Tavares", "He") == [
        ["Helena Marques"],
        ["Bruno Tavares"],
        ["Bruno Tavares"],
    ]


def test_a_short_form_and_a_bare_kind_go_back_to_the_organisation() -> None:
    assert names(LIFT, "The NBA", "The authority") == [["National Bridge Authority"]] * 2


@pytest.mark.parametrize(
    ("text", "source", "name", "affiliation"),
    [
        ("Lisbon says the talks go on.", "Lisbon", "Government of Portugal", "Portugal"),
        ("The Elysee said nothing was decided.", "The Elysee", "Élysée", "France"),
        ("The United States warned of delays.", "The United States", "Government of United States", "United States"),
        ("Nato said its ships had left.", "Nato", "NATO", None),
        ("Kenya’s foreign ministry denied it.", "Kenya’s foreign ministry", "Kenya foreign ministry", "Kenya"),
    ],
)
def test_metonyms_and_bodies(text: str, source: str, name: str, affiliation: str | None) -> None:
    ((speaker,),) = speakers(text, source)
    assert (speaker.name, speaker.kind, speaker.affiliation) == (name, "institution", affiliation)


def test_joint_speakers_are_several() -> None:
    text = "Peru and Chile both deny they closed the pass."
    assert names(text, "Peru and Chile both") == [["Government of Peru", "Government of Chile"]]


def test_anonymous_speakers_stay_anonymous_and_keep_their_state() -> None:
    text = "A senior Kenyan official said the dam held."
    ((speaker,),) = speakers(text, "A senior Kenyan official")
    assert (speaker.kind, speaker.affiliation) == ("anonymous", "Kenya")


def test_transliterations_are_one_person_within_a_report() -> None:
    text = "President Oleh Marchenkiy said it was over. Later Marchenky said he was tired."
    assert names(text, "President Oleh Marchenkiy", "Marchenky") == [["Oleh Marchenkiy"]] * 2


def test_a_former_or_deputy_office_is_not_the_office() -> None:
    text = "Deputy Prime Minister Ana Reis said rain was due. The prime minister said nothing."
    assert names(text, "The prime minister") == [["prime minister"]]


def test_they_are_the_people_named_last_as_a_subject() -> None:
    text = "The ministers of Kenya and Uganda had met, Ms Auma said, adding that they agreed."
    found = names(text, "Ms Auma", "they")
    assert found[1] == ["ministers of Kenya and Uganda"]


def test_a_statement_without_source_takes_its_antecedent() -> None:
    text = "“It rained,” said Ann Lee.\n“It will rain again.”"
    sections, passages = article(text)
    running = dataclasses.replace(said(text, "", content="It will rain again"), antecedent=(locate(text, "Ann Lee"),))
    (found,) = resolve_speakers(text, sections, passages, [running])
    assert [s.name for s in found] == ["Ann Lee"]


def test_a_name_that_only_qualifies_another_is_not_the_speaker() -> None:
    text = "Ruth Okoro stayed silent. Ms Okoro’s lawyer said she was ill."
    assert names(text, "Ms Okoro’s lawyer") != [["Ruth Okoro"]]


def test_nothing_is_made_of_a_source_outside_the_passages() -> None:
    text = "Ann Lee said so."
    sections, _ = article(text)
    assert resolve_speakers(text, sections, [], [said(text, "Ann Lee")]) == [()]
