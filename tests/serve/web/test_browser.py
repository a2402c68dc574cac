"""The pages in Debian's chromium, driven by playwright: skipped, saying so, where either is absent."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
import uvicorn

from onrecord.serve.web.app import create_app
from onrecord.serve.web.run import listen
from tests.serve.web.site import Site

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog, Page

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PAGES = ("/", "/statements", "/reports", "/figures", "/timeline", "/brief", "/api", "/statements?who=skerry&act=deny")


# What is asked in the process runs an event loop of its own, which it cannot while playwright's runs: ask before.
@pytest.fixture(scope="module")
def reports(site: Site, hostile: Site) -> dict[str, str]:
    ids = {s.case.stem: s.get("/api/reports").json()["rows"][-1]["report_id"] for s in (site, hostile)}
    return {name: f"/reports/{report}" for name, report in ids.items()}


@pytest.fixture(scope="module")
def browser(reports: dict[str, str]) -> Iterator[Browser]:
    api: Any = pytest.importorskip("playwright.sync_api", reason="browser tests need: pip install playwright")
    if not shutil.which(CHROMIUM):
        pytest.skip(f"browser tests need {CHROMIUM} (apt-get install chromium)")
    with api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield opened
        opened.close()


@dataclass
class Served:
    """A case behind a real port."""

    address: str
    report: str


def serving(site: Site, report: str) -> Iterator[Served]:
    with listen(0) as listening:
        server = uvicorn.Server(
            uvicorn.Config(create_app(site.case), lifespan="off", ws="none", log_config=None, access_log=False)
        )
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        yield Served(f"http://127.0.0.1:{listening.getsockname()[1]}", report)
        server.should_exit = True
        thread.join(timeout=10)


@pytest.fixture(scope="module")
def served(site: Site, reports: dict[str, str], browser: Browser) -> Iterator[Served]:
    yield from serving(site, reports[site.case.stem])


@pytest.fixture(scope="module")
def served_hostile(hostile: Site, reports: dict[str, str], browser: Browser) -> Iterator[Served]:
    yield from serving(hostile, reports[hostile.case.stem])


class Watch:
    """A page of its own context, with all that it asks for and complains of."""

    def __init__(self, browser: Browser, **options: Any) -> None:
        self.context = browser.new_context(**options)
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        self.hosts: set[str | None] = set()
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", self._dismiss)
        self.page.on("request", lambda request: self.hosts.add(urlsplit(request.url).hostname))

    def _dismiss(self, dialog: Dialog) -> None:
        self.complaints.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def __enter__(self) -> Watch:
        return self

    def __exit__(self, *_: object) -> None:
        self.context.close()


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")])
def test_pages_fit_without_complaint_and_ask_nothing_elsewhere(
    browser: Browser, served: Served, served_hostile: Served, width: int, scheme: Any
) -> None:
    with Watch(browser, viewport={"width": width, "height": 740}, color_scheme=scheme) as watch:
        for place in (served, served_hostile):
            for path in (*PAGES, place.report):
                answer = watch.page.goto(place.address + path)
                assert answer is not None
                assert answer.status == 200
                assert watch.page.evaluate("document.documentElement.scrollWidth") <= width, path
        assert _bright(watch.page) == (scheme == "light")
        other: Any = "dark" if scheme == "light" else "light"
        watch.page.emulate_media(color_scheme=other)
        assert _bright(watch.page) == (other == "light")
    assert watch.complaints == []
    assert watch.hosts == {"127.0.0.1"}


def _bright(page: Page) -> bool:
    ground = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    return sum(int(part) for part in ground.removeprefix("rgb(").rstrip(")").split(",")) > 3 * 128


@pytest.mark.parametrize("script", [True, False])
def test_from_a_citation_to_the_highlighted_sentence_by_keyboard(
    browser: Browser, served: Served, script: bool
) -> None:
    with Watch(browser, viewport={"width": 1280, "height": 740}, java_script_enabled=script) as watch:
        page = watch.page
        page.goto(f"{served.address}/brief")
        cite = page.locator("a.cite").first
        for _ in range(60):
            page.keyboard.press("Tab")
            if cite.evaluate("link => link === document.activeElement"):
                break
        assert cite.evaluate("link => getComputedStyle(link).outlineStyle") == "solid"
        quoted = cite.evaluate("link => link.closest('li').textContent").split("“")[1].split("”")[0]
        page.keyboard.press("Enter")
        page.wait_for_url("**/reports/**")
        target = page.locator("span.m-content:target")
        marked = target.evaluate("span => span.textContent").removeprefix("that ")
        assert marked.startswith(quoted.removesuffix(" …")[:60])
        colours = page.evaluate(
            "[...document.querySelectorAll('.reading .sec .m-content:not(:target, .chosen)')]"
            ".concat(document.querySelector('.m-content:target')).map(s => getComputedStyle(s).backgroundColor)"
        )
        assert colours[-1] not in colours[:-1]
        assert _in_view(page)
        assert watch.complaints == []


def _in_view(page: Page) -> bool:
    box = page.locator("span.m-content:target").bounding_box()
    return box is not None and 0 <= box["y"] < 740


def test_pointing_at_a_part_lights_up_the_statement_in_both_panes(browser: Browser, served: Served) -> None:
    with Watch(browser, viewport={"width": 1280, "height": 740}) as watch:
        page = watch.page
        page.goto(served.address + served.report)
        statement = page.locator(".reading [data-s]").first.get_attribute("data-s")
        page.locator(f'.reading [data-s="{statement}"]').first.hover()
        lit = page.locator(".lit").evaluate_all("parts => parts.map(p => [p.dataset.s, p.tagName])")
        assert {of for of, _ in lit} == {statement}
        assert {tag for _, tag in lit} == {"SPAN", "LI"}


def test_the_record_of_the_sentence_that_is_opened_comes_into_view(browser: Browser, served: Served) -> None:
    with Watch(browser, viewport={"width": 1280, "height": 500}) as watch:
        page = watch.page
        page.goto(served.address + served.report)
        last = page.locator(".card").last.get_attribute("data-s")
        page.goto(f"{served.address}{served.report}#{last}")
        box = page.locator(f"#r-{last}").bounding_box()
        assert box is not None
        assert 0 <= box["y"] < 500
        assert page.locator(".chosen").evaluate_all("parts => new Set(parts.map(p => p.dataset.s)).size") == 1


def test_a_statement_inside_the_highlighted_one_does_not_interrupt_it(browser: Browser, served: Served) -> None:
    with Watch(browser) as watch:
        page = watch.page
        page.goto(served.address + served.report)
        inner = page.evaluate(
            "() => { const outer = document.querySelector('.reading .sec .m-content');"
            " outer.innerHTML = '<span class=\"m m-content\">x</span>'; outer.classList.add('chosen');"
            " return getComputedStyle(outer.firstChild).backgroundColor; }"
        )
        assert inner == "rgba(0, 0, 0, 0)"


def test_the_filters_are_sent_by_the_form(browser: Browser, served: Served) -> None:
    with Watch(browser, viewport={"width": 360, "height": 740}) as watch:
        page = watch.page
        page.goto(f"{served.address}/statements?as_of=2031-03-04")
        page.get_by_label("Full text").fill("passengers")
        page.keyboard.press("Enter")
        page.wait_for_url("**/statements?**about=passengers**")
        assert "as_of=2031-03-04" in page.url
        assert page.locator("a.words").count() >= 1
        page.get_by_label("As of").fill("2031-03-05")
        page.get_by_role("button", name="Replay").click()
        page.wait_for_url("**as_of=2031-03-05**")
        assert "about=passengers" in page.url
        assert "296 passengers" in page.inner_text("main")


def test_a_printed_brief_has_no_controls(browser: Browser, served: Served) -> None:
    with Watch(browser) as watch:
        page = watch.page
        page.goto(f"{served.address}/brief")
        page.emulate_media(media="print")
        for hidden in ("header.top", "form.filters", ".tools", "footer"):
            assert not page.locator(hidden).first.is_visible()
        assert page.locator("ol.citations li").first.is_visible()
