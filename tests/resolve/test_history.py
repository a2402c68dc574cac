"""Who spoke before, against a walk back over all turns."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from onrecord.model.statement import Speaker
from onrecord.resolve.history import REACH, History

SPEAKERS = [
    Speaker("Ann Lee", "person"),
    Speaker("villagers", "group"),
    Speaker("port sources", "anonymous"),
    Speaker("Orlu Water Agency", "institution", "Kenya"),
    Speaker("Marsh Rail Agency", "institution", "Peru"),
    Speaker("Government of Kenya", "institution", "Kenya"),
    Speaker("Government of Peru", "institution", "Peru"),
]
TURNS = st.lists(st.lists(st.sampled_from(SPEAKERS), min_size=1, max_size=2, unique=True), max_size=60)


@given(TURNS, st.sampled_from([None, "Kenya", "Peru"]))
def test_look_ups_agree_with_a_walk_back(turns: list[list[Speaker]], state: str | None) -> None:
    history = History()
    for at, turn in enumerate(turns):
        history.add(at, tuple(turn))
    back = [(at, tuple(turn)) for at, turn in reversed(list(enumerate(turns)))]
    agencies = (
        s for _, turn in back for s in reversed(turn) if s.name.endswith("Agency") and state in {None, s.affiliation}
    )
    assert history.body(frozenset({"agency", "service"}), state) == next(agencies, None)
    lone = (t for t in back if len(t[1]) == 1 and t[1][0].kind == "institution")
    assert history.institution == next(lone, None)
    assert list(history.lately()) == back[:REACH]


def test_joint_governments_are_what_both_countries_means() -> None:
    history = History()
    history.add(3, (SPEAKERS[5], SPEAKERS[6]))
    history.add(9, (SPEAKERS[0],))
    assert history.states == (SPEAKERS[5], SPEAKERS[6])
