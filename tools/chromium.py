"""The Chromium of the machine, headless, and silent on the network."""

from contextlib import suppress
from pathlib import Path

from playwright.sync_api import Browser, Error, Page, Playwright

EXECUTABLE = Path("/usr/bin/chromium")
# All the pages are ours: they may share a process, which reads their scripts once.
TOGETHER = ("--disable-site-isolation-trials", "--renderer-process-limit=1")
OPTIONS = (
    *TOGETHER,
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
CLOSINGS = 20
CLOSING_MILLISECONDS = 500


def launch(playwright: Playwright) -> Browser:
    return playwright.chromium.launch(executable_path=EXECUTABLE, args=list(OPTIONS))


def close(page: Page) -> None:
    """Close a page, even as it goes elsewhere; `TimeoutError` if it stays open for ten seconds.

    Chromium answers that it closes a page which changes documents, and may leave it open
    (crbug.com/536385539); Playwright's own `close` then waits for ever. Asked again, it closes.
    """
    context = page.context
    assert context.browser is not None, "the page of a browser that was launched"
    target = context.new_cdp_session(page).send("Target.getTargetInfo")["targetInfo"]["targetId"]
    session = context.browser.new_browser_cdp_session()
    for _ in range(CLOSINGS):
        session.send("Target.closeTarget", {"targetId": target})
        # It closes before the wait begins, or during it.
        with suppress(Error):
            page.wait_for_event("close", timeout=CLOSING_MILLISECONDS)
        if page.is_closed():
            return session.detach()
    raise TimeoutError(f"{page.url} stays open")
