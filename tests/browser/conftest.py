"""A real browser on a real site: the demo directory, served on the loopback."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from weakref import WeakKeyDictionary

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

from app.limits import limiter
from tests.conftest import missing
from tools.chromium import EXECUTABLE, close, launch
from tools.demo_site import demo_site

SIZE = 600

DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="package")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the site's data; its letters wait there, in the database."""
    return tmp_path_factory.mktemp("instance")


@pytest.fixture(scope="package")
def site(instance: Path) -> Iterator[str]:
    """The address of a site that holds 600 invented suppliers."""
    with demo_site(instance, SIZE) as address:
        # All the people of these tests come from one machine.
        limiter.enabled = False
        yield address
        limiter.enabled = True


@pytest.fixture(scope="package")
def chromium(site: str) -> Iterator[Browser]:
    """Playwright leaves an event loop in this thread, in which Flask makes no application."""
    if not EXECUTABLE.exists():
        missing("Chromium n’est pas installé")
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture(params=[DESKTOP, PHONE], ids=["1280", "390"])
def viewport(request: pytest.FixtureRequest) -> dict[str, int]:
    size: dict[str, int] = request.param
    return size


# What each page has asked for, and has not had yet.
AWAITED: WeakKeyDictionary[Page, set[Request]] = WeakKeyDictionary()
LONGEST_SECONDS = 20

DRAWN = "document.fonts.ready.then(() => new Promise((drawn) => requestIdleCallback(drawn)))"


def await_answers(page: Page) -> None:
    """Know from now on what the page waits for, and nothing of what pages before it had asked."""
    awaited = AWAITED[page] = set()

    def is_asked(request: Request) -> None:
        awaited.add(request)

    def is_answered(request: Request) -> None:
        awaited.discard(request)

    page.on("request", is_asked)
    page.on("requestfinished", is_answered)
    page.on("requestfailed", is_answered)


def settled(page: Page) -> None:
    """Wait until a page has had all that it asked for, and done with it.

    The "networkidle" of Playwright would then wait half a second more.
    """
    page.wait_for_load_state("load")
    page.evaluate(DRAWN)
    deadline = time.monotonic() + LONGEST_SECONDS
    while AWAITED[page]:
        assert time.monotonic() < deadline, [request.url for request in AWAITED[page]]
        page.wait_for_timeout(10)
        page.evaluate(DRAWN)


class Watched:
    """What a browser did behind the page: faults in its console, requests it sent elsewhere."""

    def __init__(self, context: BrowserContext, site: str) -> None:
        self._site = site
        self.begin()
        context.on("console", self._console)
        context.on("weberror", lambda error: self.faults.append(str(error.error)))
        context.on("request", self._request)

    def begin(self, *statuses: int) -> None:
        """Nothing was seen yet; an answer with one of these statuses will be no fault."""
        self._expected = tuple(f"status of {status}" for status in statuses)
        self.faults: list[str] = []
        self.elsewhere: list[str] = []

    def _console(self, message: object) -> None:
        text: str = message.text  # type: ignore[attr-defined]  # a ConsoleMessage
        is_fault = message.type in ("error", "warning")  # type: ignore[attr-defined]  # as above
        if is_fault and not any(status in text for status in self._expected):
            self.faults.append(text)

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self._site, "data:")):
            self.elsewhere.append(request.url)


class Window:
    """A browser that knows nobody; emptied, it serves another test.

    It keeps the files of the site alone: a new one reads them again, as long as three pages take.
    """

    def __init__(self, chromium: Browser, site: str, viewport: dict[str, int], scripts: bool):
        self._context = chromium.new_context(
            base_url=site, viewport=viewport, java_script_enabled=scripts, locale="fr-FR"
        )
        self.watched = Watched(self._context, site)
        self._context.new_page().goto("/robots.txt")  # stays, and keeps the process running

    def open(self, path: str, expected: tuple[int, ...]) -> Page:
        self.watched.begin(*expected)
        page = self._context.new_page()
        await_answers(page)
        page.set_default_timeout(10_000)
        page.goto(path)
        return page

    def empty(self) -> None:
        for page in self._context.pages[1:]:
            close(page)
        self._context.clear_cookies()


OpenPage = Callable[..., Page]
# Those that no test has, by width and whether scripts run.
Windows = dict[tuple[int, bool], list[Window]]


@pytest.fixture(scope="package")
def windows() -> Windows:
    return defaultdict(list)


@pytest.fixture
def open_page(chromium: Browser, site: str, windows: Windows) -> Iterator[OpenPage]:
    """Open a page at a width, scripts on or off. It must end with no fault and no outside call."""
    with opening(chromium, site, windows) as open_page:
        yield open_page


@contextmanager
def opening(chromium: Browser, site: str, windows: Windows) -> Iterator[OpenPage]:
    """What opens pages, each in a window of its own, and closes them after the block.

    Browsers tell an answer that refuses as a fault: those that a test expects are told first.
    """
    opened: list[tuple[Window, list[Window]]] = []

    def open_(
        path: str,
        viewport: dict[str, int] = DESKTOP,
        *,
        scripts: bool = True,
        expected: tuple[int, ...] = (),
    ) -> Page:
        free = windows[viewport["width"], scripts]
        window = free.pop() if free else Window(chromium, site, viewport, scripts)
        opened.append((window, free))
        return window.open(path, expected)

    yield open_
    for window, free in opened:
        window.empty()
        free.append(window)
    for window, _ in opened:
        assert not window.watched.faults
        assert not window.watched.elsewhere
