"""How the app looks: the form, what “published” says, and a post as people see it."""

import json
import sqlite3

from starlette.responses import Response

from sandbox.control.views import local_path
from sandbox.pages.account import options
from sandbox.pages.discussion import GONE, counts, discussion, moment
from sandbox.pages.layout import public_page
from sandbox.pages.markup import Markup, element, lines
from sandbox.pages.states import STATES
from sandbox.phone.app import PhoneApp, Shared
from sandbox.posts import LIVE, REVIEWING
from sandbox.world import World

NOT_CHOSEN = "不添加声明"
PUBLISHED = {
    LIVE: "发布成功",
    REVIEWING: "已提交，正在审核",
}


def notice_of(app: PhoneApp) -> str:
    return f"沙盒中的{app.name}"


def form_page(
    world: World,
    app: PhoneApp,
    given: dict[str, str],
    *,
    problem: str = "",
    shared: Shared | None = None,
    kept: tuple[str, ...] = (),
) -> Response:
    """The page on which a person publishes; after a refusal with everything typed, except the files chosen there.
    `kept` are files that a share brought."""
    accounts = [(one.key, one.name) for one in world.accounts.list(platform=app.platform)]
    if not accounts:
        empty = element("section", None, f"沙盒里还没有{app.name}账号，请先到控制台新建一个。")
        return public_page("发布", empty, notice=notice_of(app))
    sentence = element("p", {"class": "bad"}, problem) if problem else None
    section = element(
        "section",
        None,
        element("h1", None, f"{app.name} · 发布"),
        sentence,
        told_of(shared) if shared else None,
        element(
            "form",
            {"class": "stack", "method": "post", "action": f"/{app.page}", "enctype": "multipart/form-data"},
            fields(app, accounts, given, kept),
            element("p", None, element("button", None, "发布")),
        ),
    )
    return public_page("发布", section, notice=notice_of(app), status=422 if problem else 200)


def told_of(shared: Shared) -> list[Markup]:
    """Where the post comes from, and what the platform thinks of it."""
    words = [element("p", {"class": "good"}, f"来自「{shared.sender}」的分享，核对后发布。")]
    return [*words, element("p", {"class": "bad"}, shared.warning)] if shared.warning else words


def fields(
    app: PhoneApp, accounts: list[tuple[str, str]], given: dict[str, str], kept: tuple[str, ...]
) -> list[Markup | None]:
    forms = [(form.key, form.name) for form in app.forms]
    declarations = [("", NOT_CHOSEN), *((label, label) for label in app.declarations)]
    files = {"name": "files", "type": "file", "multiple": True, "accept": "image/*,video/*"}
    return [
        labelled("账号", choice("account", accounts, given)),
        labelled("类型", choice("form", forms, given)),
        labelled(app.title_label, element("input", {"name": "title", "value": given.get("title", "")})),
        labelled("正文", element("textarea", {"name": "text", "rows": 6}, given.get("text", ""))),
        brought(app, given.get("link", ""), kept),
        labelled("图片（按顺序选）或一个视频", element("input", files)),
        labelled("内容声明", choice("declaration", declarations, given)),
        labelled("谁可以看", choice("visibility", list(app.visibilities), given))
        if app.visibilities
        else None,
        labelled("首条评论", element("textarea", {"name": "first_comment"}, given.get("first_comment", ""))),
    ]


def brought(app: PhoneApp, link: str, kept: tuple[str, ...]) -> Markup | None:
    """The files that a share brought, which are published unless others are chosen."""
    if not link:
        return None
    hidden = [element("input", {"type": "hidden", "name": "link", "value": link})]
    hidden += [element("input", {"type": "hidden", "name": "kept", "value": name}) for name in kept]
    shown = [
        element("video", {"src": f"/{app.file_host}/{name}", "controls": True, "style": "max-width:100%"})
        if name.endswith(".mp4")
        else element("img", {"src": f"/{app.file_host}/{name}", "alt": "", "style": "height:6rem"})
        for name in kept
    ]
    return element("p", {"class": "soft"}, f"分享带来 {len(kept)} 个素材：", element("br"), shown, hidden)


def labelled(name: str, control: Markup) -> Markup:
    return element("label", None, name, control)


def choice(name: str, choices: list[tuple[str, str]], given: dict[str, str]) -> Markup:
    return element("select", {"name": name}, options(choices, chosen=given.get(name, "")))


def done_page(world: World, app: PhoneApp, post: sqlite3.Row) -> Response:
    """What the person takes along: the text that “copy link” gives, the link and its short form."""
    share_text = app.share_text_of(world, post)
    told = (
        ("复制链接得到的文字", share_text),
        ("链接", post["url"]),
        ("短链接", app.short_link_of(post)),
    )
    rows = [
        [element("dt", None, name), element("dd", None, copied(name, text))] for name, text in told if text
    ]
    section = element(
        "section",
        None,
        element("h1", None, PUBLISHED.get(post["state"], "已提交")),
        element("p", {"class": "soft"}, f"{STATES[post['state']]}　{post['reason']}"),
        element("dl", None, rows),
        element(
            "p",
            None,
            element("a", {"href": local_path(post["url"])}, "打开这条内容"),
            "　",
            element("a", {"href": f"/posts/{post['id']}"}, "在控制台查看（可下架）"),
            "　",
            element("a", {"href": f"/{app.page}"}, "再发一条"),
        ),
        element(
            "form",
            {"method": "post", "action": f"/{app.page}/delete"},
            element("input", {"type": "hidden", "name": "post", "value": post["id"]}),
            element("button", {"class": "plain"}, "作者删除这条内容"),
        ),
    )
    return public_page("已发布", section, notice=notice_of(app))


def copied(name: str, text: str) -> list[Markup]:
    button = element("button", {"type": "button", "class": "copy", "data-copy": text}, "复制")
    return [element("code", {"data-shown": name}, text), Markup(" "), button]


def post_page(world: World, app: PhoneApp, post: sqlite3.Row | None) -> Response:
    """A post as people see it, or why they do not."""
    if post is None or post["state"] != LIVE:
        words = GONE.get(post["state"], "该内容不存在。") if post is not None else "该内容不存在。"
        return public_page("找不到内容", element("section", None, words), notice=notice_of(app), status=404)
    return public_page(
        post["title"] or post["text"][:20],
        shown(world, app, post),
        discussion(world, post),
        notice=notice_of(app),
    )


def shown(world: World, app: PhoneApp, post: sqlite3.Row) -> Markup:
    account, details = world.accounts.get(post["account"]), json.loads(post["details"])
    pictures = [
        element("img", {"src": f"/{app.file_host}/{name}", "alt": ""})
        for name in json.loads(post["pictures"])
    ]
    video = details.get("视频")
    source = {"src": f"/{app.file_host}/{video}", "controls": True, "style": "max-width:100%"}
    declaration = details.get("声明")
    return element(
        "section",
        {"class": "article"},
        element(
            "p",
            None,
            element("b", None, account.name),
            " ",
            element("small", None, moment(post["published_at"])),
        ),
        pictures,
        element("video", source) if video else None,
        element("h1", None, post["title"]) if post["title"] else None,
        element("div", None, lines(post["text"])),
        element("p", None, element("span", {"class": "badge"}, declaration)) if declaration else None,
        counts(post),
    )
