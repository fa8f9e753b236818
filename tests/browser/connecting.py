from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect

from .walk import ARTICLE_ACCOUNT, MICROBLOG_ACCOUNT, Walk

PUBLIC_ADDRESS = "203.0.113.7"
LIVELY = "5"
OBJECTIVE = "提升品牌知名度"


def open_sandbox_accounts(walk: Walk) -> None:
    """Two accounts are opened on the sandbox's desk, with a lively audience."""
    wanted = (
        ("微信公众号", "公众号（企业，已认证）", ARTICLE_ACCOUNT),
        ("微博", "企业蓝V", MICROBLOG_ACCOUNT),
    )
    for platform, kind, name in wanted:
        page = walk.desk()
        page.get_by_text("新建账号").click()
        form = page.locator("form[action^='/accounts?']")
        form.get_by_label("平台").select_option(label=platform)
        form.get_by_label("类型").select_option(label=kind)
        form.get_by_label("名称").fill(name)
        form.get_by_role("button", name="新建").click()
        _enter(page, name)
        page.get_by_label("档位").select_option("unlimited")
        page.get_by_role("button", name="改用这一档").click()
        page.get_by_label("观众").check()
        page.locator("[name=intensity]").fill(LIVELY)
        page.get_by_role("button", name="保存").click()


def connect_by_keys(walk: Walk) -> None:
    """The owner connects the WeChat account by its keys; the platform's pushes reach its address."""
    keys = _credentials(walk, ARTICLE_ACCOUNT)
    page = walk.at("owner", "账号矩阵")
    page.get_by_role("link", name="接入账号").click()
    page.get_by_role("link", name="微信公众号").click()
    expect(page.get_by_text("不能做什么").first).to_be_visible()
    page.locator("#mode-api").get_by_role("link", name="用这种方式接入").click()
    page.get_by_role("radio", name="沙盒").check()
    page.get_by_label("账号名称").fill(ARTICLE_ACCOUNT)
    for label, key in (("AppID", "AppID"), ("AppSecret", "AppSecret"), ("回调 Token", "Token")):
        page.get_by_label(label, exact=True).fill(keys[key])
    page.get_by_label("EncodingAESKey").fill(keys["EncodingAESKey"])
    page.get_by_role("button", name="连接").click()
    expect(page.get_by_role("heading", name=ARTICLE_ACCOUNT, level=1)).to_be_visible()
    address = page.locator("#callback-address").inner_text()
    desk = _enter(walk.desk(), ARTICLE_ACCOUNT)
    desk.get_by_label("回调地址 URL").fill(address)
    desk.get_by_label("加解密方式").select_option(label="安全模式")
    desk.get_by_role("button", name="提交并验证").click()
    expect(desk.get_by_text("消息推送已启用").first).to_be_visible()
    expect(page.get_by_text("平台已连上")).to_be_visible()


def connect_by_consent(walk: Walk) -> None:
    """The owner connects the Weibo account: away to the platform's consent page and back."""
    keys = _credentials(walk, MICROBLOG_ACCOUNT)
    walk.made["safe_domain"] = keys["安全域名"]
    page = walk.at("owner", "账号矩阵")
    page.get_by_role("link", name="接入账号").click()
    page.get_by_role("link", name="微博").click()
    page.locator("#mode-api").get_by_role("link", name="用这种方式接入").click()
    page.get_by_role("radio", name="沙盒").check()
    page.get_by_label("账号名称").fill(MICROBLOG_ACCOUNT)
    for label in ("App Key", "App Secret", "安全域名"):
        page.get_by_label(label, exact=True).fill(keys[label])
    page.get_by_label("操作者公网 IP").fill(PUBLIC_ADDRESS)
    page.get_by_role("button", name="去微博授权").click()
    expect(page.get_by_role("heading", name="使用你的微博账号")).to_be_visible()
    page.get_by_text(f"@{MICROBLOG_ACCOUNT}").click()
    page.get_by_role("button", name="同意授权").click()
    expect(page.get_by_role("heading", name=MICROBLOG_ACCOUNT, level=1)).to_be_visible()
    walk.at("owner", "账号矩阵")
    expect(page.locator(".channel-row .state-good")).to_have_count(2)


def set_objective(walk: Walk) -> None:
    """The owner sets the objective 提升品牌知名度 with the KPI of monthly new followers."""
    page, today = walk.at("owner", "目标"), datetime.now(ZoneInfo("Asia/Shanghai")).date()
    page.get_by_role("link", name="制定目标").first.click()
    page.get_by_label("目标名称").fill(OBJECTIVE)
    page.get_by_label("开始").fill(today.replace(day=1).isoformat())
    page.get_by_label("结束").fill((today + timedelta(days=60)).isoformat())
    row = page.locator(".kpi-table tbody tr").filter(has_text="月新增粉丝")
    row.locator("input").nth(0).fill("0")
    row.locator("input").nth(1).fill("500")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("heading", name=OBJECTIVE, level=1)).to_be_visible()
    expect(page.locator("#goal-progress")).to_contain_text("月新增粉丝")
    walk.made["objective"] = page.url


def _credentials(walk: Walk, account: str) -> dict[str, str]:
    """What stands on an account's card on the desk, by its label there."""
    page = _enter(walk.desk(), account)
    card = page.locator(".card").first
    names, values = card.locator("dt").all_inner_texts(), card.locator("dd code").all_inner_texts()
    return dict(zip(names, values, strict=True))


def _enter(desk: Page, account: str) -> Page:
    desk.goto(desk.url.split("#")[0])
    desk.locator(".card b").get_by_role("link", name=account).click()
    return desk
