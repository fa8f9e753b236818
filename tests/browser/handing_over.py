"""The way of a post that a person publishes by hand: planned at the desk, published on the phone, back as a receipt."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import FilePayload, Page, expect

from journey.writing import picture

from .person import open_page
from .walk import Walk

ACCOUNT, TITLE = "潮汐茶小店", "下雨天煮一壶陈皮白茶"
BODY = "白茶五克，陈皮一小块，小火煮八分钟。你们下雨天喝什么？"
PLATFORM, GROUP = "抖音", "小店发布群"
PHONE_WIDTH, PHONE_HEIGHT = 390, 844
RECEIPT_MS = 90_000


def register_account(walk: Walk) -> None:
    """The owner registers an account on which people publish, with the company's application for sharing."""
    keys = walk.ask("POST", "accounts", {"platform": "douyin", "profile": "ordinary", "name": ACCOUNT})
    walk.made["account"] = keys["key"]
    given = keys["credentials"]
    page = walk.at("owner", "账号矩阵")
    page.get_by_role("link", name="接入账号").first.click()
    page.get_by_role("link", name=PLATFORM).click()
    page.locator("#mode-assisted").get_by_role("link", name="用这种方式接入").click()
    page.get_by_role("radio", name="沙盒").check()
    page.get_by_label("账号名称").fill(ACCOUNT)
    page.get_by_label("抖音号或主页链接").fill(given["home_page"])
    page.get_by_label("分享应用的 Client Key").fill(given["client_key"])
    page.get_by_label("分享应用的 Client Secret").fill(given["client_secret"])
    page.get_by_role("button", name="登记账号").click()
    expect(page.get_by_role("heading", name=ACCOUNT, level=1)).to_be_visible()
    address = page.locator("#callback-address").inner_text()
    told = walk.ask("POST", f"accounts/{walk.made['account']}/callback", {"url": address})
    assert not told.get("problem"), told


def register_robot(walk: Walk) -> None:
    """A robot of the sandbox tells the group of reminders."""
    made = walk.ask("POST", "robots", {"kind": "feishu", "name": GROUP})
    walk.made["robot"] = str(made["id"])
    page = walk.person("owner")
    page.goto(f"{walk.installation.address}/w/demo/notices/robots/")
    page.get_by_label("名称").fill(GROUP)
    page.get_by_label("类型").select_option("feishu_robot")
    page.get_by_label("Webhook 地址").fill(made["address"])
    page.get_by_label("签名密钥").fill(made["secret"])
    page.get_by_label("发到沙盒").check()
    page.get_by_role("button", name="添加").click()
    expect(page.get_by_text(GROUP).first).to_be_visible()


def write_and_plan(walk: Walk) -> None:
    """The editor writes the post, the reviewer agrees, the editor plans it for a few minutes from now."""
    page = walk.at("editor", "稿件")
    page.get_by_role("link", name="写新稿").first.click()
    page.get_by_label("标题").fill(TITLE)
    page.get_by_role("checkbox", name=ACCOUNT).check()
    page.get_by_role("button", name="开始写").click()
    page.locator(".channel-tabs").get_by_role("link", name=ACCOUNT).click()
    page.locator(".form-selectgroup").get_by_text("图文", exact=True).click()
    expect(page.locator(".form-selectgroup-input:checked")).to_have_value("pictures")
    page.locator(".channel-tabs").get_by_role("link").first.click()
    expect(page.get_by_label("标题", exact=True)).to_have_value(TITLE)
    page.get_by_label("正文").fill(BODY)
    page.locator("[data-upload]").set_input_files([_picture(1), _picture(2)])
    expect(page.locator(".picture")).to_have_count(2)
    expect(page.locator("#save-state")).to_have_text("已保存")
    walk.made["handed"] = page.url
    page.get_by_role("button", name="提交审核").click()
    page.locator("#submit-dialog").get_by_role("button", name="提交审核").click()
    expect(page.locator("#draft-state")).to_have_text("审核中")
    reviewer = walk.at("reviewer", "审核")
    reviewer.get_by_role("link", name=TITLE).first.click()
    reviewer.get_by_role("button", name="同意选中的").click()
    expect(reviewer.locator("#draft-state")).to_have_text(re.compile("通过"))
    page.goto(walk.made["handed"])
    due = datetime.now(ZoneInfo("Asia/Shanghai")) + timedelta(minutes=5)
    panel = page.locator("#schedule-panel")
    panel.get_by_label(re.compile("发布时间")).fill(due.strftime("%Y-%m-%dT%H:%M:%S"))
    panel.get_by_role("button", name="排期").click()
    expect(panel.locator(".state")).to_have_count(1)


