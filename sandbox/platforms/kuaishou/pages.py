"""Public pages: a post on the web and on a phone, a user's home page, pictures, and short links to posts."""

import json
import sqlite3
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from sandbox import media
from sandbox.pages.discussion import GONE, counts, discussion, moment
from sandbox.pages.layout import public_page
from sandbox.pages.markup import Markup, element, lines
from sandbox.platforms.kuaishou import posts
from sandbox.posts import LIVE
from sandbox.world import World

NOTICE = "沙盒中的快手页面"
PHONE_WEB = "v.m.chenzhongtech.com"
HOSTS = frozenset({posts.WEB, posts.SHORT, posts.COVERS, PHONE_WEB, "cp.kuaishou.com"})
POSTS_ON_WALL = 50
PHONE_MARKS = ("iPhone", "Android", "Mobile")


def routes(world: World) -> list[Route]:
    def post(request: Request) -> Response:
        return post_page(world, request.path_params["number"])

    def wall(request: Request) -> Response:
        return wall_page(world, request.path_params["profile"])

    def short(request: Request) -> Response:
        return short_link(world, request)

    def cover(request: Request) -> Response:
        return cover_file(world, request.path_params["number"])

    def picture(request: Request) -> Response:
        return file_of(world, request.path_params["name"])

    return [
        Route(f"/{posts.WEB}/short-video/{{number}}", post),
        Route(f"/{posts.WEB}/profile/{{profile}}", wall),
        Route(f"/{PHONE_WEB}/fw/photo/{{number}}", post),
        Route(f"/{posts.SHORT}/{{code}}", short),
        Route(f"/{posts.COVERS}/cover/{{number}}.jpg", cover),
        Route(f"/{posts.COVERS}/picture/{{name}}", picture),
    ]


def short_link(world: World, request: Request) -> Response:
    """Leads a phone to the phone's page and a computer to the web, as the real one does; a browser stays here."""
    post = world.posts.by_slug("kuaishou", request.path_params["code"])
    if post is None:
        return public_page("链接已失效", element("section", None, "链接已失效。"), notice=NOTICE, status=404)
    number, account = post["external_id"], world.accounts.get(post["account"])
    on_phone = any(mark in request.headers.get("user-agent", "") for mark in PHONE_MARKS)
    query = urlencode({"shareToken": f"X{post['slug']}", "shareObjectId": number, "shareMethod": "TOKEN"})
    target = f"{posts.WEB}/short-video/{number}?authorId={account.credentials['profile_id']}&{query}"
    if on_phone:
        target = f"{PHONE_WEB}/fw/photo/{number}?cc=share_copylink&{query}"
    is_browser = request.headers.get("sec-fetch-mode") == "navigate"
    return RedirectResponse(f"/{target}" if is_browser else f"https://{target}", status_code=302)


def visible(post: sqlite3.Row | None) -> bool:
    """Whether everybody may see the post."""
    is_live = post is not None and post["state"] == LIVE
    return bool(is_live and post is not None and posts.details_of(post).get("visibility") == posts.PUBLIC)


def post_page(world: World, number: str) -> Response:
    post = world.posts.find("kuaishou", number)
    if post is None or not visible(post):
        words = GONE.get(post["state"], "作者设置了观看权限。") if post is not None else "作品不存在。"
        return public_page("作品看不到", element("section", None, words), notice=NOTICE, status=404)
    return public_page(post["text"][:20], card(world, post), discussion(world, post), notice=NOTICE)


def card(world: World, post: sqlite3.Row) -> Markup:
    account, details = world.accounts.get(post["account"]), posts.details_of(post)
    profile = account.credentials["profile_id"]
    shown = [
        element("img", {"src": f"/{posts.COVERS}/picture/{name}", "alt": ""})
        for name in json.loads(post["pictures"])
    ]
    cover = element(
        "img", {"src": f"/{posts.COVERS}/cover/{post['external_id']}.jpg", "alt": "封面", "width": 240}
    )
    declaration = details.get("declaration")
    return element(
        "section",
        {"class": "article"},
        element(
            "p",
            None,
            element("a", {"href": f"/{posts.WEB}/profile/{profile}"}, element("b", None, account.name)),
            " ",
            element("span", {"class": "badge"}, "图文" if post["kind"] == "pictures" else "视频"),
            element("br"),
            element("small", None, moment(post["published_at"])),
        ),
        element("p", None, shown or (cover if details.get("cover") else None)),
        element("div", None, lines(post["text"])),
        element("p", {"class": "soft"}, f"作者声明：{declaration}") if declaration else None,
        counts(post),
    )


def wall_page(world: World, profile: str) -> Response:
    account = next(
        (one for one in world.accounts.list(platform="kuaishou") if one.credentials["profile_id"] == profile),
        None,
    )
    if account is None:
        return public_page("用户不存在", element("section", None, "用户不存在。"), notice=NOTICE, status=404)
    rows = world.store.all(
        "SELECT * FROM post WHERE account = ? AND state = ? ORDER BY published_at DESC LIMIT ?",
        account.key,
        LIVE,
        POSTS_ON_WALL,
    )
    top = element(
        "section",
        None,
        element("h1", None, account.name),
        element("p", {"class": "soft"}, f"快手号 {account.credentials['kwai_id']}　粉丝 {account.followers}"),
    )
    shown = [
        element(
            "section",
            None,
            card(world, row),
            element("a", {"href": f"/{posts.WEB}/short-video/{row['external_id']}"}, "查看评论"),
        )
        for row in rows
        if visible(row)
    ]
    return public_page(account.name, top, shown, notice=NOTICE)


def cover_file(world: World, number: str) -> Response:
    post = world.posts.find("kuaishou", number)
    return file_of(world, str(posts.details_of(post).get("cover") or "") if post is not None else "")


def file_of(world: World, name: str) -> Response:
    data = media.load(world.data_dir, name) if name.isalnum() else None
    if data is None:
        return Response(status_code=404)
    kind = media.CONTENT_TYPES.get(media.kind_of(data), "application/octet-stream")
    return Response(data, media_type=kind, headers={"cache-control": "max-age=86400"})
