"""The form in which people post by hand, and the addresses under which their posts stand."""

import sqlite3

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from sandbox.accounts import Account
from sandbox.identifiers import Identifiers
from sandbox.pages.layout import public_page
from sandbox.pages.markup import element
from sandbox.phone.app import Address, Entry, Form, PhoneApp
from sandbox.phone.routes import app_routes
from sandbox.platforms.weibo.mids import number_at, to_base62
from sandbox.platforms.weibo.objects import FILE_HOST
from sandbox.platforms.weibo.pages import NOTICE, post_page
from sandbox.platforms.weibo.statuses import RANDOM_NUMBERS, is_repeated, length
from sandbox.world import World

SITE, PHONE_SITE, SHORT = "weibo.com", "m.weibo.cn", "t.cn"
PAGE = f"{SITE}/compose"
POST, VIDEO, ARTICLE = "web_post", "web_video", "headline"
FORMS = (Form(POST, "微博"), Form(VIDEO, "视频", takes_video=True), Form(ARTICLE, "头条文章"))
DECLARATIONS = ("含AI生成内容",)
ARTICLE_PREFIX, VIDEO_PREFIX = "230940", "1034:"


def app_of(world: World) -> PhoneApp:
    """The form of this world: numbers of posts tell its time."""

    def address_of(account: Account, ids: Identifiers) -> Address:
        mid = str(number_at(world.clock.now(), ids.number(0, RANDOM_NUMBERS)))
        short = to_base62(mid)
        return Address(mid, short, f"https://{SITE}/{account.external_id}/{short}")

    return PhoneApp(
        platform="weibo",
        name="微博",
        page=PAGE,
        file_host=FILE_HOST,
        forms=FORMS,
        declarations=DECLARATIONS,
        title_label="标题（视频、头条文章）",
        problem_of=problem_of,
        address_of=address_of,
        share_text_of=share_text_of,
        short_link_of=short_link_of,
    )


def problem_of(world: World, account: Account, entry: Entry) -> str:
    """What the form refuses, by the account's settings."""
    if not entry.text:
        return "正文是空的。"
    if length(entry.title) > world.setting(account, "web_title_limit"):
        return "标题太长。"
    if entry.form == ARTICLE:
        if not entry.title:
            return "头条文章要有标题。"
        return "正文太长。" if len(entry.text) > world.setting(account, "article_text_limit") else ""
    if length(entry.text) > world.setting(account, "web_text_limit"):
        return "正文太长。"
    if len(entry.pictures) > world.setting(account, "web_pictures_limit"):
        return f"最多 {world.setting(account, 'web_pictures_limit')} 张图片。"
    if is_repeated(world, account, entry.title, entry.text):
        return "刚发过同样的内容。"
    return ""


def full_link_of(post: sqlite3.Row) -> str:
    """Where “copy link” leads: to the post, or to the player or reader of its kind."""
    if post["kind"] == VIDEO:
        return f"https://{SITE}/tv/show/{VIDEO_PREFIX}{post['external_id']}"
    if post["kind"] == ARTICLE:
        return f"https://{SITE}/ttarticle/p/show?id={ARTICLE_PREFIX}{post['external_id']}"
    return str(post["url"])


def short_link_of(post: sqlite3.Row) -> str:
    return f"http://{SHORT}/{post['slug']}"


def share_text_of(world: World, post: sqlite3.Row) -> str:
    return f"{(post['title'] or post['text'])[:20]}… {full_link_of(post)}"


def routes(world: World) -> list[Route]:
    async def on_phone(request: Request) -> Response:
        return numbered_page(world, request.path_params["number"])

    async def player(request: Request) -> Response:
        return numbered_page(world, request.path_params["number"].removeprefix(VIDEO_PREFIX))

    async def reader(request: Request) -> Response:
        return numbered_page(world, request.query_params.get("id", "").removeprefix(ARTICLE_PREFIX))

    async def short(request: Request) -> Response:
        return short_link(world, request.path_params["code"])

    async def front(request: Request) -> Response:
        return RedirectResponse(f"/{PAGE}", status_code=302)

    return [
        *app_routes(world, app_of(world)),
        Route(f"/{SITE}/", front),
        Route(f"/{PHONE_SITE}/status/{{number}}", on_phone),
        Route(f"/{PHONE_SITE}/detail/{{number}}", on_phone),
        Route(f"/{SITE}/tv/show/{{number}}", player),
        Route(f"/{SITE}/ttarticle/p/show", reader),
        Route(f"/{SHORT}/{{code}}", short),
    ]


def numbered_page(world: World, number: str) -> Response:
    """A post by its number or the short form of it."""
    post = world.posts.find("weibo", number)
    return post_page(world, post["slug"] if post is not None else number)


def short_link(world: World, code: str) -> Response:
    """To the full address, whether the post is still there or not; 404 for a code that was never given."""
    post = world.posts.by_slug("weibo", code)
    if post is None:
        gone = element("section", None, "链接不存在。")
        return public_page("链接不存在", gone, notice=NOTICE, status=404)
    return RedirectResponse(full_link_of(post), status_code=302)
