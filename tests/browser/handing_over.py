"""The way of a post that a person publishes by hand: planned at the desk, published on the phone, back as a receipt."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import FilePayload, Page, expect

from journey.writing import picture

from .person import open_page
from .walk import Walk
from .writing import say_they_are_own

BODY = "白茶五克，陈皮一小块，小火煮八分钟。你们下雨天喝什么？"
PHONE_WIDTH, PHONE_HEIGHT = 390, 844
RECEIPT_MS = 90_000


@dataclass(frozen=True)
class HandOver:
    """A post that somebody publishes in a platform's app: `fields` are the labels of the form on which the account is
    registered, each with what the sandbox calls it. Apps that `take_titles` come filled in with one; of those that
    `tell_results` the receipt comes by itself, of the others the link is pasted."""

    key: str
    platform: str
    profile: str
    account: str
    title: str
    group: str
    fields: Mapping[str, str]
    take_titles: bool
    tell_results: bool


BY_LINK = HandOver(
    key="douyin",
    platform="抖音",
    profile="ordinary",
    account="潮汐茶小店",
    title="下雨天煮一壶陈皮白茶",
    group="小店发布群",
    fields={
        "抖音号或主页链接": "home_page",
        "分享应用的 Client Key": "client_key",
        "分享应用的 Client Secret": "client_secret",
    },
    take_titles=True,
    tell_results=True,
)
BY_SCRIPT = HandOver(
    key="xiaohongshu",
    platform="小红书",
    profile="enterprise",
    account="潮汐茶笔记",
    title="陈皮白茶这样煮不苦",
    group="笔记发布群",
    fields={
        "小红书号或主页链接": "home_page",
        "分享 AppKey": "share_app_key",
        "分享 AppSecret": "share_app_secret",
    },
    take_titles=False,
    tell_results=False,
)


def register_account(walk: Walk, way: HandOver) -> None:
    """The owner registers an account on which people publish, with the company's application for sharing."""
    keys = walk.ask("POST", "accounts", {"platform": way.key, "profile": way.profile, "name": way.account})
    walk.made["account"] = keys["key"]
    given = keys["credentials"]
    page = walk.at("owner", "账号矩阵")
    page.get_by_role("link", name="接入账号").first.click()
    page.get_by_role("link", name=way.platform).click()
    page.locator("#mode-assisted").get_by_role("link", name="用这种方式接入").click()
    page.get_by_role("radio", name="沙盒").check()
    page.get_by_label("账号名称").fill(way.account)
    for label, name in way.fields.items():
        page.get_by_label(label).fill(given[name])
    page.get_by_role("button", name="登记账号").click()
    expect(page.get_by_role("heading", name=way.account, level=1)).to_be_visible()
    if way.tell_results:
        address = page.locator("#callback-address").inner_text()
        told = walk.ask("POST", f"accounts/{walk.made['account']}/callback", {"url": address})
        assert not told.get("problem"), told


def register_robot(walk: Walk, way: HandOver) -> None:
    """A robot of the sandbox tells the group of reminders."""
    made = walk.ask("POST", "robots", {"kind": "feishu", "name": way.group})
    walk.made["robot"] = str(made["id"])
    page = walk.person("owner")
    page.goto(f"{walk.installation.address}/w/demo/notices/robots/")
    page.get_by_label("名称").fill(way.group)
    page.get_by_label("类型").select_option("feishu_robot")
    page.get_by_label("Webhook 地址").fill(made["address"])
    page.get_by_label("签名密钥").fill(made["secret"])
    page.get_by_label("发到沙盒").check()
    page.get_by_role("button", name="添加").click()
    expect(page.get_by_text(way.group).first).to_be_visible()


