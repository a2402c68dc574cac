"""Planted figures in invented sentences, and what must hold for any text."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.extract.figures import find_figures
from onrecord.model.spans import Span
from onrecord.model.statement import Figure
from tests.passages import article, locate

T, M, B = 1e3, 1e6, 1e9


def figures(text: str, times: list[Span] | None = None) -> tuple[Figure, ...]:
    return find_figures(text, article(text)[1], times or [])


ONE = [
    # sentence, span, low, high, bound, unit, counted
    ("The ferry carried 312 passengers.", "312", 312, 312, "exact", None, "passengers"),
    ("More than 3,000 dock workers walked out.", "More than 3,000", 3000, 3000, "more_than", None, "dock workers"),
    ("Police counted over 900 marchers.", "over 900", 900, 900, "more_than", None, "marchers"),
    ("Divers found at least 14 bodies.", "at least 14", 14, 14, "at_least", None, "bodies"),
    ("No fewer than 60 villages lost power.", "No fewer than 60", 60, 60, "at_least", None, "villages"),
    ("The dam can hold up to 40,000 people safe.", "up to 40,000", 40 * T, 40 * T, "up_to", None, "people"),
    ("As many as 700 homes burned.", "As many as 700", 700, 700, "up_to", None, "homes"),
    ("Fewer than 50 nurses came to work.", "Fewer than 50", 50, 50, "up_to", None, "nurses"),
    ("Less than 20 tonnes of rice arrived.", "Less than 20 tonnes", 20, 20, "up_to", "tonne", "rice"),
    ("About 11,000 seals were counted.", "About 11,000", 11 * T, 11 * T, "about", None, "seals"),
    ("Some 250 teachers signed the letter.", "Some 250", 250, 250, "about", None, "teachers"),
    ("Nearly 80 buses were parked there.", "Nearly 80", 80, 80, "about", None, "buses"),
    ("Roughly 17 trucks crossed.", "Roughly 17", 17, 17, "about", None, "trucks"),
    ("An estimated 5,500 people fled.", "An estimated 5,500", 5500, 5500, "about", None, "people"),
    ("The crowd was close to 9,000 strong.", "close to 9,000", 9000, 9000, "about", None, None),
    ("They sold 30 or so tickets.", "30 or so", 30, 30, "about", None, "tickets"),
    ("The plant makes 10,000+ tyres.", "10,000+", 10 * T, 10 * T, "at_least", None, "tyres"),
    ("Groups of 20 or more walkers need a permit.", "20 or more", 20, 20, "at_least", None, "walkers"),
    ("Well over 400 cows drowned.", "Well over 400", 400, 400, "more_than", None, "cows"),
    ("Just under 600 shops closed.", "Just under 600", 600, 600, "up_to", None, "shops"),
    ("No more than 12 guards were on duty.", "No more than 12", 12, 12, "up_to", None, "guards"),
    ("At least some 300 boats sank.", "At least some 300", 300, 300, "at_least", None, "boats"),
    # ranges
    ("Between 8,000 and 12,000 miners marched.", "Between 8,000 and 12,000", 8 * T, 12 * T, "range", None, "miners"),
    ("It needs 60-70 per cent of the vote.", "60-70 per cent", 60, 70, "range", "percent", "vote"),
    ("They want 15 to 20 trams.", "15 to 20", 15, 20, "range", None, "trams"),
    ("The bridge costs $5-10bn.", "$5-10bn", 5 * B, 10 * B, "range", "USD", None),
    ("The bridge costs €2m to €3m.", "€2m to €3m", 2 * M, 3 * M, "range", "EUR", None),
    ("The herd has 1.5 to 2 million animals.", "1.5 to 2 million", 1.5 * M, 2 * M, "range", None, "animals"),
    ("Two or three boats are missing.", "Two or three", 2, 3, "range", None, "boats"),
    ("The town took in 10-12,000 evacuees.", "10-12,000", 10 * T, 12 * T, "range", None, "evacuees"),
    # vague
    ("Thousands of farmers blocked the road.", "Thousands", 1000, None, "vague", None, "farmers"),
    ("Dozens of villages were cut off.", "Dozens", 12, None, "vague", None, "villages"),
    ("Tens of thousands of birds died.", "Tens of thousands", 10 * T, None, "vague", None, "birds"),
    ("Hundreds of thousands fled.", "Hundreds of thousands", 100 * T, None, "vague", None, None),
    ("A few hundred sailors stayed.", "A few hundred", 100, None, "vague", None, "sailors"),
    ("Scores of cars were crushed.", "Scores", 20, None, "vague", None, "cars"),
    ("It cost millions of euros.", "millions of euros", M, None, "vague", "EUR", None),
    # words
    ("A dozen monks were held.", "A dozen", 12, 12, "exact", None, "monks"),
    ("Two dozen tents were pitched.", "Two dozen", 24, 24, "exact", None, "tents"),
    ("Half a million voters stayed away.", "Half a million", 500 * T, 500 * T, "exact", None, "voters"),
    ("Twenty-one sheep were stolen.", "Twenty-one", 21, 21, "exact", None, "sheep"),
    ("Six wardens were suspended.", "Six", 6, 6, "exact", None, "wardens"),
    ("The firm hired two hundred and five welders.", "two hundred and five", 205, 205, "exact", None, "welders"),
    ("A million trees will be planted.", "A million", M, M, "exact", None, "trees"),
    ("One person was hurt.", "One", 1, 1, "exact", None, "person"),
    ("At least one barge sank.", "At least one", 1, 1, "at_least", None, "barge"),
    # shares
    ("Two-thirds of the harvest is lost.", "Two-thirds", 2 / 3, 2 / 3, "exact", None, "harvest"),
    ("A quarter of pupils were absent.", "A quarter", 0.25, 0.25, "exact", None, "pupils"),
    ("One in three wells is dry.", "One in three", 1 / 3, 1 / 3, "exact", None, "wells"),
    ("Nine out of ten farmers agreed.", "Nine out of ten", 0.9, 0.9, "exact", None, "farmers"),
    ("Turnout was 43%.", "43%", 43, 43, "exact", "percent", None),
    ("Prices rose by 7.5 percent.", "7.5 percent", 7.5, 7.5, "exact", "percent", None),
    ("The rate fell 2 percentage points.", "2 percentage points", 2, 2, "exact", "percentage point", None),
    # money
    ("The council spent €50bn on aid.", "€50bn", 50 * B, 50 * B, "exact", "EUR", None),
    ("It won a $48.2 million contract.", "$48.2 million", 48.2 * M, 48.2 * M, "exact", "USD", "contract"),
    ("Repairs cost £3m.", "£3m", 3 * M, 3 * M, "exact", "GBP", None),
    ("The fine was USD 700,000.", "USD 700,000", 700 * T, 700 * T, "exact", "USD", None),
    ("The mill lost 361 million pounds.", "361 million pounds", 361 * M, 361 * M, "exact", "GBP", None),
    ("A ticket is 40 Swedish kronor.", "40 Swedish kronor", 40, 40, "exact", "SEK", None),
    ("They paid C$20,000 in rent.", "C$20,000", 20 * T, 20 * T, "exact", "CAD", "rent"),
    ("Growers asked for 35 lakh rupees.", "35 lakh rupees", 3.5 * M, 3.5 * M, "exact", "INR", None),
    ("The loan is worth more than ¥9 trillion.", "more than ¥9 trillion", 9e12, 9e12, "more_than", "JPY", None),
    (
        "It costs thirteen dollars and forty cents.",
        "thirteen dollars and forty cents",
        13.4,
        13.4,
        "exact",
        "USD",
        None,
    ),
    # measures
    ("The fire burned 4,000 hectares of pine.", "4,000 hectares", 4 * T, 4 * T, "exact", "hectare", "pine"),
    ("The village lies 12km from the border.", "12km", 12, 12, "exact", "kilometre", None),
    ("The well pumps 500,000 barrels a day.", "500,000 barrels a day", 5e5, 5e5, "exact", "barrel per day", None),
    ("The slick was 3 miles long.", "3 miles", 3, 3, "exact", "mile", None),
    ("It fell to -12 °C overnight.", "-12 °C", -12, -12, "exact", "degree Celsius", None),
    ("A 250-kilogram bomb was found.", "250-kilogram", 250, 250, "exact", "kilogram", "bomb"),
    ("It reached 41 degrees Celsius.", "41 degrees Celsius", 41, 41, "exact", "degree Celsius", None),
    ("The plant makes 600 MW.", "600 MW", 600, 600, "exact", "megawatt", None),
    ("Winds hit 110 mph.", "110 mph", 110, 110, "exact", "mile per hour", None),
    ("The wall is 2 1/2 metres high.", "2 1/2 metres", 2.5, 2.5, "exact", "metre", None),
    # ages
    ("The climber is 30 years old.", "30 years old", 30, 30, "exact", "year of age", None),
    ("A 62-year-old baker was rescued.", "62-year-old", 62, 62, "exact", "year of age", None),
    ("Those aged 18 to 25 may apply.", "18 to 25", 18, 25, "range", "year of age", None),
    ("Six of the nine judges agreed.", "Six", 6, 6, "exact", None, "judges"),
    # compounds, names and years beside real figures
    ("A 12,000-strong crowd gathered.", "12,000", 12 * T, 12 * T, "exact", None, "crowd"),
    ("The 45-member council met.", "45", 45, 45, "exact", None, "council"),
    ("In 2019 the port handled 1,989 ships.", "1,989", 1989, 1989, "exact", None, "ships"),
    ("Three F-16 jets took off.", "Three", 3, 3, "exact", None, None),
    ("More than 2000 cyclists came.", "More than 2000", 2000, 2000, "more_than", None, "cyclists"),
    ("50m people watched the final.", "50m", 50 * M, 50 * M, "exact", None, "people"),
]


@pytest.mark.parametrize(("text", "span", "low", "high", "bound", "unit", "counted"), ONE, ids=[c[0] for c in ONE])
def test_the_one_planted_figure_is_found(text, span, low, high, bound, unit, counted):
    (found,) = figures(text)
    assert found.span.of(text) == span
    assert (found.low, found.high) == (pytest.approx(low), high if high is None else pytest.approx(high))
    assert (found.bound, found.unit) == (bound, unit)
    if counted is not None:
        assert found.counted == counted


NONE = [
    "The law was passed in 1987.",
    "The ferry sank on 24 October.",
    "Talks ran from October 8 to 13 in Larnaka.",
    "The strike begins at 10:30 a.m. on Monday.",
    "It happened between 8 and 13 October.",
    "The siege lasted 50 years.",
    "A two-day visit begins today.",
    "The two countries signed it.",
    "The three advisers left.",
    "She set out a five-point plan.",
    "Both of them declined.",
    "One of the sailors spoke.",
    "For one thing, it is late.",
    "An F-16 landed at the base.",
    "Covid-19 closed the market.",
    "The G7 met on the coast.",
    "Leaders of the Group of Seven agreed.",
    "It was the third flood of the season.",
    "The 21st brigade withdrew.",
    "Call 020 7946 0018 for help.",
    "Read more at https://example.org/2024/11/05/story-77.",
    "The team won 3-1 at home.",
    "The office is at 10 Harbour Street.",
    "He cited Article 5 of the charter.",
    "Flight 370 vanished.",
    "The 1990s were hard.",
    "Anders Holm, 45, is a carpenter.",
    "The line is open 24/7.",
    "The first two weeks were quiet.",
    "The firm wants net zero soon.",
    "It bears the code 111073615.",
    "Trams run from 7h to 21h.",
]


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_figure_is_left_alone(text):
    assert figures(text) == ()


MODALITIES = [
    ("The ministry sent 300 medics.", "send", "actual"),
    ("The ministry will send 300 medics.", "send", "planned"),
    ("The ministry plans to send 300 medics.", "send", "planned"),
    ("The ministry is preparing to send 300 medics.", "send", "planned"),
    ("The ministry could send 300 medics.", "send", "possible"),
    ("The ministry may send 300 medics.", "send", "possible"),
    ("The ministry might train 300 medics.", "train", "possible"),
    ("If the ministry sent 300 medics, the ward could open.", "send", "hypothetical"),
    ("The ministry would send 300 medics.", "send", "hypothetical"),
    ("The ministry said it would send 300 medics.", "send", "planned"),
    ("There are 300 medics who have been trained in the north.", "train", "actual"),
    ("It is possible that 300 medics have left.", "leave", "possible"),
]


@pytest.mark.parametrize(("text", "predicate", "modality"), MODALITIES)
def test_the_verb_and_its_modality(text, predicate, modality):
    (found,) = figures(text)
    assert (found.predicate, found.modality) == (predicate, modality)
    assert (found.low, found.bound) == (300, "exact")


def test_a_fact_set_apart_by_with_does_not_share_the_main_verbs_modality():
    (found,) = figures("The ministry will build a clinic, with 300 medics already in training.")
    assert found.modality == "actual"


def test_numbers_of_given_time_expressions_are_no_figures():
    text = "The mill ran at 77 for 12 of those, and 40 looms broke."
    spans = [locate(text, "77"), locate(text, "12")]
    assert [f.span.of(text) for f in figures(text, spans)] == ["40"]


def test_a_part_of_what_was_counted_is_a_figure_too():
    text = "Crews flew 20 to 30 kites, 3 of which tore."
    assert [f.span.of(text) for f in figures(text)] == ["20 to 30", "3"]


def test_several_figures_come_in_order_and_apart():
    text = "Rail unions lost 4,000 members in 2020 and won 1,500 back, with dues of £12m."
    assert [f.span.of(text) for f in figures(text)] == ["4,000", "1,500", "£12m"]


_PIECES = st.sampled_from(
    [
        "12,000",
        "3.5",
        "5",
        "two",
        "hundred",
        "million",
        "dozens",
        "thousands",
        "of",
        "$",
        "€",
        "£",
        "%",
        "per",
        "cent",
        "km",
        "between",
        "and",
        "to",
        "-",
        "–",
        "about",
        "more",
        "than",
        "at",
        "least",
        "up",
        "or",
        "so",
        "years",
        "old",
        ",",
        ".",
        "(",
        ")",
        "F-16",
        "2024",
        "half",
        "a",
        "third",
        "in",
        "ten",
        "°C",
        "bn",
        "m",
        "10:30",
        "October",
        "soldiers",
        "one's",
        "½",
        "1/2",
    ]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(st.lists(_PIECES, max_size=14).map(" ".join), st.text(max_size=60)))
def test_spans_lie_in_the_passages_in_order_and_apart(text):
    passages = article(text)[1]
    found = find_figures(text, passages)
    for figure in found:
        assert figure.span.fits(len(text))
        assert any(p.span.contains(figure.span) for p in passages)
        assert figure.low is not None
        assert figure.high is None or figure.low <= figure.high
    for a, b in pairwise(found):
        assert a.span.end <= b.span.start
