"""The app page of 小红书, its rules, and the addresses of notes."""

import json
import math
import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from sandbox.accounts import Account
from sandbox.identifiers import Identifiers, stable_code
from sandbox.pages.layout import public_page
from sandbox.pages.markup import element
from sandbox.phone import page
from sandbox.phone.app import Address, Declined, Entry, Form, PhoneApp, Shared
from sandbox.phone.routes import app_routes
from sandbox.platforms.xiaohongshu import sharing
from sandbox.world import World

CREATOR, SITE, SHORT, FILES, SCRIPTS = (
    "creator.xiaohongshu.com",
    "www.xiaohongshu.com",
    "xhslink.com",
    "sns-webpic-qc.xhscdn.com",
    "fe-static.xhscdn.com",
)
SETTINGS: dict[str, Any] = {
    "review_seconds": 0.0,
    "title_limit": 20,
    "text_limit": 1000,
    "pictures_limit": 18,
    "topics_limit": 10,
    "xsec_token_required": True,  # a link without it does not open outside of the app; inferred
}
DECLARATIONS = (
    "虚构演绎，仅供娱乐",
    "笔记含AI合成内容",
    "内容包含营销广告",
    "已在正文中自主标注",
    "自主拍摄",
)
NO_WORDS = "分享里带了标题或正文：2026 年起平台不再接受，已忽略，请自己粘贴。"
SCRIPT = Path(__file__).with_name("share.js").read_text()
SHOWN_IN_APP_ONLY = "当前笔记暂时无法浏览，请打开小红书 App 查看。"


def problem_of(world: World, account: Account, entry: Entry) -> str:
    """What the form refuses, by the account's settings."""
    if title_length(entry.title) > world.setting(account, "title_limit"):
        return "标题太长。"
    if len(entry.text) > world.setting(account, "text_limit"):
        return "正文太长。"
    if entry.form == "pictures" and not 1 <= len(entry.pictures) <= world.setting(account, "pictures_limit"):
        return f"图文笔记要 1 到 {world.setting(account, 'pictures_limit')} 张图片。"
    if any(name.endswith(".gif") for name in entry.pictures):
        return "不支持 GIF 图片。"
    if entry.text.count("#") > world.setting(account, "topics_limit"):
        return "话题太多。"
    return ""


def title_length(title: str) -> int:
    """ASCII counts half."""
    return math.ceil(sum(0.5 if ord(sign) < 0x80 else 1 for sign in title))


def address_of(account: Account, ids: Identifiers) -> Address:
    number, code = ids.hexadecimal(24), ids.letters(11)
    return Address(
        number, code, f"https://{SITE}/explore/{number}?xsec_token={token_of(number)}&xsec_source="
    )


def token_of(number: str) -> str:
    return f"AB{stable_code(f'xsec|{number}', 42)}="


def short_link_of(post: sqlite3.Row) -> str:
    return f"http://{SHORT}/m/{post['slug']}"


def share_text_of(world: World, post: sqlite3.Row) -> str:
    name = world.accounts.get(post["account"]).name
    title = post["title"] or post["text"][:20]
    return (
        f"38 【{title} - {name} | 小红书 - 你的生活指南】 😆 {stable_code(post['slug'], 15)} 😆 "
        f"{short_link_of(post)}"
    )


def opened(world: World, link: str) -> Shared:
    """What a page hands to the app with `xhs.share`. Raises Declined for a signature that is not good."""
    given = handed_over(link)
    info, config = given.get("shareInfo"), given.get("verifyConfig")
    if not isinstance(info, dict) or not isinstance(config, dict):
        raise Declined("缺少 shareInfo 或 verifyConfig")
    if not sharing.is_config_signed(world, config):
        raise Declined("verifyConfig 签名不正确或已过期")
    account = sharing.by_key(world, str(config.get("appKey", "")))
    is_video = info.get("type") == "video"
    images = [str(one) for one in info.get("images") or ()]
    if is_video == bool(images):
        raise Declined("要么一个视频，要么 1 到 18 张图片")
    words = bool(info.get("title") or info.get("content"))
    return Shared(
        sender=account.name if account else "",
        form="video" if is_video else "pictures",
        media=(str(info.get("video", "")),) if is_video else tuple(images),
        warning=NO_WORDS if words else "",
    )


def handed_over(link: str) -> dict[str, Any]:
    try:
        given = json.loads(dict(parse_qsl(urlsplit(link).query)).get("data", ""))
    except ValueError:
        given = None
    return given if isinstance(given, dict) else {}


APP = PhoneApp(
    platform="xiaohongshu",
    name="小红书",
    page=f"{CREATOR}/publish/publish",
    file_host=FILES,
    forms=(Form("pictures", "图文笔记"), Form("video", "视频笔记", takes_video=True)),
    declarations=DECLARATIONS,
    title_label="标题",
    problem_of=problem_of,
    address_of=address_of,
    share_text_of=share_text_of,
    short_link_of=short_link_of,
    scheme="xhsdiscover",
    opened=opened,
)


def routes(world: World) -> list[Route]:
    async def note(request: Request) -> Response:
        return note_page(world, request.path_params["number"], request.query_params.get("xsec_token", ""))

    async def short(request: Request) -> Response:
        return short_link(world, request.path_params["code"])

    async def profile(request: Request) -> Response:
        return profile_page(world, request.path_params["uid"])

    async def script(request: Request) -> Response:
        return Response(SCRIPT, media_type="text/javascript")

    return [
        *app_routes(world, APP),
        Route(f"/{SCRIPTS}/biz-static/goten/xhs-1.0.1.js", script),
        Route(f"/{SITE}/explore/{{number}}", note),
        Route(f"/{SITE}/discovery/item/{{number}}", note),
        Route(f"/{SITE}/red_video/{{number}}", note),
        Route(f"/{SITE}/user/profile/{{uid}}/{{number}}", note),
        Route(f"/{SITE}/user/profile/{{uid}}", profile),
        Route(f"/{SHORT}/{{form}}/{{code}}", short),
    ]


def note_page(world: World, number: str, token: str) -> Response:
    """The note, where the link has its token."""
    post = world.posts.find("xiaohongshu", number)
    account = world.accounts.get(post["account"]) if post is not None else None
    if account and world.setting(account, "xsec_token_required") and token != token_of(number):
        words = element("section", None, SHOWN_IN_APP_ONLY)
        return public_page("无法浏览", words, notice=page.notice_of(APP), status=404)
    return page.post_page(world, APP, post)


def short_link(world: World, code: str) -> Response:
    """To the note's full address, whether it is still there or not; 404 for a code that was never given."""
    post = world.posts.by_slug("xiaohongshu", code)
    if post is None:
        gone = element("section", None, "链接不存在。")
        return public_page("链接不存在", gone, notice=page.notice_of(APP), status=404)
    number = post["external_id"]
    query = f"app_platform=ios&xsec_source=app_share&xsec_token={token_of(number)}&shareRedId=&apptime="
    return RedirectResponse(f"https://{SITE}/discovery/item/{number}?{query}", status_code=302)


def profile_page(world: World, uid: str) -> Response:
    account = world.accounts.find("xiaohongshu", uid)
    if account is None:
        gone = element("section", None, "用户不存在。")
        return public_page("用户不存在", gone, notice=page.notice_of(APP), status=404)
    top = element(
        "section",
        None,
        element("h1", None, account.name),
        element(
            "p", {"class": "soft"}, f"小红书号 {account.credentials['account']}　粉丝 {account.followers}"
        ),
    )
    return public_page(account.name, top, notice=page.notice_of(APP))