def write_and_plan(walk: Walk, way: HandOver) -> None:
    """The editor writes the post, the reviewer agrees, the editor plans it for a few minutes from now."""
    page = walk.at("editor", "稿件")
    page.get_by_role("link", name="写新稿").first.click()
    page.get_by_label("标题").fill(way.title)
    page.get_by_role("checkbox", name=way.account).check()
    page.get_by_role("button", name="开始写").click()
    page.locator(".channel-tabs").get_by_role("link", name=way.account).click()
    page.locator(".form-selectgroup-item").filter(has=page.locator("[value=pictures]")).click()
    expect(page.locator(".form-selectgroup-input:checked")).to_have_value("pictures")
    page.locator(".channel-tabs").get_by_role("link").first.click()
    expect(page.get_by_label("标题", exact=True)).to_have_value(way.title)
    page.get_by_label("正文").fill(BODY)
    page.locator("[data-upload]").set_input_files([_picture(1), _picture(2)])
    expect(page.locator(".picture")).to_have_count(2)
    say_they_are_own(page)
    expect(page.locator("#save-state")).to_have_text("已保存")
    expect(page.locator("#checks .card-header")).to_contain_text("可以提交", timeout=60_000)
    walk.made["handed"] = page.url
    page.get_by_role("button", name="提交审核").click()
    page.locator("#submit-dialog").get_by_role("button", name="提交审核").click()
    expect(page.locator("#draft-state")).to_have_text("审核中")
    reviewer = walk.at("reviewer", "审核")
    reviewer.get_by_role("link", name=way.title).first.click()
    reviewer.get_by_role("button", name="同意选中的").click()
    expect(reviewer.locator("#draft-state")).to_have_text(re.compile("通过"))
    page.goto(walk.made["handed"])
    due = datetime.now(ZoneInfo("Asia/Shanghai")) + timedelta(minutes=5)
    panel = page.locator("#schedule-panel")
    panel.get_by_label(re.compile("发布时间")).fill(due.strftime("%Y-%m-%dT%H:%M:%S"))
    panel.get_by_role("button", name="排期").click()
    expect(panel.locator(".state")).to_have_count(1)


def be_reminded(walk: Walk, way: HandOver) -> None:
    """The reminder with the link stands in the group chat."""
    page = walk.desk("/robots")
    card = page.locator(f"#robot-{walk.made['robot']}")
    for _time in range(40):
        if card.locator("[data-message]").count():
            break
        page.wait_for_timeout(500)
        page.reload()
    text = card.locator("[data-message]").first.inner_text()
    assert way.title in text
    found = re.search(r"https?://\S+/h/\S+", text)
    assert found, text
    walk.made["phone"] = found[0]


def publish_on_the_phone(walk: Walk, way: HandOver) -> None:
    """On a phone the link shows everything; one touch opens the app filled in, and it is published there."""
    page = _phone(walk)
    page.goto(walk.made["phone"])
    expect(page.get_by_role("heading", name=way.title)).to_be_visible()
    _fits(page)
    page.get_by_role("button", name="复制").first.click()
    expect(page.get_by_role("button", name="已复制")).to_be_visible()
    page.locator(".bar").get_by_role("button", name=f"打开{way.platform}发布").click()
    expect(page.get_by_text("App 里还要粘贴的")).to_be_visible()
    _fits(page)
    page.locator(".bar .button", has_text=f"打开{way.platform}发布").click()
    expect(page.get_by_text("的分享，核对后发布")).to_be_visible()
    expect(page.get_by_label("标题")).to_have_value(way.title if way.take_titles else "")
    page.get_by_label("标题").fill(way.title)
    assert page.locator("input[name=kept]").count() == 2
    page.get_by_label("账号").select_option(label=way.account)
    page.get_by_role("textbox", name="正文").fill(BODY)
    page.get_by_role("button", name="发布").click()
    walk.made["copied"] = page.locator("[data-shown=复制链接得到的文字]").inner_text()


def find_the_receipt(walk: Walk, way: HandOver) -> None:
    """Back on the page the receipt has come by itself, or comes with the pasted link; pasting it again changes
    nothing."""
    page = _phone(walk)
    page.goto(walk.made["phone"])
    if not way.tell_results:
        for step in page.locator("[data-steps] input").all():
            step.check()
        _paste(page, "把发布后的链接粘贴到这里", walk.made["copied"], "提交链接")
    expect(page.locator("main[data-standing=done]")).to_be_visible(timeout=RECEIPT_MS)
    page.get_by_text("链接填错了？").click()
    _paste(page, "正确的链接", walk.made["copied"], "更换链接")
    expect(page.locator("main[data-standing=done]")).to_be_visible()
    expect(page.locator(".alert")).to_have_count(0)
    desk = walk.person("editor")
    desk.goto(walk.made["handed"])
    expect(desk.locator("#schedule-panel .state")).to_have_text("已上线")
    assert len(walk.ask("GET", f"posts?account={walk.made['account']}")) == 1


def _paste(page: Page, label: str, link: str, button: str) -> None:
    page.get_by_label(label).fill(link)
    name = page.get_by_label("你的名字")
    if name.count():
        name.first.fill("小周")
    page.get_by_role("button", name=button).click()


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
