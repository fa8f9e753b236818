"""The app on a phone as testers see it: a form to publish, and what it shows afterwards."""

import json
import sqlite3
from collections.abc import Mapping

from starlette.datastructures import FormData
from starlette.responses import Response

from sandbox.pages.discussion import GONE
from sandbox.pages.layout import public_page
from sandbox.pages.markup import Markup, element
from sandbox.platforms.kuaishou import posts
from sandbox.posts import LIVE, REVIEWING
from sandbox.world import World

NOTICE = "沙盒中的快手 App"
PATH = "/article/publish/video"
ADDRESS = f"/cp.kuaishou.com{PATH}"
DECLARATIONS = ("内容为AI生成", "演绎情节，仅供娱乐", "个人观点，仅供参考", "素材来源于网络")
VISIBILITIES = {"public": "公开", "friends": "好友可见", "private": "仅自己可见"}


def form_page(world: World, *, account: str, given: FormData | None = None, problem: str = "") -> Response:
    accounts = world.accounts.list(platform="kuaishou")
    if not accounts:
        words = "沙盒里还没有快手账号，请先在控制台添加。"
        return public_page("快手", element("section", None, words), notice=NOTICE)
    said = {name: str(value) for name, value in given.items()} if given is not None else {}
    body = element(
        "form",
        {"class": "stack", "method": "post", "action": ADDRESS, "enctype": "multipart/form-data"},
        choice("账号", "account", {one.key: one.name for one in accounts}, chosen=account),
        element(
            "label",
            None,
            "作品描述",
            element(
                "textarea",
                {
                    "name": "caption",
                    "required": True,
                    "rows": 6,
                    "placeholder": "粘贴作品描述，#话题 写在里面",
                },
                said.get("caption", ""),
            ),
        ),
        file_field("视频", "video", "video/*"),
        file_field("或图片（按顺序多选）", "pictures", "image/*", multiple=True),
        file_field("封面", "cover", "image/*"),
        choice(
            "作者声明",
            "declaration",
            {"": "不添加", **{one: one for one in DECLARATIONS}},
            chosen=said.get("declaration", ""),
        ),
        choice("谁可以看", "visibility", VISIBILITIES, chosen=said.get("visibility", posts.PUBLIC)),
        element("p", None, element("button", None, "发布")),
    )
    warned = element("p", {"class": "bad"}, problem) if problem else None
    section = element("section", None, element("h1", None, "发作品"), warned, body)
    return public_page("快手发作品", section, notice=NOTICE, status=422 if problem else 200)


def choice(label: str, name: str, options: Mapping[str, str], *, chosen: str) -> Markup:
    return element(
        "label",
        None,
        label,
        element(
            "select",
            {"name": name},
            [
                element("option", {"value": key, "selected": key == chosen}, text)
                for key, text in options.items()
            ],
        ),
    )


def file_field(label: str, name: str, accept: str, *, multiple: bool = False) -> Markup:
    attributes = {"type": "file", "name": name, "accept": accept, "multiple": multiple}
    return element("label", None, label, element("input", attributes))


def done_page(world: World, post_id: int) -> Response:
    """What the app shows after publishing: the state, and what “复制链接” copies."""
    post = world.posts.get(post_id)
    if post is None or post["platform"] != "kuaishou":
        return public_page(
            "没有这个作品", element("section", None, "没有这个作品。"), notice=NOTICE, status=404
        )
    words = "作品已发布。" if post["state"] == LIVE else GONE.get(post["state"], "")
    address = f"{ADDRESS}/posts/{post_id}"
    again = (
        element("p", None, element("a", {"href": address}, "刷新")) if post["state"] == REVIEWING else None
    )
    section = element(
        "section",
        None,
        element("h1", None, words),
        element("p", {"class": "soft"}, kind_of(post)),
        again,
        element("h2", None, "分享 → 复制链接"),
        copied("share", share_text(post)),
        element("h2", None, "网页版地址"),
        copied("web", post["url"]),
        element(
            "p", None, element("a", {"href": f"/{posts.WEB}/short-video/{post['external_id']}"}, "看作品")
        ),
        element("p", None, element("a", {"href": f"{ADDRESS}?account={post['account']}"}, "再发一个")),
        delete_form(address) if post["state"] in (LIVE, REVIEWING) else None,
    )
    return public_page("作品已提交", section, notice=NOTICE)


def kind_of(post: sqlite3.Row) -> str:
    pictures = len(json.loads(post["pictures"]))
    seen_by = VISIBILITIES[posts.details_of(post).get("visibility", posts.PUBLIC)]
    return f"{f'图文 {pictures} 张' if pictures else '视频'}，{seen_by}"


def share_text(post: sqlite3.Row) -> str:
    """What the app puts on the clipboard: a short link with words around it."""
    words = post["text"][:30].replace("#", '"')
    plays = f"该作品在快手被播放过{post['reads']}次，点击链接，打开【快手】直接观看！"
    return f"https://{posts.SHORT}/{post['slug']} {words} {plays}"


def delete_form(address: str) -> Markup:
    button = element("button", {"class": "plain"}, "删除作品")
    return element("form", {"method": "post", "action": f"{address}/delete"}, button)


def copied(name: str, text: str) -> Markup:
    return element(
        "p",
        None,
        element("code", {"id": name}, text),
        " ",
        element("button", {"type": "button", "class": "copy", "data-copy": text}, "复制"),
    )
