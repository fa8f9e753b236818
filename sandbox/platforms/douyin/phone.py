"""The app on the phone: a page on which a tester finishes a post by hand, as a person would in the creator's form."""

import json
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox import media
from sandbox.accounts import Account
from sandbox.identifiers import stable_code
from sandbox.pages.account import options
from sandbox.pages.layout import public_page
from sandbox.pages.markup import Markup, element
from sandbox.platforms.douyin import history, sharing
from sandbox.platforms.douyin.publishing import ALL, FRIENDS, PICTURES, SELF, VIDEO
from sandbox.world import World

HOST = "creator.douyin.com"
PATH = f"/{HOST}/creator-micro/content/upload"
NOTICE = "沙盒中的抖音发布页，相当于手机上的抖音 App"
DECLARATIONS = (
    "无需添加自主声明",
    "内容由AI生成",
    "内容含营销推广信息",
    "虚构演绎，仅供娱乐",
    "内容为个人观点或见解",
    "内容为转载信息",
)
VISIBILITIES = ((str(ALL), "公开"), (str(FRIENDS), "好友可见"), (str(SELF), "仅自己可见"))
PICTURE_FORMATS = ("jpg", "png", "webp")


class NotPosted(Exception):
    """What the form of the app complains about."""


def routes(world: World) -> list[Route]:
    def show(request: Request) -> Response:
        return form_page(world, request.query_params.get("schema", ""), dict(request.query_params))

    async def take(request: Request) -> Response:
        form = await request.form()
        given = {name: value for name, value in form.items() if isinstance(value, str)}
        try:
            files = [await read(one) for one in form.getlist("files") if isinstance(one, UploadFile)]
            return post(world, given, [one for one in files if one[1]])
        except NotPosted as problem:
            return form_page(world, given.get("schema", ""), given, problem=str(problem))
        finally:
            await close(form)

    return [Route(PATH, show, methods=["GET"]), Route(PATH, take, methods=["POST"])]


async def read(upload: UploadFile) -> tuple[str, bytes]:
    return upload.filename or "", await upload.read()


async def close(form: FormData) -> None:
    await form.close()


def form_page(world: World, schema: str, given: dict[str, str], *, problem: str = "") -> Response:
    """The form, filled in from a share schema where one was opened."""
    shared = dict(parse_qsl(urlsplit(schema).query)) if schema else {}
    app, wrong = sharing.opened(world, shared) if schema else (None, "")
    accounts = world.accounts.list(platform="douyin")
    choices = [(account.key, account.name) for account in accounts]
    notes: list[Markup] = []
    if problem or wrong:
        notes.append(element("p", {"class": "bad"}, problem or f"分享无法打开：{wrong}"))
    elif app is not None:
        notes.append(element("p", {"class": "good"}, f"来自「{app.name}」的分享，核对后发布。"))
    words = {
        "title": given.get("title") or shared.get("title", ""),
        "text": given.get("text") or tags(shared),
    }
    fields = [
        hidden("schema", schema),
        labelled(
            "账号", element("select", {"name": "account"}, options(choices, chosen=given.get("account", "")))
        ),
        labelled(
            "视频或图片",
            element(
                "input", {"type": "file", "name": "files", "multiple": True, "accept": "video/*,image/*"}
            ),
        ),
        shared_media(shared),
        labelled("标题", element("input", {"name": "title", "value": words["title"], "size": 30})),
        labelled(
            "作品简介（可带 #话题 和 @好友）", element("textarea", {"name": "text", "rows": 6}, words["text"])
        ),
        labelled(
            "自主声明",
            element("select", {"name": "declaration"}, options([(name, name) for name in DECLARATIONS])),
        ),
        labelled("谁可以看", element("select", {"name": "private_status"}, options(VISIBILITIES))),
        element("p", None, element("button", None, "发布")),
    ]
    form = element("form", {"method": "post", "action": PATH, "enctype": "multipart/form-data"}, fields)
    nobody = element("p", {"class": "soft"}, "沙盒里还没有抖音账号，请先到控制台新建。")
    section = element("section", None, element("h1", None, "发布作品"), notes, form if accounts else nobody)
    return public_page("发布作品", section, notice=NOTICE, status=422 if problem else 200)


def labelled(name: str, field: Markup) -> Markup:
    return element("p", None, element("label", None, name, element("br"), field))


def hidden(name: str, value: str) -> Markup | None:
    return element("input", {"type": "hidden", "name": name, "value": value}) if value else None


def shared_media(shared: dict[str, str]) -> Markup | None:
    """What a schema brings along; the sandbox does not fetch it from the company's server."""
    brought = [shared[name] for name in sharing.MEDIA if shared.get(name)]
    return element("p", {"class": "soft"}, f"分享带来的素材：{brought[0]}") if brought else None


def tags(shared: dict[str, str]) -> str:
    try:
        names = json.loads(shared.get("hashtag_list") or "[]")
    except ValueError:
        names = []
    return " ".join(f"#{name}" for name in names if isinstance(name, str))