def be_reminded(walk: Walk) -> None:
    """The reminder with the link stands in the group chat."""
    page = walk.desk("/robots")
    card = page.locator(f"#robot-{walk.made['robot']}")
    for _time in range(40):
        if card.locator("[data-message]").count():
            break
        page.wait_for_timeout(500)
        page.reload()
    text = card.locator("[data-message]").first.inner_text()
    assert TITLE in text
    found = re.search(r"https?://\S+/h/\S+", text)
    assert found, text
    walk.made["phone"] = found[0]


def publish_on_the_phone(walk: Walk) -> None:
    """On a phone the link shows everything; one touch opens the app filled in, and it is published there."""
    page = _phone(walk)
    page.goto(walk.made["phone"])
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    _fits(page)
    page.get_by_role("button", name="复制").first.click()
    expect(page.get_by_role("button", name="已复制")).to_be_visible()
    page.locator(".bar").get_by_role("button", name=f"打开{PLATFORM}发布").click()
    expect(page.get_by_text("App 里还要粘贴的")).to_be_visible()
    _fits(page)
    page.locator(".bar").get_by_role("link", name=f"打开{PLATFORM}发布").click()
    expect(page.get_by_text("的分享，核对后发布")).to_be_visible()
    expect(page.get_by_label("标题")).to_have_value(TITLE)
    assert page.locator("input[name=kept]").count() == 2
    page.get_by_label("账号").select_option(label=ACCOUNT)
    page.get_by_label("正文").fill(BODY)
    page.get_by_role("button", name="发布").click()
    walk.made["copied"] = page.locator("[data-shown=复制链接得到的文字]").inner_text()


def find_the_receipt(walk: Walk) -> None:
    """Back on the page the receipt has come by itself; pasting the same link changes nothing."""
    page = _phone(walk)
    page.goto(walk.made["phone"])
    expect(page.locator("main[data-standing=done]")).to_be_visible(timeout=RECEIPT_MS)
    page.get_by_text("链接填错了？").click()
    page.get_by_label("正确的链接").fill(walk.made["copied"])
    name = page.get_by_label("你的名字")
    if name.count():
        name.fill("小周")
    page.get_by_role("button", name="更换链接").click()
    expect(page.locator("main[data-standing=done]")).to_be_visible()
    expect(page.locator(".alert")).to_have_count(0)
    desk = walk.person("editor")
    desk.goto(walk.made["handed"])
    expect(desk.locator("#schedule-panel .state")).to_have_text("已上线")
    assert len(walk.ask("GET", f"posts?account={walk.made['account']}")) == 1


def _phone(walk: Walk) -> Page:
    if "phone" not in walk.pages:
        page = open_page(walk.browser, walk.problems, width=PHONE_WIDTH, height=PHONE_HEIGHT)
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        walk.pages["phone"] = page
    return walk.pages["phone"]


def _fits(page: Page) -> None:
    """Nothing is wider than the phone, and what is to be touched is large enough for a thumb."""
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE_WIDTH
    for button in page.locator(".bar .button").all():
        box = button.bounding_box()
        assert box
        assert box["height"] >= 44


def _picture(number: int) -> FilePayload:
    return {"name": f"tea-{number}.jpg", "mimeType": "image/jpeg", "buffer": picture(number)}
