"""The app on the phone: its form and its rules, what a share fills in, and how an item made by hand is kept."""

import json
import re
import sqlite3
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from sandbox import media
from sandbox.accounts import Account
from sandbox.identifiers import stable_code
from sandbox.phone.app import Declined, Entry, Form, PhoneApp, Shared
from sandbox.platforms.douyin import history, sharing
from sandbox.platforms.douyin.publishing import ALL, FRIENDS, PICTURES, SELF, VIDEO
from sandbox.world import World

HOST, FILES = "creator.douyin.com", "p9-creator-sign.douyinpic.com"
DECLARATIONS = (
    "内容由AI生成",
    "内容含营销推广信息",
    "虚构演绎，仅供娱乐",
    "内容为个人观点或见解",
    "内容为转载信息",
)
VISIBILITIES = ((str(ALL), "公开"), (str(FRIENDS), "好友可见"), (str(SELF), "仅自己可见"))
PICTURE_FORMATS = ("jpg", "png", "webp")
SHARE_SITE = "https://www.iesdouyin.com/share"
LIST = re.compile(r"^\s*\[")


def problem_of(world: World, account: Account, entry: Entry) -> str:
    """What the form refuses, by the account's settings."""
    is_video = entry.form == "video"
    most = world.setting(account, "web_title_video" if is_video else "web_title_pictures")
    if len(entry.title) > most:
        return f"标题最多 {most} 个字。"
    if len(entry.text) > world.setting(account, "web_text"):
        return f"作品简介最多 {world.setting(account, 'web_text')} 个字。"
    return "" if is_video else picture_problem(world, account, entry.pictures)


def picture_problem(world: World, account: Account, names: tuple[str, ...]) -> str:
    if not names:
        return "请先选择视频或图片。"
    if len(names) > world.setting(account, "web_pictures"):
        return f"最多 {world.setting(account, 'web_pictures')} 张图片。"
    if any(ending_of(name) not in PICTURE_FORMATS for name in names):
        return "图片只支持 jpg、png、webp，不支持动图。"
    most = world.setting(account, "web_picture_bytes")
    return "单张图片太大。" if any(octets_of(world, name) > most for name in names) else ""


def opened(world: World, link: str) -> Shared:
    """What a share schema brings. Raises Declined for one whose application, signature or capability is not good."""
    fields = dict(parse_qsl(urlsplit(link).query))
    app, wrong = sharing.opened(world, fields)
    if app is None or wrong:
        raise Declined(wrong)
    if not link.startswith(sharing.SCHEMA):
        raise Declined("不是分享链接")
    return Shared(
        sender=app.name,
        form="video" if fields.get("video_path") else "pictures",
        media=media_of(fields),
        title=fields.get("title", ""),
        text=tags(fields),
        share=fields.get("state", ""),
    )


def media_of(fields: dict[str, str]) -> tuple[str, ...]:
    if fields.get("video_path"):
        return (fields["video_path"],)
    if fields.get("image_path"):
        return (fields["image_path"],)
    listed = listed_in(fields.get("image_list_path", ""))
    if not listed:
        raise Declined("没有带来图片或视频")
    return listed


def tags(fields: dict[str, str]) -> str:
    return " ".join(f"#{name}" for name in listed_in(fields.get("hashtag_list", "")))


def listed_in(text: str) -> tuple[str, ...]:
    try:
        found = json.loads(text) if LIST.match(text) else []
    except ValueError:
        found = []
    return tuple(str(one) for one in found)


def take(world: World, account: Account, entry: Entry) -> int:
    """Keep what was filled in as an item made by hand; answers its number."""
    common = {
        "declaration": entry.declaration,
        "private_status": int(entry.visibility or ALL),
        "by_hand": True,
    }
    kept = video_of(world, account, entry.video) if entry.video else pictures_of(world, account, entry)
    return history.post_by_hand(
        world, account, title=entry.title, text=entry.text, details={**common, **kept}, share_id=entry.share
    )


def pictures_of(world: World, account: Account, entry: Entry) -> dict[str, Any]:
    names = []
    for name in entry.pictures:
        image_id = f"phone-{world.ids(f'douyin picture|{world.next_number()}').letters(24).lower()}"
        row = {"image_id": image_id, "account": account.key}
        file, _dot, ending = name.partition(".")
        world.store.insert("douyin_image", row | {"format": ending, "file": file})
        names.append(image_id)
    return {"media_type": PICTURES, "images": names}


def video_of(world: World, account: Account, name: str) -> dict[str, Any]:
    video_id = f"phone-{world.ids(f'douyin video|{world.next_number()}').letters(24).lower()}"
    octets = octets_of(world, name)
    row = {"video_id": video_id, "account": account.key, "octets": octets, "used": 1}
    world.store.insert("douyin_video", row | {"file": name.partition(".")[0]})
    return {"media_type": VIDEO, "file_id": video_id, "octets": octets}


def octets_of(world: World, name: str) -> int:
    return media.path_of(world.data_dir, name.partition(".")[0]).stat().st_size


def ending_of(name: str) -> str:
    return name.rpartition(".")[2]


def short_link_of(post: sqlite3.Row) -> str:
    return f"https://{sharing.SHORT_HOST}/{short_code_of(post)}/"


def short_code_of(post: sqlite3.Row) -> str:
    return stable_code(f"douyin short|{post['slug']}", 11)


def share_text_of(world: World, post: sqlite3.Row) -> str:
    """What the app puts on the clipboard. The short link in it leads to the share page from then on."""
    target = f"{SHARE_SITE}/{post['kind']}/{post['slug']}/?region=CN&from_ssr=1"
    with world.store.transaction():
        short = sharing.short_link(world, target, code=short_code_of(post))
    name, words = world.accounts.get(post["account"]).name, (post["title"] or post["text"])[:24]
    return f"7.43 复制打开抖音，看看【{name}的作品】{words}… {short} 05/11 k@Q.xS Nwf:/"


APP = PhoneApp(
    platform="douyin",
    name="抖音",
    page=f"{HOST}/creator-micro/content/upload",
    file_host=FILES,
    forms=(Form("video", "视频", takes_video=True), Form("pictures", "图文")),
    declarations=DECLARATIONS,
    title_label="标题",
    problem_of=problem_of,
    share_text_of=share_text_of,
    short_link_of=short_link_of,
    scheme=sharing.SCHEMA.partition("://")[0],
    opened=opened,
    visibilities=VISIBILITIES,
    take=take,
)
PATH = f"/{APP.page}"
