"""Public pages: articles, the draft preview, pictures."""

import html
import json
import re

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox import media
from sandbox.pages.discussion import GONE, counts, discussion, moment
from sandbox.pages.layout import public_page
from sandbox.pages.markup import Markup, element
from sandbox.posts import LIVE
from sandbox.world import World

PICTURE_ADDRESS = re.compile(r"https?://(mmbiz\.qpic\.cn|mmecoa\.qpic\.cn)/")
NOTICE = "沙盒中的微信公众平台文章页"


def routes(world: World) -> list[Route]:
    def article(request: Request) -> Response:
        return article_page(world, request.path_params["slug"])

    def by_query(request: Request) -> Response:
        asked = request.query_params
        if asked.get("mid"):
            post = world.posts.find("wechat", f"{asked['mid']}_{asked.get('idx', '1')}")
            return article_page(world, post["slug"] if post is not None else "")
        return preview_page(world, asked.get("tempkey", ""), asked.get("idx", "1"))

    def picture(request: Request) -> Response:
        return picture_file(world, request.path_params["slug"])

    return [
        Route("/mp.weixin.qq.com/s/{slug}", article),
        Route("/mp.weixin.qq.com/s", by_query),
        Route("/mmbiz.qpic.cn/{form}/{slug}/0", picture),
    ]


def article_page(world: World, slug: str) -> Response:
    post = world.posts.by_slug("wechat", slug)
    if post is None:
        return public_page(
            "找不到内容", element("section", None, "该内容不存在。"), notice=NOTICE, status=404
        )
    if post["state"] != LIVE:
        words = GONE.get(post["state"], "该内容暂时无法查看。")
        return public_page("内容无法查看", element("section", None, words), notice=NOTICE, status=404)
    account = world.accounts.get(post["account"])
    details = json.loads(post["details"])
    author = details["author"]
    cover = [picture_tag(address) for address in json.loads(post["pictures"])]
    shown = element(
        "section",
        {"class": "article"},
        element("h1", None, post["title"]),
        element(
            "p",
            {"class": "soft"},
            f"{author}　" if author else "",
            element("a", {"href": f"/accounts/{account.key}/chat"}, account.name),
            f"　{moment(post['published_at'])}",
        ),
        cover if details["article_type"] == "newspic" else None,
        element("div", None, local_pictures(post["html"])),
        source_link(details.get("content_source_url", "")),
        badge(details.get("创作来源", "")),
        counts(post),
    )
    return public_page(post["title"] or "文章", shown, discussion(world, post), notice=NOTICE)


def badge(words: str) -> Markup | None:
    return element("p", None, element("span", {"class": "badge"}, words)) if words else None


def source_link(address: str) -> Markup | None:
    return (
        element("p", None, element("a", {"href": address, "rel": "noopener"}, "阅读原文"))
        if address
        else None
    )


def picture_tag(address: str) -> Markup:
    return element("p", None, element("img", {"src": PICTURE_ADDRESS.sub(r"/\1/", address), "alt": ""}))


def local_pictures(markup: str) -> Markup:
    """The body as published, its pictures taken from the sandbox. Plain text keeps its line breaks."""
    if "<" not in markup:
        markup = html.escape(markup, quote=False).replace("\n", "<br>")
    return Markup(PICTURE_ADDRESS.sub(r"/\1/", markup).replace("data-src=", "src="))


def preview_page(world: World, media_id: str, index: str) -> Response:
    draft = world.store.one("SELECT * FROM wechat_draft WHERE media_id = ?", media_id)
    articles = json.loads(draft["articles"]) if draft is not None else []
    if not index.isdigit() or not 1 <= int(index) <= len(articles):
        return public_page(
            "找不到草稿", element("section", None, "预览链接已失效。"), notice=NOTICE, status=404
        )
    article = articles[int(index) - 1]
    shown = element(
        "section",
        {"class": "article"},
        element("h1", None, article["title"]),
        local_pictures(article["content"]),
    )
    return public_page(article["title"], shown, notice="草稿预览")


def picture_file(world: World, slug: str) -> Response:
    row = world.store.one("SELECT format, file FROM wechat_material WHERE slug = ?", slug)
    data = media.load(world.data_dir, row["file"]) if row is not None else None
    if row is None or data is None:
        return Response(status_code=404)
    return Response(
        data, media_type=media.CONTENT_TYPES[row["format"]], headers={"cache-control": "max-age=86400"}
    )
