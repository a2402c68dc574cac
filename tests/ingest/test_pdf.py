from __future__ import annotations

import pytest

from onrecord.ingest.pdf import read_pdf
from onrecord.model.errors import InputError

from .helpers import make_pdf

PAGE_ONE = [
    "Lenz Courier",
    "The northern pier of the harbour will stay closed until the weekend, offi-",
    "cials said on Tuesday, after divers had found cracks in two of its pillars.",
    "The mayor said.",
    "A second paragraph begins after a short line and it runs on over the page",
]
PAGE_TWO = ["Lenz Courier", "break without a stop, officials said, to end here.", "2"]
PAGE_THREE = ["Lenz Courier", "Last words.", "3"]


def test_lines_words_and_pages_are_joined() -> None:
    found = read_pdf(make_pdf([[*PAGE_ONE, "1"], PAGE_TWO, PAGE_THREE]), source="a.pdf", max_text=10_000)
    paragraphs = found.text.split("\n\n")
    assert "until the weekend, officials said on Tuesday, after divers had found cracks in two" in paragraphs[0]
    assert "it runs on over the page break without a stop, officials said, to end here." in found.text
    assert "Lenz Courier" not in found.text
    assert paragraphs[-1] == "Last words."
    assert not any(paragraph.isdigit() for paragraph in paragraphs)


def test_a_hyphen_that_belongs_to_the_word_stays() -> None:
    lines = [
        "The state-owned shipyard and another state-owned firm were named in the",
        "report, and so was a third firm that the mayor had said to be a state-",
        "owned one until the spring of last year, when it was sold to its staff.",
    ]
    assert "to be a state-owned one" in read_pdf(make_pdf([lines]), source="a.pdf", max_text=10_000).text


def test_the_title_is_taken_where_it_reads_like_one() -> None:
    page = [["The pier is closed, the mayor said."]]
    assert read_pdf(make_pdf(page, "Pier closed in Lenz"), source="a", max_text=999).title == "Pier closed in Lenz"
    for junk in ("Microsoft Word - pier final", "pier final.docx", "Untitled document", "draft"):
        assert read_pdf(make_pdf(page, junk), source="a", max_text=999).title is None


def test_a_truncated_pdf_is_an_error_wherever_it_is_cut() -> None:
    whole = make_pdf([PAGE_ONE])
    for size in (20, len(whole) // 2, len(whole) - 7):
        with pytest.raises(InputError, match="truncated PDF"):
            read_pdf(whole[:size], source="a.pdf", max_text=10_000)


def test_a_pdf_without_text_is_an_error() -> None:
    with pytest.raises(InputError, match="no text layer"):
        read_pdf(make_pdf([[]]), source="a.pdf", max_text=10_000)


def test_a_damaged_pdf_is_an_error(capfd: pytest.CaptureFixture[str]) -> None:
    for data in (
        b"%PDF-1.4\n%%EOF",
        b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF",
    ):
        with pytest.raises(InputError):
            read_pdf(data, source="a.pdf", max_text=10_000)
    assert capfd.readouterr().err == ""


def test_a_pdf_with_too_much_text_is_refused() -> None:
    with pytest.raises(InputError, match="more text than the limit of 100 characters"):
        read_pdf(make_pdf([PAGE_ONE]), source="a.pdf", max_text=100)
