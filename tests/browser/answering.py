from __future__ import annotations

from playwright.sync_api import expect

from journey.answering import COMPLAINT, FORBIDDEN, REPLY

from .walk import ARTICLE_ACCOUNT, Walk

FAN = "茶渣渣"
ARRIVAL_MS = 60_000


def fan_complains(walk: Walk) -> None:
    """A fan complains below the post, on the sandbox's own page."""
    desk = walk.post_on_desk(ARTICLE_ACCOUNT)
    desk.get_by_label("以粉丝的身份评论，昵称").fill(FAN)
    desk.get_by_label("评论", exact=True).fill(COMPLAINT)
    desk.get_by_role("button", name="发表评论").click()
    expect(desk.locator(".comment").filter(has_text=COMPLAINT)).to_have_count(1)


def complaint_arrives(walk: Walk) -> None:
    """The complaint is in the inbox with its clock."""
    page = walk.at("answers", "消息")
    page.get_by_role("button", name="立即拉取").click()
    line = page.locator(".inbox-line").filter(has_text="瓶盖裂了")
    expect(line).to_be_visible(timeout=ARRIVAL_MS)
    expect(line.locator("time[data-countdown]")).to_be_visible()
    line.get_by_role("link").click()
    expect(line).to_have_attribute("aria-current", "true")
    pane = page.locator("#conversation-pane")
    expect(pane).to_contain_text(COMPLAINT)
    expect(pane.locator("time[data-countdown]")).to_be_visible()


def forbidden_reply_is_stopped(walk: Walk) -> None:
    """A reply with forbidden words is not sent, and stays in the field to be put right."""
    page = walk.person("answers")
    page.get_by_label("回复", exact=True).fill(FORBIDDEN)
    page.get_by_role("button", name="发送").click()
    pane = page.locator("#conversation-pane")
    expect(pane).to_contain_text("没有发出")
    expect(page.get_by_label("回复", exact=True)).to_have_value(FORBIDDEN)
    expect(pane.locator(".message-out")).to_have_count(0)


def good_reply_is_sent(walk: Walk) -> None:
    """A good one reaches the platform once and stops the clock."""
    page = walk.person("answers")
    page.get_by_label("回复", exact=True).fill(REPLY)
    page.get_by_role("button", name="发送").click()
    sent = page.locator(".message-out").filter(has_text=REPLY)
    expect(sent).to_contain_text("已发送", timeout=ARRIVAL_MS)
    desk = walk.post_on_desk(ARTICLE_ACCOUNT)
    expect(desk.locator(".reply").filter(has_text=REPLY)).to_have_count(1)
    page.reload()
    expect(page.locator("#conversation-pane .state")).to_have_text("已回复")