def post(world: World, given: dict[str, str], files: list[tuple[str, bytes]]) -> Response:
    """Publish what the form says. Raises NotPosted with what the app would complain about."""
    account = world.accounts.by_key.get(given.get("account", ""))
    if account is None or account.platform != "douyin":
        raise NotPosted("请选择账号。")
    shared = dict(parse_qsl(urlsplit(given.get("schema", "")).query))
    with world.store.transaction():
        details = details_of(world, account, given, files, shared)
        check_words(world, account, given, is_video=details["media_type"] == VIDEO)
        number = history.post_by_hand(
            world,
            account,
            title=given.get("title", "").strip(),
            text=given.get("text", "").strip().replace("\r\n", "\n"),
            details=details,
            share_id=shared.get("state", ""),
        )
        return done_page(world, account, number)


def details_of(
    world: World,
    account: Account,
    given: dict[str, str],
    files: list[tuple[str, bytes]],
    shared: dict[str, str],
) -> dict[str, Any]:
    common = {
        "declaration": given.get("declaration", DECLARATIONS[0]).replace(DECLARATIONS[0], ""),
        "private_status": int(given.get("private_status") or ALL),
        "by_hand": True,
    }
    kinds = [media.kind_of(data) for _, data in files]
    if not files and any(shared.get(name) for name in sharing.MEDIA):
        return {"media_type": VIDEO if shared.get("video_path") else PICTURES, **common}
    if not files:
        raise NotPosted("请先选择视频或图片。")
    if any(kind in ("jpg", "png", "webp", "gif", "bmp") for kind in kinds):
        return {**common, **pictures_of(world, account, files, kinds)}
    if len(files) > 1:
        raise NotPosted("一次只能发布一个视频。")
    return {**common, **video_of(world, account, files[0][1])}


def pictures_of(
    world: World, account: Account, files: list[tuple[str, bytes]], kinds: list[str]
) -> dict[str, Any]:
    if len(files) > world.setting(account, "web_pictures"):
        raise NotPosted(f"最多 {world.setting(account, 'web_pictures')} 张图片。")
    if any(kind not in PICTURE_FORMATS for kind in kinds):
        raise NotPosted("图片只支持 jpg、png、webp，不支持动图。")
    if any(len(data) > world.setting(account, "web_picture_bytes") for _, data in files):
        raise NotPosted("单张图片太大。")
    names = []
    for (_, data), kind in zip(files, kinds, strict=True):
        image_id = f"phone-{world.ids(f'douyin picture|{world.next_number()}').letters(24).lower()}"
        file = media.keep(world.data_dir, data)
        row = {"image_id": image_id, "account": account.key, "format": kind, "file": file}
        world.store.insert("douyin_image", row)
        names.append(image_id)
    return {"media_type": PICTURES, "images": names}


def video_of(world: World, account: Account, data: bytes) -> dict[str, Any]:
    video_id = f"phone-{world.ids(f'douyin video|{world.next_number()}').letters(24).lower()}"
    row = {"video_id": video_id, "account": account.key, "octets": len(data), "used": 1}
    world.store.insert("douyin_video", row | {"file": media.keep(world.data_dir, data)})
    return {"media_type": VIDEO, "file_id": video_id, "octets": len(data)}


def check_words(world: World, account: Account, given: dict[str, str], *, is_video: bool) -> None:
    most = world.setting(account, "web_title_video" if is_video else "web_title_pictures")
    if len(given.get("title", "").strip()) > most:
        raise NotPosted(f"标题最多 {most} 个字。")
    if len(given.get("text", "").strip()) > world.setting(account, "web_text"):
        raise NotPosted(f"作品简介最多 {world.setting(account, 'web_text')} 个字。")


def done_page(world: World, account: Account, number: int) -> Response:
    """What the app offers to copy after publishing: the link among words, and the address on the web."""
    row = world.posts.get(number)
    if row is None:
        raise LookupError(number)
    share = f"https://www.iesdouyin.com/share/{row['kind']}/{row['slug']}/?region=CN&from_ssr=1"
    short = sharing.short_link(world, share, code=stable_code(f"douyin short|{row['slug']}", 11))
    words = (row["title"] or row["text"])[:24]
    copied = f"7.43 复制打开抖音，看看【{account.name}的作品】{words}… {short} 05/11 k@Q.xS Nwf:/"
    section = element(
        "section",
        {"class": "notice good"},
        element("h1", None, "已提交，审核通过后公开"),
        copy_line("分享口令", copied),
        copy_line("短链接", short),
        copy_line("网页链接", row["url"]),
        element("p", None, element("a", {"href": f"/{row['url'].split('://')[1]}"}, "打开作品页")),
        element("p", None, element("a", {"href": PATH}, "再发一条")),
    )
    return public_page("已提交", section, notice=NOTICE)


def copy_line(name: str, text: str) -> Markup:
    return element(
        "p",
        None,
        element("b", None, name),
        element("br"),
        element("code", {"data-shown": name}, text),
        " ",
        element("button", {"type": "button", "class": "copy", "data-copy": text}, "复制"),
    )
