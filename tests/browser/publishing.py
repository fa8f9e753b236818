from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import expect

from .walk import ACCOUNTS, Walk
from .writing import GOOD_TITLE

AHEAD_SECONDS = 20
LIVE_MS = 150_000


def schedule(walk: Walk) -> None:
    """The editor schedules both variants for the same moment."""
    page = walk.person("editor")
    page.goto(walk.made["draft"])
    due = datetime.now(ZoneInfo("Asia/Shanghai")) + timedelta(seconds=AHEAD_SECONDS)
    panel = page.locator("#schedule-panel")
    panel.get_by_label(re.compile("发布时间")).fill(due.strftime("%Y-%m-%dT%H:%M:%S"))
    panel.get_by_role("button", name="排期").click()
    expect(panel.locator(".state")).to_have_count(2)


def see_it_live(walk: Walk) -> None:
    """The worker publishes; both are read back as live, each exactly once, with links."""
    for name in ACCOUNTS:
        page = walk.person("editor")
        page.goto(walk.made["draft"])
        page.locator("#schedule-panel .row-line").filter(has_text=name).get_by_role("link").click()
        expect(page.get_by_role("heading", name=GOOD_TITLE, level=1)).to_be_visible()
        walk.made[name] = page.url
        expect(page.locator(".card-header .state").first).to_have_text("已上线", timeout=LIVE_MS)
        receipt = page.locator(f".datagrid-list a[href^='{walk.installation.sandbox_address}/']")
        expect(receipt).to_be_visible()
        assert page.request.get(receipt.get_attribute("href") or "").ok
        expect(page.locator(".card tbody tr").filter(has_text="#")).to_have_count(1)
        posts = walk.desk().locator("#posts tr").filter(has_text=name)
        expect(posts).to_have_count(1)
