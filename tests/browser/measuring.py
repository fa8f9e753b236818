from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect

from journey.waiting import until

from .walk import MICROBLOG_ACCOUNT, Walk

READING_MS = 60_000
FANS = 3
# The audience sleeps at night; so many hours hold some of the day whenever the test runs.
HOURS = 14


def readings_rise(walk: Walk) -> None:
    """Readings are asked for, time passes for the audience, and the curve rises."""
    page = walk.person("analyst")
    page.goto(walk.made[MICROBLOG_ACCOUNT])
    before = _read_now(page)
    desk = walk.desk()
    desk.get_by_label("快进（小时）").fill(str(HOURS))
    desk.get_by_role("button", name="快进").click()
    after = _read_now(page)
    assert after > before
    expect(page.locator("#delivery-curve [data-chart] canvas").first).to_be_visible()


def goal_moves(walk: Walk) -> None:
    """New followers come; the goal page shows the KPI moving."""
    page = walk.at("analyst", "账号矩阵")
    page.get_by_role("link", name=MICROBLOG_ACCOUNT).click()
    before = _gained(walk)
    for number in range(FANS):
        desk = walk.desk()
        desk.locator(".card b").get_by_role("link", name=MICROBLOG_ACCOUNT).click()
        form = desk.locator("form[action$='/follows']")
        form.get_by_label("昵称").fill(f"新粉丝{number}")
        form.get_by_role("button", name="关注").click()
    page.get_by_role("button", name="立即读取").click()
    until(lambda: _gained(walk) >= before + FANS, seconds=READING_MS / 1000, what="the KPI to move", every=2)


def review_the_week(walk: Walk) -> None:
    """The weekly review shows the week; its figures lead to their rows."""
    page, today = walk.at("analyst", "复盘"), datetime.now(ZoneInfo("Asia/Shanghai")).date()
    page.get_by_label("哪一周").select_option((today - timedelta(days=today.weekday())).isoformat())
    page.get_by_role("button", name="写复盘").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(str(today.year))
    for link in [card.get_attribute("href") for card in page.locator("a.figure-card").all()]:
        answer = page.goto(f"{walk.installation.address}{link}")
        assert answer is not None
        assert answer.ok
        expect(page.get_by_role("heading", level=1)).to_contain_text("明细")


def audit_verifies(walk: Walk) -> None:
    """The audit trail verifies, and says who published and replied."""
    page = walk.at("owner", "审计记录")
    page.get_by_role("button", name="校验").click()
    expect(page.locator("#verdict")).to_contain_text("校验通过")
    for verb in ("回复已送达", "提交审核"):
        expect(page.locator("#trail")).to_contain_text(verb)


def _read_now(page: Page) -> int:
    """Asks for a reading on the delivery's page and answers the sum of what it shows then."""
    _ask(page)
    return sum(_number(text) for text in page.locator("#delivery-curve .figure-value").all_inner_texts())


def _ask(page: Page) -> None:
    page.get_by_role("button", name="立即读取").click()
    expect(page.get_by_role("button", name="读取中…")).to_be_disabled()
    expect(page.get_by_role("button", name="立即读取")).to_be_enabled(timeout=READING_MS)


def _gained(walk: Walk) -> int:
    page = walk.person("owner")
    page.goto(walk.made["objective"])
    item = page.locator(".progress-item").filter(has_text="月新增粉丝")
    return _number(item.locator(".figure-value").inner_text().split("/")[0])


def _number(text: str) -> int:
    found = re.search(r"[\d,]+", text)
    return int(found.group().replace(",", "")) if found else 0
