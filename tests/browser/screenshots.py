"""`python -m tests.browser.screenshots ADDRESS`: takes the pictures of the documents from a running example company.

Leaves the draft behind that it writes for the picture of the composer.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

from journey.writing import BAD_TITLE, BODY

from . import chromium
from .person import SLOWEST_MS, go, open_page, sign_in
from .writing import upload_two_pictures

FOLDER = Path(__file__).parents[2] / "docs" / "screenshots"
LARGEST_BYTES = 250_000
COLORS = 256
CHANNELS = ("潮汐茶 微信公众号", "潮汐茶官方 微博")
TALL: ViewportSize = {"width": 1440, "height": 1250}


def main() -> int:
    address = sys.argv[1]
    FOLDER.mkdir(exist_ok=True)
    expect.set_options(timeout=SLOWEST_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.executable(), args=chromium.FLAGS)
        for name, person, show in PICTURES:
            page = _signed_in(browser, address, person)
            show(page)
            page.wait_for_load_state("networkidle")
            page.wait_for_timeout(800)
            _keep(page, name)
            page.context.close()
        browser.close()
    return 0


def today(page: Page) -> None:
    go(page, "今日")


def composer(page: Page) -> None:
    go(page, "稿件")
    page.get_by_role("link", name="写新稿").first.click()
    page.get_by_label("标题").fill(BAD_TITLE)
    for name in CHANNELS:
        page.get_by_role("checkbox", name=name, exact=True).check()
    page.get_by_role("button", name="开始写").click()
    page.get_by_label("正文").fill(BODY)
    upload_two_pictures(page)
    expect(page.locator("#checks")).not_to_contain_text("正文是空的")
    page.get_by_role("heading", level=1).click()
    expect(page.locator("[data-paper=title] mark")).to_be_visible()


def delivery(page: Page) -> None:
    go(page, "复盘")
    page.locator(".rows .row-title").first.click()
    page.locator(".title-cell a").first.click()
    expect(page.locator("#delivery-curve canvas").first).to_be_visible()
    page.set_viewport_size(TALL)


def inbox(page: Page) -> None:
    go(page, "消息")
    page.get_by_role("link", name="已回复").first.click()
    page.locator(".inbox-line [data-list-open]").filter(has_text="评论").nth(1).click()
    page.mouse.move(0, 0)
    expect(page.locator("#conversation-pane .message").first).to_be_visible()


def review(page: Page) -> None:
    go(page, "复盘")
    page.locator(".rows .row-title").first.click()
    expect(page.locator(".figure-card").first).to_be_visible()


def goal(page: Page) -> None:
    go(page, "目标")
    page.locator(".rows .row-title").last.click()
    expect(page.locator("#goal-progress canvas").first).to_be_visible()


PICTURES: tuple[tuple[str, str, Callable[[Page], None]], ...] = (
    ("today", "owner", today),
    ("composer", "editor", composer),
    ("delivery", "analyst", delivery),
    ("inbox", "answers", inbox),
    ("review", "analyst", review),
    ("goal", "owner", goal),
)


def _signed_in(browser: Browser, address: str, person: str) -> Page:
    page = open_page(browser, [])
    sign_in(page, address, email=f"{person}@demo.example")
    return page


def _keep(page: Page, name: str) -> None:
    """As it is where that is small enough, else in fewer colors."""
    whole = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    path = FOLDER / f"{name}.png"
    whole.save(path, optimize=True)
    if path.stat().st_size > LARGEST_BYTES:
        whole.quantize(COLORS, dither=Image.Dither.NONE).save(path, optimize=True)


if __name__ == "__main__":
    sys.exit(main())
