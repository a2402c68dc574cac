"""World knowledge covers the world."""

from __future__ import annotations

from onrecord.resolve.world import load_world


def test_every_member_state_has_a_name_a_capital_and_an_adjective() -> None:
    world = load_world()
    assert len(set(world.states.values())) > 240
    assert len(set(world.capitals.values())) > 230
    assert len(set(world.adjectives.values())) > 215


def test_lookups_ignore_article_and_possessive() -> None:
    world = load_world()
    assert world.state_of("the Philippines'") == "Philippines"
    assert world.state_of("Danish") == "Denmark"
    body = world.government("The White House")
    assert body is not None
    assert (body.name, body.state) == ("White House", "United States")
    assert world.government("Nairobi") is not None
    assert world.government("Springfield") is None
