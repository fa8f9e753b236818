"""How the backend looks: the draft box with its buttons, and what a person takes along after publishing."""

import json
import sqlite3
from typing import Any

from starlette.responses import Response

from sandbox.accounts import Account
from sandbox.identifiers import stable_code
from sandbox.pages.discussion import moment
from sandbox.pages.layout import public_page
from sandbox.pages.markup import Markup, element
from sandbox.pages.states import STATES
from sandbox.phone.page import copied, labelled
from sandbox.world import World

NOTICE = "沙盒中的公众平台（订阅号助手）"
HOME = "/mp.weixin.qq.com/cgi-bin"
SOURCES = (
    "内容由AI生成",
    "素材来源官方媒体/网络新闻",
    "内容剧情演绎，仅供娱乐",
    "个人观点，仅供参考",
)


def accounts_page(world: World) -> Response:
    """Whom one may sign in as."""
    accounts = world.accounts.list(platform="wechat")
    links = [
        element("p", None, element("a", {"href": f"{HOME}/appmsg?account={one.key}"}, one.name))
        for one in accounts
    ]
    return public_page(
        "公众平台",
        element("section", None, element("h1", None, "选择公众号"), links or "沙盒里还没有公众号。"),
        notice=NOTICE,
    )


def box_page(world: World, key: str, *, problem: str = "", typed: dict[str, str] | None = None) -> Response:
    """The draft box of an account; after a refusal with its reason and what was typed."""
    account = world.accounts.by_key.get(key)
    if account is None or account.platform != "wechat":
        return public_page(
            "没有这个公众号", element("section", None, "没有这个公众号。"), notice=NOTICE, status=404
        )
    rows = world.store.all(
        "SELECT * FROM wechat_draft WHERE account = ? ORDER BY updated_at DESC, rowid DESC", account.key
    )
    sentence = element("p", {"class": "bad"}, f"没有完成：{problem}") if problem else None
    head = element("section", None, element("h1", None, f"{account.name} · 草稿箱"), sentence)
    shown = [draft_section(world, account, row) for row in rows]
    empty = element("section", None, "草稿箱是空的。")
    return public_page(
        "草稿箱",
        head,
        waiting_section(world, account),
        shown or empty,
        new_section(account, typed or {}),
        notice=NOTICE,
        status=422 if problem else 200,
    )


def draft_section(world: World, account: Account, draft: sqlite3.Row) -> Markup:
    articles = json.loads(draft["articles"])
    biz = account.credentials["original_id"].removeprefix("gh_")
    preview = f"/mp.weixin.qq.com/s?__biz={biz}&tempkey={draft['media_id']}&idx=1"
    return element(
        "section",
        None,
        element("h2", None, "、".join(article["title"] for article in articles)),
        element("p", {"class": "soft"}, moment(draft["updated_at"])),
        element("p", None, element("a", {"href": preview}, "预览")),
        element(
            "form",
            {"class": "stack", "method": "post", "action": f"{HOME}/appmsg/publish"},
            hidden("account", account.key),
            hidden("media_id", draft["media_id"]),
            labelled("创作来源", choice("source", [("", "不声明"), *((one, one) for one in SOURCES)])),
            labelled("群发通知", choice("notify", notify_choices(world, account))),
            element("p", None, element("button", None, "发表")),
        ),
    )


def notify_choices(world: World, account: Account) -> list[tuple[str, str]]:
    tags = world.store.all("SELECT id, name FROM wechat_tag WHERE account = ? ORDER BY id", account.key)
    named = [(str(tag["id"]), f"标签：{tag['name']}") for tag in tags]
    return [("", "关（只发布，不通知粉丝）"), ("all", "全部用户"), *named]


def waiting_section(world: World, account: Account) -> Markup | None:
    """Mass messages that wait for an administrator."""
    if not world.setting(account, "mass_confirmation"):
        return None
    rows = world.store.all(
        "SELECT msg_id FROM wechat_mass WHERE account = ? AND status = 'SENDING' AND to_all = 1", account.key
    )
    forms = [
        element(
            "form",
            {"class": "row", "method": "post", "action": f"{HOME}/appmsg/confirm"},
            hidden("account", account.key),
            hidden("msg_id", row["msg_id"]),
            f"群发 {row['msg_id']} ",
            element("button", None, "管理员确认群发"),
        )
        for row in rows
    ]
    return element("section", None, element("h2", None, "等待确认的群发"), forms) if forms else None


def new_section(account: Account, typed: dict[str, str]) -> Markup:
    names = {"title": "标题", "author": "作者", "digest": "摘要", "content_source_url": "阅读原文链接"}
    files = {"name": "files", "type": "file", "multiple": True, "accept": "image/*"}
    return element(
        "section",
        None,
        element("h2", None, "新建"),
        element(
            "form",
            {
                "class": "stack",
                "method": "post",
                "action": f"{HOME}/appmsg/new",
                "enctype": "multipart/form-data",
            },
            hidden("account", account.key),
            labelled("类型", choice("form", [("news", "文章"), ("newspic", "贴图")])),
            [
                labelled(label, element("input", {"name": name, "value": typed.get(name, "")}))
                for name, label in names.items()
            ],
            labelled("正文", element("textarea", {"name": "content", "rows": 6}, typed.get("content", ""))),
            labelled("封面（文章一张）或图片（贴图按顺序）", element("input", files)),
            element("p", None, element("button", None, "存为草稿")),
        ),
    )


def done_page(world: World, number: str) -> Response:
    """What became of a publication, and its links to take along."""
    post = world.posts.get(int(number)) if number.isdecimal() else None
    if post is None or post["platform"] != "wechat":
        return public_page(
            "没有这篇文章", element("section", None, "没有这篇文章。"), notice=NOTICE, status=404
        )
    account = world.accounts.get(post["account"])
    told = (("复制链接", post["url"]), ("长链接", long_link_of(account, post)))
    section = element(
        "section",
        None,
        element("h1", None, post["title"] or "（无标题）"),
        element("p", {"class": "soft"}, f"{STATES[post['state']]}　{post['reason']}"),
        element(
            "dl",
            None,
            [[element("dt", None, name), element("dd", None, copied(name, text))] for name, text in told],
        ),
        element(
            "p",
            None,
            element("a", {"href": f"/posts/{post['id']}"}, "在控制台查看（可下架）"),
            "　",
            element("a", {"href": f"{HOME}/appmsg?account={account.key}"}, "回草稿箱"),
        ),
    )
    return public_page("已发表", section, notice=NOTICE)


def long_link_of(account: Account, post: sqlite3.Row) -> str:
    """The other form of an article's address, as some clients give it."""
    message, _, index = post["external_id"].partition("_")
    biz = account.credentials["original_id"].removeprefix("gh_")
    sign = stable_code(post["external_id"], 32)
    return (
        f"http://mp.weixin.qq.com/s?__biz={biz}&mid={message}&idx={index}&sn={sign}&chksm={sign[:12]}"
        "&scene=27#wechat_redirect"
    )


def hidden(name: str, value: object) -> Markup:
    return element("input", {"type": "hidden", "name": name, "value": value})


def choice(name: str, choices: list[tuple[str, str]]) -> Markup:
    options: list[Any] = [element("option", {"value": key}, label) for key, label in choices]
    return element("select", {"name": name}, options)
