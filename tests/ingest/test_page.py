from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.ingest.page import read_page
from onrecord.model.errors import InputError
from onrecord.model.when import When
from tests.ingest.pages import BODY, PARAGRAPHS, TITLE, URL, assert_marks_hold, cut, jsonld, page

GRAPH = jsonld(
    """{"@context": "https://schema.org", "@graph": [
    {"@type": "WebSite", "@id": "#site", "name": "Quayside Courier"},
    {"@type": "Person", "@id": "#p1", "name": "Marta Oyelaran"},
    {"@type": "NewsArticle", "headline": "Three ferries idle as port union walks out",
     "datePublished": "2031-03-04T09:15:20+02:00", "dateModified": "2031-03-04T11:00:00+02:00",
     "author": {"@id": "#p1"}, "publisher": {"@type": "Organization", "name": "Quayside Courier"}}]}"""
)


def test_the_graph_gives_the_metadata() -> None:
    report = read_page(
        page(f"<article><h1>{TITLE}</h1>{BODY}</article>", GRAPH), source="a.html", url=f"{URL}?utm_source=x#top"
    )
    assert report.title == TITLE
    assert report.outlet == "Quayside Courier"
    assert report.authors == ("Marta Oyelaran",)
    assert report.published == When("2031-03-04T09:15:20+02:00", "second", "metadata")
    assert report.modified == "2031-03-04T11:00:00+02:00"
    assert report.url == URL
    assert report.language is None
    assert report.source == "a.html"


def test_what_is_given_wins_over_the_page() -> None:
    report = read_page(
        page(f"<article><h1>{TITLE}</h1>{BODY}</article>", GRAPH),
        source="row",
        external_id="17",
        title="Ferries idle",
        outlet="Calder Evening Post",
        published="2031-03-03",
    )
    assert (report.title, report.outlet, report.external_id) == ("Ferries idle", "Calder Evening Post", "17")
    assert report.published == When("2031-03-03", "day", "metadata")


def test_the_text_is_the_headline_and_the_report_in_page_order() -> None:
    report = read_page(page(f"<main><h1>{TITLE}</h1><article>{BODY}</article></main>"), source="a.html")
    assert report.text == "\n\n".join((TITLE, *PARAGRAPHS))
    assert cut(report, "headline") == [TITLE]
    assert cut(report, "article") == ["\n\n".join(PARAGRAPHS)]
    assert_marks_hold(report)


def test_standfirst_byline_subheading_caption_and_credit() -> None:
    body = f"""<article><h1>{TITLE}</h1><p class="standfirst">Dockers say talks with the harbour board have failed.</p>
    <div class="byline">By <a rel="author" href="/m">Marta Oyelaran</a>, Transport correspondent</div>
    <figure><img src="a.jpg"><figcaption>The ferry Saint Brannoc at its berth on Tuesday.
    <span class="credit">Photo: Lena Voss</span></figcaption></figure>
    <p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p><h2>What the board says</h2><p>{PARAGRAPHS[2]}</p><p>{PARAGRAPHS[3]}</p>
    </article>"""
    report = read_page(page(body, GRAPH), source="a.html")
    assert cut(report, "headline") == [
        TITLE,
        "Dockers say talks with the harbour board have failed.",
        "What the board says",
    ]
    assert cut(report, "byline") == ["By Marta Oyelaran, Transport correspondent"]
    assert [mark.author for mark in report.marks if mark.kind == "byline"] == ["Marta Oyelaran"]
    assert cut(report, "caption") == ["The ferry Saint Brannoc at its berth on Tuesday. Photo: Lena Voss"]
    assert cut(report, "article") == ["\n\n".join(PARAGRAPHS[:2]), "\n\n".join(PARAGRAPHS[2:])]
    assert_marks_hold(report)


def test_furniture_is_left_out_or_marked() -> None:
    body = f"""<article><h1>{TITLE}</h1><p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p>
    <p><a href="/x">Read more: How the night shift became a fight</a></p><p>{PARAGRAPHS[2]}</p>
    <div class="ad">Advertisement</div><p>{PARAGRAPHS[3]}</p>
    <p>Sign up for our morning newsletter to get the harbour news in your inbox.</p></article>
    <aside class="related"><h3>Related stories</h3><ul><li>
    <a href="/1">Bus fares to rise in the spring, council says</a>
    </li><li><a href="/2">Storm closes the northern lighthouse road for a week</a></li></ul></aside>
    <section class="comments">
    <p>I was there on Tuesday and the queue was very long indeed, said my neighbour.</p></section>"""
    report = read_page(page(body), source="a.html")
    assert "\n\n".join(cut(report, "article")) == "\n\n".join(PARAGRAPHS)
    assert "Read more: How the night shift became a fight" in cut(report, "boilerplate")
    for gone in ("Bus fares", "lighthouse", "neighbour", "Advertisement", "Home page", "Rope Walk"):
        assert gone not in report.text
    assert "newsletter" not in "".join(cut(report, "article"))


def test_a_paragraph_that_is_one_link_stays() -> None:
    linked = f'<p><a href="/y">{PARAGRAPHS[2]}</a></p>'
    report = read_page(
        page(f"<article><h1>{TITLE}</h1>{BODY}{linked}<p>{PARAGRAPHS[0][:-1]} again.</p></article>"), source="a"
    )
    assert "\n\n".join(cut(report, "article")).count(PARAGRAPHS[2]) == 2


