from __future__ import annotations

import re

from playwright.sync_api import FilePayload, Page, expect

from journey.writing import BAD_TITLE, BODY, picture

from .connecting import OBJECTIVE
from .walk import ACCOUNTS, MICROBLOG_ACCOUNT, Walk

SUBSTITUTE = "很受欢迎"
GOOD_TITLE = BAD_TITLE.replace("全国第一", SUBSTITUTE)
MICROBLOG_TEXT = "天冷了，来一杯刚煮好的潮汐茶。你最想和谁一起喝第一杯？ https://{domain}/warm"


def write_draft(walk: Walk) -> None:
    """The editor writes a draft with two pictures and a title that says 全国第一."""
    page = walk.at("editor", "稿件")
    page.get_by_role("link", name="写新稿").first.click()
    page.get_by_label("标题").fill(BAD_TITLE)
    for name in ACCOUNTS:
        page.get_by_role("checkbox", name=name).check()
    page.get_by_label("目标").select_option(label=OBJECTIVE)
    page.get_by_role("button", name="开始写").click()
    page.get_by_label("正文").fill(BODY)
    upload_two_pictures(page)
    _saved(page)
    walk.made["draft"] = page.url


def marked_and_refused(walk: Walk) -> None:
    """The gate marks the words with reason and substitute and refuses the submission."""
    page = walk.person("editor")
    expect(page.locator("[data-paper=title] mark")).to_have_text("全国第一")
    expect(page.locator("#findings")).to_contain_text("广告法")
    page.get_by_role("button", name="提交审核").click()
    dialog = page.locator("#submit-dialog")
    dialog.get_by_role("button", name="提交审核").click()
    expect(dialog).to_contain_text("还不能提交")
    expect(dialog).to_contain_text("全国第一")
    dialog.get_by_role("button", name="再改改").click()


def put_right_by_a_click(walk: Walk) -> None:
    """One click puts the substitute in the place of the words."""
    page = walk.person("editor")
    page.get_by_role("button", name=f"改成“{SUBSTITUTE}”").first.click()
    expect(page.get_by_label("标题", exact=True)).to_have_value(GOOD_TITLE)
    expect(page.locator("[data-paper=title] mark")).to_have_count(0)
    _saved(page)


def adapt_and_submit(walk: Walk) -> None:
    """The editor writes the Weibo variant: within 140, with a link of the safe domain and one picture; submits."""
    page = walk.person("editor")
    page.locator(".channel-tabs").get_by_role("link", name=MICROBLOG_ACCOUNT).click()
    expect(page.locator(".channel-tabs [aria-current=page]")).to_contain_text(MICROBLOG_ACCOUNT)
    page.locator("[data-own=body]").check()
    page.get_by_label("正文").fill(MICROBLOG_TEXT.format(domain=walk.made["safe_domain"]))
    page.locator("[data-own=pictures]").check()
    page.locator("[data-own-field=pictures]").nth(1).uncheck()
    _saved(page)
    expect(page.locator("#checks .card-header")).to_contain_text("可以提交", timeout=60_000)
    page.get_by_role("button", name="提交审核").click()
    dialog = page.locator("#submit-dialog")
    dialog.get_by_label("给审核人的话").fill("冬日新品首发")
    dialog.get_by_role("button", name="提交审核").click()
    expect(page.locator("#draft-state")).to_have_text("审核中")


def approve(walk: Walk) -> None:
    """The reviewer looks at what will go out and agrees."""
    page = walk.at("reviewer", "审核")
    page.get_by_role("link", name=GOOD_TITLE).first.click()
    for name in ACCOUNTS:
        expect(page.get_by_role("checkbox", name=name)).to_be_checked()
    expect(page.locator(".phone").first).to_contain_text(SUBSTITUTE)
    page.get_by_label("批注").fill("可以发")
    page.get_by_role("button", name="同意选中的").click()
    expect(page.locator("#draft-state")).to_have_text(re.compile("通过"))


def upload_two_pictures(page: Page) -> None:
    """Chooses two pictures in the composer, waits until they are in, and says where they come from."""
    page.locator("[data-upload]").set_input_files([_picture(1), _picture(2)])
    expect(page.locator(".picture")).to_have_count(2)
    say_they_are_own(page)


def say_they_are_own(page: Page) -> None:
    """One click says where all pictures come from; where they were in the workspace before it was said already."""
    asked = page.get_by_role("button", name="都是自己拍的或做的")
    if asked.count():
        asked.click()
    expect(page.locator("#checks .origins")).to_have_count(0)


def _picture(number: int) -> FilePayload:
    return {"name": f"tea-{number}.jpg", "mimeType": "image/jpeg", "buffer": picture(number)}


def _saved(page: Page) -> None:
    expect(page.locator("#save-state")).to_have_text("已保存")
