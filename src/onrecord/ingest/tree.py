"""HTML text to an lxml tree, whatever the text: bounded in size and depth, without network."""

from __future__ import annotations

import re

from lxml import etree
from lxml import html as lxml_html

from onrecord.model.errors import InputError

MAX_CHARS = 20_000_000
"""Longest page that is read; the largest news pages measured (live blogs with their data inline) have 1.3 million."""

MAX_DEPTH = 400
"""Deepest nesting that is kept. Of 69 news pages measured the deepest has 29; libxml2 itself stops reading at 2,048."""

MAX_NAME = 2_000
"""Characters of a class or id that are kept: whatever reads the tree searches them with patterns."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:-]{0,40})([^<>]*)>")
_RAW = frozenset({"html", "head", "title", "meta", "link", "script", "style", "br", "h1", "p"})
"""Tags kept when a page nested too deep is flattened: all but the last two hold no markup of their own."""


def parse_page(html: str, source: str) -> etree._Element:
    """The root element of ``html``; ``source`` names the page in errors.

    A page nested deeper than :data:`MAX_DEPTH` is read again with every other tag turned into a paragraph break, so
    that its words are kept and nothing behind this function meets such a depth.

    Raises :class:`InputError` where the page is too long or holds no markup or text at all.
    """
    if len(html) > MAX_CHARS:
        raise InputError(source, f"the page has {len(html):,} characters", f"at most {MAX_CHARS:,} are read")
    clean = _DECLARATION.sub("", _CONTROL.sub(" ", html).lstrip("\ufeff"))
    root = _parse(clean, source)
    if too_deep(root):
        root = _parse(_TAG.sub(_flat, clean), source)
        if too_deep(root):
            raise InputError(source, "the page is nested too deep", "save its text and add that instead")
    for node in root.xpath(f"//*[string-length(@class) > {MAX_NAME} or string-length(@id) > {MAX_NAME}]"):
        for name in ("class", "id"):
            node.set(name, (node.get(name) or "")[:MAX_NAME])
    return root


def _parse(html: str, source: str) -> etree._Element:
    if not html.strip():
        raise InputError(source, "the page is empty")
    parser = lxml_html.HTMLParser(
        huge_tree=True, no_network=True, remove_comments=True, remove_pis=True, encoding="utf-8"
    )
    try:
        root = lxml_html.document_fromstring(html.encode("utf-8"), parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise InputError(source, "the page has no readable markup") from error
    return root


def too_deep(root: etree._Element, limit: int = MAX_DEPTH) -> bool:
    """Whether any element of ``root`` lies deeper than ``limit``; reads the tree once, without recursion."""
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > limit:
            return True
    return False


def _flat(match: re.Match[str]) -> str:
    return match[0] if match[2].lower() in _RAW else "</p><p>"
