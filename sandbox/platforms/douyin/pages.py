"""Public pages: an item, a user's home page, pictures and videos, and the short addresses that lead there."""

import json
import sqlite3
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from sandbox import media
from sandbox.pages.discussion import GONE, counts, discussion, moment
from sandbox.pages.layout import public_page
from sandbox.pages.markup import Markup, element, lines
from sandbox.phone import links
from sandbox.platforms.douyin import sharing
from sandbox.platforms.douyin.publishing import ALL
from sandbox.posts import LIVE
from sandbox.world import World

SITE, SHARE_SITE, FILES = "www.douyin.com", "www.iesdouyin.com", "p3-sign.douyinpic.com"
HOSTS = frozenset({SITE, SHARE_SITE, FILES})
NOTICE = "沙盒中的抖音页面"
ITEMS_ON_WALL = 50


def routes(world: World) -> list[Route]:
    def item(request: Request) -> Response:
        return item_page(world, request.path_params["number"])

    def wall(request: Request) -> Response:
        return wall_page(world, request.path_params["sec_uid"])

    def file(request: Request) -> Response:
        return stored_file(world, request.path_params["name"])

    def short(request: Request) -> Response:
        return follow(world, request.path_params["code"])

    return [
        Route(f"/{SITE}/video/{{number}}", item),
        Route(f"/{SITE}/note/{{number}}", item),
        Route(f"/{SHARE_SITE}/share/{{kind}}/{{number}}/", item),
        Route(f"/{SITE}/user/{{sec_uid}}", wall),
        Route(f"/{FILES}/obj/{{name:path}}", file),
        Route(f"/{sharing.SHORT_HOST}/{{code}}/", short),
        Route(f"/{sharing.SHORT_HOST}/{{code}}", short),
    ]


def follow(world: World, code: str) -> Response:
    """A short address leads to the share page of an item, or lets the phone open the app."""
    target = sharing.target_of(world, code)
    if not target:
        return public_page("页面不存在", element("section", None, "链接已失效。"), notice=NOTICE, status=404)
    if target.startswith(sharing.SCHEMA):
        target = f"{links.ADDRESS}?link={quote(target, safe='')}"
    return RedirectResponse(target, status_code=302)


def item_page(world: World, number: str) -> Response:
    post = world.posts.by_slug("douyin", number)
    if post is None or post["state"] != LIVE or private(post):
        words = GONE.get(post["state"], "作品不存在。") if post is not None else "作品不存在。"
        return public_page("作品不存在", element("section", None, words), notice=NOTICE, status=404)
    heading = (post["title"] or post["text"])[:20]
    return public_page(heading, card(world, post), discussion(world, post), notice=NOTICE)


def private(post: sqlite3.Row) -> bool:
    return bool(json.loads(post["details"]).get("private_status", ALL) != ALL)


def card(world: World, post: sqlite3.Row) -> Markup:
    account = world.accounts.get(post["account"])
    details = json.loads(post["details"])
    shown = [
        element("img", {"src": f"/{FILES}/obj/{image}", "alt": ""}) for image in details.get("images", ())
    ]
    if details.get("file_id"):
        shown = [element("video", {"src": f"/{FILES}/obj/{details['file_id']}", "controls": True})]
    return element(
        "section",
        {"class": "article"},
        element(
            "p",
            None,
            element(
                "a",
                {"href": f"/{SITE}/user/{account.credentials['sec_uid']}"},
                element("b", None, f"@{account.name}"),
            ),
            element("br"),
            element("small", None, moment(post["published_at"])),
        ),
        element("p", None, shown) if shown else None,
        element("h1", None, post["title"]) if post["title"] else None,
        element("div", None, lines(post["text"])),
        declaration(details),
        counts(post),
    )


def declaration(details: dict[str, object]) -> Markup | None:
    if not details.get("declaration"):
        return None
    return element("p", {"class": "soft"}, f"作者声明：{details['declaration']}")


def wall_page(world: World, sec_uid: str) -> Response:
    found = [
        account
        for account in world.accounts.list(platform="douyin")
        if account.credentials["sec_uid"] == sec_uid
    ]
    if not found:
        return public_page("用户不存在", element("section", None, "用户不存在。"), notice=NOTICE, status=404)
    account = found[0]
    posts = world.store.all(
        "SELECT * FROM post WHERE account = ? AND state = ? ORDER BY published_at DESC LIMIT ?",
        account.key,
        LIVE,
        ITEMS_ON_WALL,
    )
    top = element(
        "section",
        None,
        element("h1", None, account.name),
        element(
            "p", {"class": "soft"}, f"抖音号 {account.credentials['douyin_id']}　粉丝 {account.followers}"
        ),
        element("a", {"href": f"/accounts/{account.key}/chat"}, "以粉丝身份发私信"),
    )
    shown = [
        element(
            "section",
            None,
            card(world, post),
            element("a", {"href": f"/{SITE}/{post['kind']}/{post['slug']}"}, "查看评论"),
        )
        for post in posts
        if not private(post)
    ]
    return public_page(account.name, top, shown, notice=NOTICE)


def stored_file(world: World, name: str) -> Response:
    """A picture or a video that was uploaded; 404 where only its size was kept."""
    picture = world.store.one("SELECT format, file FROM douyin_image WHERE image_id = ?", name)
    video = world.store.one("SELECT file FROM douyin_video WHERE video_id = ?", name)
    file = picture["file"] if picture is not None else video["file"] if video is not None else ""
    data = media.load(world.data_dir, file) if file else None
    if data is None:
        return Response(status_code=404)
    kind = media.CONTENT_TYPES[picture["format"]] if picture is not None else "video/mp4"
    return Response(data, media_type=kind, headers={"cache-control": "max-age=86400"})
