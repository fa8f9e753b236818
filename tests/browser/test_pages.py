from __future__ import annotations

import contextlib
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from .installation import Installation
from .person import open_page, sign_in

SECONDS = 420
DESK, HAND = (1440, 900), (390, 844)
pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.timeout(SECONDS),
]


@pytest.fixture
def problems() -> Iterator[list[str]]:
    found: list[str] = []
    yield found
    assert found == []


def owner_at(
    browser: Browser, installation: Installation, problems: list[str], size: tuple[int, int]
) -> Page:
    page = open_page(browser, problems, width=size[0], height=size[1])
    sign_in(page, installation.address, email="owner@demo.example")
    return page


@pytest.mark.parametrize("size", [DESK, HAND], ids=["desk", "hand"])
def test_every_page_of_the_navigation_has_a_heading_and_fits_its_screen(
    browser: Browser, installation: Installation, problems: list[str], size: tuple[int, int]
) -> None:
    page = owner_at(browser, installation, problems, size)
    addresses = [link.get_attribute("href") or "" for link in page.locator(".sidebar-link").all()]
    assert len(addresses) > 10
    too_wide = []
    for address in addresses:
        answer = page.goto(f"{installation.address}{address}", wait_until="load")
        assert answer is not None
        assert answer.ok, address
        expect(page.locator("main h1")).to_have_count(1)
        if _overflow(page) > 0:
            too_wide.append(f"{address} by {_overflow(page)} px")
    page.context.close()
    assert too_wide == []


def press_until_seen(page: Page, key: str, wanted: Locator) -> None:
    """Presses a key as somebody does whose page has only just appeared: again, if nothing happens."""
    for _ in range(15):
        page.keyboard.press(key)
        with contextlib.suppress(AssertionError):
            expect(wanted).to_be_visible(timeout=1500)
            return
    expect(wanted).to_be_visible()


def test_the_keyboard_opens_search_and_leads_from_the_field_to_a_page(
    browser: Browser, installation: Installation, problems: list[str]
) -> None:
    page = owner_at(browser, installation, problems, DESK)
    field = page.locator("#search-dialog input[type=search]")
    press_until_seen(page, "Control+k", field)
    expect(field).to_be_focused()
    page.keyboard.press("Escape")
    expect(field).to_be_hidden()
    press_until_seen(page, "?", page.locator("#shortcuts-dialog"))
    page.context.close()


def test_j_and_k_move_through_a_list_and_enter_opens(
    browser: Browser, installation: Installation, problems: list[str]
) -> None:
    page = owner_at(browser, installation, problems, DESK)
    _make_objectives(page, installation, ["春季上新", "会员拉新"])
    at = page.locator("[data-list-item].is-at")
    page.keyboard.press("j")
    expect(at).to_have_count(1)
    first = at.locator(".row-title").inner_text()
    page.keyboard.press("j")
    second = at.locator(".row-title").inner_text()
    assert first != second
    page.keyboard.press("k")
    expect(at.locator(".row-title")).to_have_text(first)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(first)
    page.context.close()


def _overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def _make_objectives(page: Page, installation: Installation, names: list[str]) -> None:
    for name in names:
        page.goto(f"{installation.address}/w/demo/goals/new/")
        page.get_by_label("目标名称").fill(name)
        page.get_by_label("开始").fill("2030-01-01")
        page.get_by_label("结束").fill("2030-03-31")
        page.locator(".kpi-table tbody tr").first.locator("input").nth(1).fill("100")
        page.get_by_role("button", name="保存").click()
        expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()
    page.goto(f"{installation.address}/w/demo/goals/")


def test_the_whole_navigation_and_all_tabs_of_the_inbox_stand_on_a_desk(
    browser: Browser, installation: Installation, problems: list[str]
) -> None:
    page = owner_at(browser, installation, problems, DESK)
    page.goto(f"{installation.address}/w/demo/inbox/", wait_until="load")
    assert _bottom(page, ".sidebar-link >> nth=-1") <= DESK[1]
    page.evaluate(
        "for (const one of document.querySelectorAll('.inbox-list .badge')) one.textContent = '1248'"
    )
    edge = page.locator(".inbox-list").bounding_box()
    last = page.locator(".inbox-list .nav-link").last.bounding_box()
    assert edge
    assert last
    assert last["x"] + last["width"] <= edge["x"] + edge["width"]
    page.context.close()


def test_time_that_is_left_is_told_in_days(
    browser: Browser, installation: Installation, problems: list[str]
) -> None:
    page = owner_at(browser, installation, problems, DESK)
    page.evaluate(
        """() => {
          const time = document.createElement("time");
          time.dateTime = new Date(Date.now() + 6.5 * 86400000).toISOString();
          time.dataset.countdown = "";
          document.querySelector("main").append(time);
        }"""
    )
    expect(page.locator("main > time")).to_have_text("剩 6 天")
    page.context.close()


@pytest.mark.parametrize("path", ["/", "/robots", "/calls", "/callbacks"])
def test_the_sandboxs_desk_fits_a_phone(
    browser: Browser, installation: Installation, problems: list[str], path: str
) -> None:
    page = open_page(browser, problems, width=HAND[0], height=HAND[1])
    page.goto(f"{installation.sandbox_address}{path}", wait_until="load")
    assert _overflow(page) <= 0
    page.context.close()


def test_a_new_account_of_the_sandbox_is_of_a_kind_that_its_platform_has(
    browser: Browser, installation: Installation, problems: list[str]
) -> None:
    page = open_page(browser, problems)
    page.goto(f"{installation.sandbox_address}/", wait_until="load")
    page.get_by_text("新建账号").first.click()
    kinds = page.locator("select[name=profile] option")
    for platform in page.locator("select[name=platform] option").all():
        page.select_option("select[name=platform]", platform.get_attribute("value"))
        group = page.locator("select[name=profile] optgroup")
        expect(group).to_have_count(1)
        expect(group).to_have_attribute("label", platform.inner_text())
        assert kinds.count() > 0
    page.context.close()


def _bottom(page: Page, selector: str) -> float:
    box = page.locator(selector).bounding_box()
    assert box
    return box["y"] + box["height"]