def test_sentences_that_start_like_furniture_stay() -> None:
    spoken = (
        "“Do you have a ship that can sail tonight?” asked Pieter Halloran in front of the harbour gate.",
        "Sponsored by the island council, forty buses went to the north quay, its transport office said.",
        "Comments by the board in the last week had angered the crews, three of their members said.",
    )
    body = "".join(f"<p>{text}</p>" for text in spoken)
    report = read_page(
        page(f"<article><h1>{TITLE}</h1>{BODY}{body}<p>{PARAGRAPHS[0][:-1]} again.</p></article>"), source="a"
    )
    article = "\n\n".join(cut(report, "article"))
    assert [text in article for text in spoken] == [True, True, True]


def test_two_line_breaks_part_a_paragraph_and_one_does_not() -> None:
    text = f"{PARAGRAPHS[0]}<br>{PARAGRAPHS[1]}<br><br>{PARAGRAPHS[2]} <br> <br>{PARAGRAPHS[3]}"
    report = read_page(page(f"<h1>{TITLE}</h1><div>{text}</div>"), source="a.html")
    assert cut(report, "article") == [
        f"{PARAGRAPHS[0]} {PARAGRAPHS[1]}\n\n{PARAGRAPHS[2]}\n\n{PARAGRAPHS[3]}",
    ]


def test_a_page_that_a_script_writes_is_read_from_its_data() -> None:
    data = jsonld(
        '{"@type":"NewsArticle","headline":"Three ferries idle as port union walks out","articleBody":"'
        + "\\n".join(PARAGRAPHS)
        + '"}'
    )
    report = read_page(f"<html><head>{data}</head><body><div id='app'></div></body></html>", source="a.html")
    assert cut(report, "article") == ["\n\n".join(PARAGRAPHS)]
    assert cut(report, "headline") == [TITLE]


def test_the_date_in_the_address_is_the_last_resort() -> None:
    report = read_page(
        page(f"<article><h1>{TITLE}</h1>{BODY}</article>"),
        source="a",
        url="https://quayside.example/2021/03/04/ferries.html",
    )
    assert report.published == When("2021-03-04", "day", "metadata")
    assert report.outlet == "quayside.example"


@pytest.mark.parametrize(
    "html",
    [
        "",
        " \n ",
        "<html><head><title>Port Calder</title></head></html>",
        "<html><body><script>var a = 1</script></body></html>",
    ],
)
def test_a_page_without_words_is_an_input_error(html: str) -> None:
    with pytest.raises(InputError, match=r"^nothing\.html: "):
        read_page(html, source="nothing.html")


def test_scripts_styles_and_direction_marks_never_reach_the_text() -> None:
    body = f"""<article><h1>Port\u202e union\u2066 walks out</h1><script>document.write("stolen words")</script>
    <style>p {{ color: red }}</style><template><p>Words of a template that nobody ever sees on the page.</p></template>
    <p hidden>Words that the page hides from all of its readers, whoever they are.</p>{BODY}</article>"""
    report = read_page(page(body), source="a.html")
    assert "\u202e" not in report.text
    assert "\u2066" not in report.text
    for gone in ("stolen", "color", "template", "hides"):
        assert gone not in report.text
    assert cut(report, "article") == ["\n\n".join(PARAGRAPHS)]


@pytest.mark.parametrize("tag", ["div", "blockquote", "b", "ul"])
def test_words_nested_fifty_thousand_deep_are_read(tag: str) -> None:
    report = read_page(
        f"<html><head><title>{TITLE}</title></head><body>" + f"<{tag}>" * 50_000 + BODY, source="deep.html"
    )
    assert "\n\n".join(cut(report, "article")).endswith("\n\n".join(PARAGRAPHS))
    assert_marks_hold(report)


def test_nul_and_surrogates_do_not_break_the_text() -> None:
    report = read_page(f"<p>{PARAGRAPHS[0]}\x00 \ud800</p>{BODY}", source="a.html")
    assert PARAGRAPHS[0] in report.text
    assert len(report.version.sha256) == 64
    assert "\x00" not in report.text


def test_a_title_of_a_megabyte_is_cut() -> None:
    html = f"<html><head><title>{'walks out ' * 100_000}</title></head><body>{BODY}</body></html>"
    report = read_page(html, source="a.html")
    assert report.title is not None
    assert len(report.title) <= 500


def test_a_page_over_the_limit_is_refused() -> None:
    with pytest.raises(InputError, match="characters"):
        read_page("a" * 20_000_001, source="big.html")


def test_a_page_of_too_many_elements_is_read_without_an_extractor() -> None:
    report = read_page(f"<html><body><article>{BODY}</article>{'<i></i>' * 40_001}</body></html>", source="a.html")
    assert cut(report, "article") == ["\n\n".join(PARAGRAPHS)]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.sampled_from(
                [
                    "<p>",
                    "</p>",
                    "<div class='byline'>",
                    "</div>",
                    "<h1>",
                    "<li>",
                    "<a href=x>",
                    "</a>",
                    "<br>",
                    "<figcaption>",
                ]
            ),
            st.sampled_from(PARAGRAPHS),
            st.text(max_size=20),
        ),
        max_size=30,
    )
)
def test_whatever_the_markup_the_marks_hold_and_reading_is_repeatable(parts: list[str]) -> None:
    html = "".join(parts)
    try:
        report = read_page(html, source="x.html")
    except InputError:
        return
    assert_marks_hold(report)
    assert read_page(html, source="x.html") == report
