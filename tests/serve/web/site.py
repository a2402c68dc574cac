"""A small case of invented reports, served in the process, and a way to ask it."""

from __future__ import annotations

import asyncio
import json
from html.parser import HTMLParser
from pathlib import Path

import httpx

from onrecord.model.errors import InputError
from onrecord.runtime.record import record_all
from onrecord.serve.web.app import create_app
from onrecord.store.case import Case

HOST = "http://127.0.0.1:8137"

COURIER = """<!doctype html><html lang="en"><head><title>Ferry aground off Tern Sound, 310 taken off</title>
<meta property="og:site_name" content="The Tern Sound Courier">
<script type="application/ld+json">{{"@context": "https://schema.org", "@type": "NewsArticle",
"headline": "Ferry aground off Tern Sound, {n} taken off", "datePublished": "{published}", "dateModified": "{modified}",
"author": {{"@type": "Person", "name": "Odile Marsh"}},
"publisher": {{"@type": "Organization", "name": "The Tern Sound Courier"}}}}</script>
<link rel="canonical" href="https://courier.example/ferry-aground"></head><body>
<nav><a href="/">Home</a> <a href="/tides">Tides</a> <a href="/puzzles">Puzzles</a></nav>
<article><h1>Ferry aground off Tern Sound, {n} taken off</h1>
<p>By Odile Marsh</p>
<p>The car ferry Petrel ran onto a sandbank outside Tern Sound on Tuesday morning, and lifeboats worked until noon.</p>
<p>Ines Brook, the harbour master, said that {n} passengers had been taken off the ship by noon.</p>
<p>“Nobody is hurt, and nobody is missing,” said Captain Alvar Dunn, who commands the lifeboats. “We counted twice.”</p>
<p>The owner, Skerry Lines, denied that the ship had left the marked channel.</p>
<p>The coastguard said it could not confirm how much fuel had leaked into the sound.</p>
</article>
</body></html>"""

POST = """Petrel captain 'followed the chart'

The master of the ferry that ran aground off Tern Sound followed the official chart, his union said on Wednesday.

"The buoy was 200 metres out of place," said Marit Olde, a spokeswoman for the Deck Officers' Union.

Skerry Lines declined to comment on the position of the buoy.

The transport minister, Pavel Trent, warned that more than 40 buoys along the coast might have moved in the storm.

Advertisement

Most read
Ten walks for a wet Sunday
Bakery wins regional prize
Sign up to our newsletter
"""

HOSTILE_TITLE = "<script>alert(1)</script> \u202eevil\u202c " + "A" * 1_000_000

HOSTILE = """<img src=x onerror=alert(2)> “The <b>mayor</b> \u202eruof\u202c resigned,” said Lena
<script>alert(3)</script> Voss.

Lena Voss, the mayor, said that "><svg onload=alert(4)> 12 people & 3 dogs were safe.

{{ 7 * 7 }} javascript:alert(5) said the \x1b[31mharbour master\x07.
"""


def build(folder: Path) -> Path:
    """A case of two reports, one of them in two text versions."""
    folder.mkdir(exist_ok=True)
    inputs = []
    for day, n in (("2031-03-04", 310), ("2031-03-05", 296)):
        page = folder / f"courier-{day}.html"
        page.write_text(
            COURIER.format(n=n, published="2031-03-04T13:20:00+00:00", modified=f"{day}T14:00:00+00:00"), "utf-8"
        )
        inputs.append(str(page))
    row = {"id": "p1", "text": POST, "published": "2031-03-05", "outlet": "Gull Point Post"}
    return record(folder / "ferry.sqlite", [*inputs, jsonl(folder / "post.jsonl", row)])


def build_hostile(folder: Path) -> Path:
    """A case of one report that tries to get at the page it is shown on."""
    row = {
        "id": "<script>alert(6)</script>",
        "title": HOSTILE_TITLE,
        "text": HOSTILE,
        "outlet": '"><script>alert(7)</script>',
        "url": 'https://evil.example/"onmouseover=alert(8)',
        "published": "2031-03-06",
    }
    return record(folder / "hostile.sqlite", [jsonl(folder / "hostile.jsonl", row)])


def build_long(folder: Path, sentences: int) -> Path:
    """A case of one report with so many statements."""
    lines = "\n\n".join(f'"Berth {n} is closed today," the harbour master said.' for n in range(1, sentences + 1))
    return record(folder / "long.sqlite", [jsonl(folder / "long.jsonl", {"text": lines, "published": "2031-03-07"})])


def jsonl(path: Path, row: dict[str, str]) -> str:
    """A one-row archive."""
    path.write_text(json.dumps(row) + "\n", "utf-8")
    return str(path)


def record(path: Path, inputs: list[str]) -> Path:
    """The case at ``path`` with all inputs added; none may fail."""
    with Case.open(path) as case:
        failed = [outcome for outcome in record_all(case, inputs) if isinstance(outcome, InputError)]
    assert not failed
    return path


class Site:
    """Asks the application of a case, in this process."""

    def __init__(self, case: Path) -> None:
        self.case = case
        self.app = create_app(case)

    def ask(self, path: str, method: str = "GET", base: str = HOST, **headers: str) -> httpx.Response:
        async def once() -> httpx.Response:
            transport = httpx.ASGITransport(app=self.app, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url=base) as client:
                return await client.request(method, path, headers=headers)

        return asyncio.run(once())

    def get(self, path: str) -> httpx.Response:
        """The answer, which has to be a good one."""
        answer = self.ask(path)
        assert answer.status_code == 200, f"{path}: {answer.status_code}"
        return answer

    def page(self, path: str) -> Page:
        """The page at ``path``."""
        return Page(self.get(path).text)


class Page(HTMLParser):
    """What a page is made of: its tags with attributes, its visible words, links, ids and headings."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.html = html
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())

    @property
    def links(self) -> list[str]:
        return [a["href"] or "" for tag, a in self.tags if tag == "a" and "href" in a]

    @property
    def ids(self) -> list[str]:
        return [a["id"] or "" for _, a in self.tags if "id" in a]

    def of_class(self, name: str) -> list[dict[str, str | None]]:
        return [a for _, a in self.tags if name in (a.get("class") or "").split()]
