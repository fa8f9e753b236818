from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from . import chromium
from .installation import Installation
from .installation import installation as started
from .person import SLOWEST_MS


# For these tests alone, not for the whole run: Playwright's event loop in this thread would make Django
# refuse the database to every test that comes after.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=SLOWEST_MS)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium.executable(), args=chromium.FLAGS)
        yield launched
        launched.close()


@pytest.fixture(scope="package")
def installation() -> Iterator[Installation]:
    with started() as made:
        yield made
