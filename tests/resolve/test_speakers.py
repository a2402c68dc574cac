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
    _, passages = article(text)
    pairs = [(s, 0) if isinstance(s, str) else s for s in sources]
    return resolve_speakers(text, passages, [said(text, s, nth=n) for s, n in pairs])


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
    _, passages = article(text)
    running = dataclasses.replace(said(text, "", content="It will rain again"), antecedent=(locate(text, "Ann Lee"),))
    (found,) = resolve_speakers(text, passages, [running])
    assert [s.name for s in found] == ["Ann Lee"]


def test_a_name_that_only_qualifies_another_is_not_the_speaker() -> None:
    text = "Ruth Okoro stayed silent. Ms Okoro’s lawyer said she was ill."
    assert names(text, "Ms Okoro’s lawyer") != [["Ruth Okoro"]]


def test_nothing_is_made_of_a_source_outside_the_passages() -> None:
    text = "Ann Lee said so."
    assert resolve_speakers(text, [], [said(text, "Ann Lee")]) == [()]


def test_a_ministry_is_not_another_states_department() -> None:
    text = "The Pentagon said it had no comment. Kenya’s foreign ministry called the report false."
    assert names(text, "Kenya’s foreign ministry") == [["Kenya foreign ministry"]]


def test_a_ministry_is_not_one_of_another_portfolio() -> None:
    text = "The Ministry of Health counted the sick. Peru’s foreign ministry called the report false."
    assert names(text, "Peru’s foreign ministry") == [["Peru foreign ministry"]]


def test_both_governments_are_the_two_states_named_last() -> None:
    text = "Envoys of Chile and Peru met in Lima. Both governments said the pass was open."
    assert names(text, "Both governments") == [["Government of Chile", "Government of Peru"]]


def test_a_hyphenated_given_name_behind_an_office_is_a_name() -> None:
    text = "Vice foreign minister Park Dong-hyun told reporters it was over."
    ((speaker,),) = speakers(text, "Vice foreign minister Park Dong-hyun")
    assert (speaker.name, speaker.kind, speaker.role) == ("Park Dong-hyun", "person", "Vice foreign minister")


@pytest.mark.parametrize(
    ("text", "source", "name", "role"),
    [
        ("Nato Secretary-General Tom Reed spoke.", "Nato Secretary-General Tom Reed", "Tom Reed", "Secretary-General"),
        ("Tom Reed, a lecturer in rhetoric who left, said so.", "Tom Reed", "Tom Reed", "lecturer in rhetoric"),
        ("Lima’s deputy mayor Tom Reed said so.", "Lima’s deputy mayor Tom Reed", "Tom Reed", "deputy mayor"),
        ("In his speech on Tuesday mayor Tom Reed said so.", "Tom Reed", "Tom Reed", "mayor"),
        ("Secretary of Labor Tom Reed said so.", "Secretary of Labor Tom Reed", "Tom Reed", "Secretary of Labor"),
    ],
)  # fmt: skip
def test_a_role_is_the_office_and_nothing_beside_it(text: str, source: str, name: str, role: str) -> None:
    ((speaker,),) = speakers(text, source)
    assert speaker.name == name
    assert speaker.role is not None
    assert speaker.role.removeprefix("Nato ") == role


@pytest.mark.parametrize(
    "source",
    ["Guests of the Kenyan president Ruth Okoro", "A spokesman for President Ruth Okoro", "The wife of mayor Tom Reed"],
)
def test_whoever_only_belongs_to_a_named_person_is_not_that_person(source: str) -> None:
    text = f"{source} said it was late."
    assert names(text, source) not in ([["Ruth Okoro"]], [["Tom Reed"]])


def test_leaders_including_one_are_not_that_one() -> None:
    text = "Leaders including Peru’s Ana Ruiz said it was late."
    assert names(text, "Leaders including Peru’s Ana Ruiz") != [["Ana Ruiz"]]


def test_she_is_not_the_spokesman_named_last() -> None:
    text = "Carla Duval, a professor of law, spoke. Spokesman Tom Reed agreed. She said it was late."
    assert names(text, "She") == [["Carla Duval"]]


def test_they_is_no_single_person_whose_name_ends_in_s() -> None:
    text = "The ministers of Kenya and Uganda met. “It rained,” Tom Williams said. They said talks went well."
    assert names(text, "Tom Williams", "They")[1] == ["ministers of Kenya and Uganda"]


def test_an_office_is_the_one_person_that_the_report_gives_its_state() -> None:
    text = "Peru’s Ruth Okoro said the road was open.\nThe Peruvian president said rain was due."
    assert names(text, "The Peruvian president") == [["Ruth Okoro"]]


@pytest.mark.parametrize(
    "text",
    [
        "Tom Reed said the road was open.\nThe Peruvian president said rain was due.",
        "Peru’s Ruth Okoro met with Peru’s Tom Reed.\nThe Peruvian president said rain was due.",
        "Peru’s envoy Ana Ruiz said the road was open.\nThe Peruvian president said rain was due.",
        "Peru’s Ruth Okoro said so.\nIt rained.\nIt rained again.\nThe Peruvian president said rain was due.",
    ],
)
def test_an_office_is_nobody_where_the_words_do_not_say_whose_it_is(text: str) -> None:
    assert names(text, "The Peruvian president") == [["Peruvian president"]]


def test_an_office_is_the_person_named_in_the_next_sentence() -> None:
    text = "The Kenyan defence minister said the base was open. Ruth Okoro was speaking in Nairobi."
    assert names(text, "The Kenyan defence minister") == [["Ruth Okoro"]]


def test_he_is_not_somebody_whom_a_quotation_names() -> None:
    text = (
        "“Rubbish,” Karim Osei told Radio Norte. “Daniel Roth would never build a dam.”\n"
        "Building it, he said, “would be a mistake”."
    )
    _, passages = article(text)
    quoted = dataclasses.replace(
        said(text, "Karim Osei", "told", "Daniel Roth would never build a dam"), quote_type="direct"
    )
    found = resolve_speakers(text, passages, [quoted, said(text, "he", "said", "would be a mistake")])
    assert [[s.name for s in each] for each in found] == [["Karim Osei"], ["Karim Osei"]]
