"""The app page of 视频号, its rules, and the addresses of posts."""

import re
import sqlite3
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from sandbox.accounts import Account
from sandbox.identifiers import Identifiers
from sandbox.phone import page
from sandbox.phone.app import Address, Entry, Form, PhoneApp
from sandbox.phone.routes import app_routes
from sandbox.world import World

CREATOR, SHORT, FILES = "channels.weixin.qq.com", "weixin.qq.com", "finder.video.qq.com"
SETTINGS: dict[str, Any] = {
    "review_seconds": 0.0,
    "title_least": 6,
    "title_most": 16,
    "text_limit": 1000,
    "pictures_limit": 9,  # 18 for some accounts, inferred
    "share_link": "sph",  # what “copy link” gives: sph, or feed for the long page address; inferred
}
DECLARATIONS = (
    "无需标注",
    "含AI生成内容",
    "内容包含营销广告",
    "内容为虚构剧情，仅供娱乐",
    "内容为自行拍摄",
    "个人观点，仅供参考",
    "内容为转载",
)
FORBIDDEN_IN_TITLE = re.compile(r"[^\w\s《》“”\"‘’':：+＋?？%％℃]|_")


def problem_of(world: World, account: Account, entry: Entry) -> str:
    """What the form refuses, by the account's settings."""
    least, most = (int(world.setting(account, name)) for name in ("title_least", "title_most"))
    if entry.title and entry.form == "video" and not least <= len(entry.title) <= most:
        return f"短标题要 {least} 到 {most} 个字。"
    strange = FORBIDDEN_IN_TITLE.search(entry.title)
    if strange:
        return f"短标题里不能有“{strange[0]}”。"
    if len(entry.text) > world.setting(account, "text_limit"):
        return "描述太长。"
    if entry.form == "pictures" and not entry.pictures:
        return "请至少选一张图片。"
    if len(entry.pictures) > world.setting(account, "pictures_limit"):
        return "图片太多。"
    return ""


def address_of(account: Account, ids: Identifiers) -> Address:
    number, code = f"export/{ids.url_safe(40)}", ids.letters(11)
    return Address(number, code, f"https://{CREATOR}/web/pages/feed?eid={number}")


def short_link_of(post: sqlite3.Row) -> str:
    return f"https://{SHORT}/sph/{post['slug']}"


def share_text_of(world: World, post: sqlite3.Row) -> str:
    feed = world.setting(world.accounts.get(post["account"]), "share_link") == "feed"
    return str(post["url"]) if feed else short_link_of(post)


APP = PhoneApp(
    platform="shipinhao",
    name="视频号",
    page=f"{CREATOR}/platform/post/create",
    file_host=FILES,
    forms=(Form("video", "视频", takes_video=True), Form("pictures", "图片")),
    declarations=DECLARATIONS,
    title_label="短标题",
    problem_of=problem_of,
    address_of=address_of,
    share_text_of=share_text_of,
    short_link_of=short_link_of,
)


def routes(world: World) -> list[Route]:
    async def feed(request: Request) -> Response:
        post = world.posts.find("shipinhao", request.query_params.get("eid", ""))
        return page.post_page(world, APP, post)

    async def short(request: Request) -> Response:
        return page.post_page(world, APP, world.posts.by_slug("shipinhao", request.path_params["code"]))

    async def front(request: Request) -> Response:
        return RedirectResponse(f"/{APP.page}", status_code=302)

    return [
        *app_routes(world, APP),
        Route(f"/{CREATOR}", front),
        Route(f"/{CREATOR}/", front),
        Route(f"/{CREATOR}/web/pages/feed", feed),
        Route(f"/{SHORT}/sph/{{code}}", short),
    ]
