"""The Chromium that the tests drive."""

from __future__ import annotations

import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")


def executable() -> str:
    """The path of the machine's Chromium. Raises RuntimeError with how to get one."""
    for name in NAMES:
        found = shutil.which(name)
        if found:
            return found
    raise RuntimeError("Browser tests need Chromium: apt-get install chromium fonts-noto-cjk")
