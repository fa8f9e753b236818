"""Public pages: a post, a user's wall, pictures."""

import json
import re
import sqlite3

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox import media
from sandbox.control.views import local_path
from sandbox.pages.discussion import GONE, counts, discussion, moment
from sandbox.pages.layout import public_page
from sandbox.pages.markup import Markup, element, lines
from sandbox.platforms.weibo.objects import FILE_HOST, picture_address
from sandbox.posts import LIVE
from sandbox.world import World

NOTICE = "沙盒中的微博页面"
LINK = re.compile(r"(https?://[0-9A-Za-z\-._~:/?#\[\]@!$&amp;'()*+,;=%]+)")
POSTS_ON_WALL = 50


def routes(world: World) -> list[Route]:
    def post(request: Request) -> Response:
        return post_page(world, request.path_params["slug"])

    def wall(request: Request) -> Response:
        return wall_page(world, request.path_params["uid"])

    def picture(request: Request) -> Response:
        return picture_file(world, request.path_params["name"].rsplit(".", 1)[0])

    return [
        Route("/weibo.com/u/{uid}", wall),
        Route("/weibo.com/{uid:int}/{slug}", post),
        Route("/wx1.sinaimg.cn/{size}/{name}", picture),
    ]


def post_page(world: World, slug: str) -> Response:
    post = world.posts.by_slug("weibo", slug)
    if post is None or post["state"] != LIVE:
        words = GONE.get(post["state"], "该微博不存在。") if post is not None else "该微博不存在。"
        return public_page("微博不存在", element("section", None, words), notice=NOTICE, status=404)
    return public_page(post["text"][:20], card(world, post), discussion(world, post), notice=NOTICE)


def card(world: World, post: sqlite3.Row) -> Markup:
    account = world.accounts.get(post["account"])
    pictures = [
        element("img", {"src": local_path(picture_address(pid, "large")), "alt": ""})
        for pid in json.loads(post["pictures"])
    ]
    details = json.loads(post["details"])
    video, declaration = details.get("视频"), details.get("声明")
    player = {"src": f"/{FILE_HOST}/{video}", "controls": True, "style": "max-width:100%"}
    return element(
        "section",
        {"class": "article"},
        element(
            "p",
            None,
            element("a", {"href": f"/weibo.com/u/{account.external_id}"}, element("b", None, account.name)),
            " ",
            element("span", {"class": "badge"}, "蓝V") if account.profile == "blue_v" else None,
            element("br"),
            element("small", None, moment(post["published_at"])),
        ),
        element("h1", None, post["title"]) if post["title"] else None,
        element("video", player) if video else None,
        element("div", None, Markup(LINK.sub(r'<a href="\1" rel="noopener">\1</a>', lines(post["text"])))),
        element("p", None, pictures) if pictures else None,
        element("p", None, element("span", {"class": "badge"}, declaration)) if declaration else None,
        counts(post),
    )


def wall_page(world: World, uid: str) -> Response:
    account = world.accounts.find("weibo", uid)
    if account is None:
        return public_page("用户不存在", element("section", None, "用户不存在。"), notice=NOTICE, status=404)
    posts = world.store.all(
        "SELECT * FROM post WHERE account = ? AND state = ? ORDER BY published_at DESC LIMIT ?",
        account.key,
        LIVE,
        POSTS_ON_WALL,
    )
    top = element(
        "section",
        None,
        element("h1", None, account.name),
        element("p", {"class": "soft"}, f"粉丝 {account.followers}　UID {account.external_id}"),
        element("a", {"href": f"/accounts/{account.key}/chat"}, "以粉丝身份发私信"),
    )
    shown = [
        element(
            "section",
            None,
            card(world, post),
            element("a", {"href": f"/weibo.com/{uid}/{post['slug']}"}, "查看评论"),
        )
        for post in posts
    ]
    return public_page(account.name, top, shown, notice=NOTICE)


def picture_file(world: World, pid: str) -> Response:
    row = world.store.one("SELECT format, file FROM weibo_picture WHERE pid = ?", pid)
    data = media.load(world.data_dir, row["file"]) if row is not None else None
    if row is None or data is None:
        return Response(status_code=404)
    return Response(
        data, media_type=media.CONTENT_TYPES[row["format"]], headers={"cache-control": "max-age=86400"}
    )
