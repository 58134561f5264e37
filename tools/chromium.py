"""The Chromium of the machine, headless, and silent on the network."""

from pathlib import Path

from playwright.sync_api import Browser, Playwright

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


def launch(playwright: Playwright) -> Browser:
    return playwright.chromium.launch(executable_path=EXECUTABLE, args=list(OPTIONS))
