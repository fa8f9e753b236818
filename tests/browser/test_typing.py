"""Typing in the composer: words are marked as they come, a key puts another in their place, another takes it back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from .installation import Installation
from .person import go, open_page, sign_in

SECONDS = 420
WORD, TEXT = "全国第一", "这是全国第一的茶。"
BACK_INTO_THE_WORD = 5
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


@pytest.fixture
def page(browser: Browser, installation: Installation, problems: list[str]) -> Iterator[Page]:
    """A new draft, opened in the composer."""
    made = open_page(browser, problems)
    sign_in(made, installation.address, email="editor@demo.example")
    go(made, "稿件")
    made.get_by_role("link", name="写新稿").first.click()
    made.get_by_label("标题").fill("秋茶")
    made.get_by_role("button", name="开始写").click()
    yield made
    made.context.close()


def test_marks_follow_the_typing_and_alt_enter_replaces_and_ctrl_z_takes_it_back(page: Page) -> None:
    body, mark = page.get_by_label("正文"), page.locator("[data-paper=body] mark")
    line = page.locator("[data-suggest]")
    body.click()
    page.keyboard.type(TEXT, delay=40)
    expect(mark).to_have_text(WORD)
    expect(line).to_be_hidden()
    for _ in range(BACK_INTO_THE_WORD):
        page.keyboard.press("ArrowLeft")
    expect(line).to_contain_text(WORD)
    choices = line.locator("[data-choice]")
    expect(choices.first).to_have_attribute("aria-current", "true")
    page.keyboard.press("Alt+ArrowDown")
    chosen = line.locator("[data-choice][aria-current=true]")
    other = chosen.inner_text()
    assert other != WORD
    page.keyboard.press("Alt+Enter")
    expect(body).to_have_value(TEXT.replace(WORD, other))
    expect(line).to_be_hidden()
    expect(mark).to_have_count(0)
    page.keyboard.press("Control+z")
    expect(body).to_have_value(TEXT)
    expect(mark).to_have_text(WORD)


def test_what_is_typed_on_while_an_answer_is_on_its_way_keeps_its_marks_at_their_places(page: Page) -> None:
    body, mark = page.get_by_label("正文"), page.locator("[data-paper=body] mark")
    held: list[str] = []

    def hold_the_first(route: object) -> None:
        held.append("asked")
        if len(held) == 1:
            page.wait_for_timeout(700)
        route.continue_()  # type: ignore[attr-defined]

    page.route("**/check/", hold_the_first)
    body.click()
    page.keyboard.type(TEXT, delay=20)
    page.wait_for_timeout(350)
    page.keyboard.press("Home")
    page.keyboard.type("大家好，", delay=20)
    expect(mark).to_have_text(WORD)
    expect(body).to_have_value(f"大家好，{TEXT}")
