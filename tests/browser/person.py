"""Somebody at a browser: signs in on the sign-in page and gets about by clicking."""

from __future__ import annotations

from playwright.sync_api import Browser, ConsoleMessage, Page, expect

PASSWORD = "chaoxin-demo"
WIDTH, HEIGHT = 1440, 900
SLOWEST_MS = 20_000
# A refusal (401, 409, 422 …) is an answer like others, but the browser notes it as an error.
ANSWERED_REFUSAL = "Failed to load resource"


def open_page(browser: Browser, problems: list[str], *, width: int = WIDTH, height: int = HEIGHT) -> Page:
    """A page of a fresh browser session; errors of scripts, styles and the content policy go to `problems`."""
    context = browser.new_context(
        locale="zh-CN", timezone_id="Asia/Shanghai", viewport={"width": width, "height": height}
    )
    context.set_default_timeout(SLOWEST_MS)
    page = context.new_page()
    page.on("pageerror", lambda error: problems.append(f"{page.url}: {error}"))
    page.on("console", lambda message: _note(problems, page, message))
    return page


def sign_in(page: Page, address: str, *, email: str) -> None:
    """Signs in as one of the example company."""
    page.goto(f"{address}/accounts/login/")
    page.get_by_label("电子邮件").fill(email)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page.locator(".sidebar-nav")).to_be_attached()


def go(page: Page, name: str) -> None:
    """Opens a page of the navigation."""
    page.locator(".sidebar-link").get_by_text(name, exact=True).click()
    expect(page.locator(".sidebar-link[aria-current=page]")).to_have_text(name)


def _note(problems: list[str], page: Page, message: ConsoleMessage) -> None:
    if message.type in ("error", "warning") and not message.text.startswith(ANSWERED_REFUSAL):
        problems.append(f"{page.url}: {message.text}")
