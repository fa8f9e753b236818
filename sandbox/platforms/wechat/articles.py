"""Articles of a draft: what the platform accepts, what it strips, what it refuses."""

import re
from typing import Any
from urllib.parse import urlsplit

from sandbox.calls import Call
from sandbox.platforms.wechat.errors import refusal
from sandbox.posts import plain_text

MOST_ARTICLES = 8
DIGEST_LIMIT = 128
DIGEST_FROM_BODY = 54  # characters taken when no digest is given
CONTENT_LIMIT = 20_000  # characters, exclusive
CONTENT_BYTES_LIMIT = 1024 * 1024
SOURCE_URL_BYTES_LIMIT = 1024
MOST_PICTURES = 20
CROP = re.compile(r"^(?:0|1|0?\.\d{1,6}|[01]\.\d{1,6})(?:_(?:0|1|0?\.\d{1,6}|[01]\.\d{1,6})){3}$")
SCRIPT = re.compile(r"(?is)<(script|iframe|form)\b.*?</\1\s*>|<(?:script|iframe|form)\b[^>]*/?>")
HANDLER = re.compile(r"(?i)\son\w+\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s>]+)")
IMAGE = re.compile(r"(?is)<img\b[^>]*>")
IMAGE_URL = re.compile(r"(?is)\b(?:data-src|src)\s*=\s*[\"']?([^\"'\s>]+)")
CARD_IMAGE = re.compile(r"(?is)data-miniprogram-imageurl\s*=\s*[\"']?([^\"'\s>]+)")
PICTURE_HOSTS = ("mmbiz.qpic.cn", "mmecoa.qpic.cn")
TEXT_FIELDS = ("title", "author", "digest", "content", "content_source_url")


def checked(call: Call, given: Any, *, alone: bool) -> dict[str, Any]:
    """The article as the platform keeps it. `alone`: it is the only one of its draft, so an empty digest is filled."""
    if not isinstance(given, dict):
        raise refusal(44003)
    for name in TEXT_FIELDS:
        if not isinstance(given.get(name, ""), str):
            raise refusal(47001, f"field {name}")
    kind = given.get("article_type") or "news"
    if kind not in ("news", "newspic"):
        raise refusal(47001, "field article_type")
    check_lengths(call, given)
    check_switches(call, given)
    article: dict[str, Any] = {
        "article_type": kind,
        "title": given["title"],
        "author": given.get("author", ""),
        "digest": given.get("digest", ""),
        "content": given["content"],
        "content_source_url": given.get("content_source_url", ""),
        "need_open_comment": int(given.get("need_open_comment") or 0),
        "only_fans_can_comment": int(given.get("only_fans_can_comment") or 0),
    }
    if kind == "newspic":
        article["image_info"] = {"image_list": pictures(call, given)}
        article["content"] = plain_text(given["content"])
    else:
        article["thumb_media_id"] = cover(call, given)
        article["content"] = cleaned(call, given["content"])
        article |= crops(given)
    if alone and not article["digest"]:
        article["digest"] = plain_text(article["content"]).replace("\n", " ")[:DIGEST_FROM_BODY]
    return article


def check_lengths(call: Call, given: dict[str, Any]) -> None:
    if not given.get("title", "").strip() or len(given["title"]) > call.world.setting(
        call.the_account, "title_limit"
    ):
        raise refusal(45003)
    if len(given.get("author", "")) > call.world.setting(call.the_account, "author_limit"):
        raise refusal(45110)
    if len(given.get("digest", "")) > DIGEST_LIMIT:
        raise refusal(45004)
    content = given.get("content", "")
    if not content.strip() and given.get("article_type") != "newspic":
        raise refusal(45166)
    if len(content) >= CONTENT_LIMIT or len(content.encode()) >= CONTENT_BYTES_LIMIT:
        raise refusal(45002)
    source = given.get("content_source_url", "")
    if source and (
        len(source.encode()) > SOURCE_URL_BYTES_LIMIT or not source.startswith(("http://", "https://"))
    ):
        raise refusal(41039)


def check_switches(call: Call, given: dict[str, Any]) -> None:
    for name in ("need_open_comment", "only_fans_can_comment"):
        if given.get(name, 0) not in (0, 1, "0", "1", None, False, True):
            raise refusal(47001, f"field {name}")
    wants_comments = str(given.get("need_open_comment") or 0) in ("1", "True")
    if wants_comments and not call.world.setting(call.the_account, "comment_privilege"):
        raise refusal(88000)


def cover(call: Call, given: dict[str, Any]) -> str:
    """The permanent picture that serves as cover; anything else is 40007."""
    media_id = given.get("thumb_media_id", "")
    row = permanent_picture(call, media_id)
    if row is None:
        raise refusal(40007, "hint: [thumb_media_id]")
    return str(media_id)


def pictures(call: Call, given: dict[str, Any]) -> list[dict[str, str]]:
    info = given.get("image_info")
    entries = info.get("image_list") if isinstance(info, dict) else None
    if not isinstance(entries, list) or not entries:
        raise refusal(44003, "image_info")
    if len(entries) > MOST_PICTURES:
        raise refusal(45008, "image_list")
    kept = []
    for entry in entries:
        media_id = entry.get("image_media_id", "") if isinstance(entry, dict) else ""
        if permanent_picture(call, media_id) is None:
            raise refusal(40007, "hint: [image_media_id]")
        kept.append({"image_media_id": media_id})
    return kept


def permanent_picture(call: Call, media_id: Any) -> Any:
    return call.world.store.one(
        "SELECT * FROM wechat_material WHERE media_id = ? AND account = ? AND permanent = 1 "
        "AND kind IN ('image', 'thumb')",
        str(media_id),
        call.the_account.key,
    )


def crops(given: dict[str, Any]) -> dict[str, str]:
    kept = {}
    for name in ("pic_crop_235_1", "pic_crop_1_1"):
        value = given.get(name)
        if value:
            if not CROP.match(str(value)):
                raise refusal(53402, name)
            kept[name] = str(value)
    return kept


def cleaned(call: Call, content: str) -> str:
    """Scripts, handlers and pictures from elsewhere fall out without a word; a wrong card picture is 45166."""
    for address in CARD_IMAGE.findall(content):
        if not is_permanent_picture_url(call, address):
            raise refusal(45166)
    without_scripts = HANDLER.sub("", SCRIPT.sub("", content))
    return IMAGE.sub(lambda found: found[0] if is_own_picture(found[0]) else "", without_scripts)


def is_own_picture(tag: str) -> bool:
    addresses = IMAGE_URL.findall(tag)
    return bool(addresses) and all(urlsplit(address).hostname in PICTURE_HOSTS for address in addresses)


def is_permanent_picture_url(call: Call, address: str) -> bool:
    found = call.world.store.value(
        "SELECT 1 FROM wechat_material WHERE account = ? AND permanent = 1 AND kind = 'image' AND url = ?",
        call.the_account.key,
        address,
    )
    return found is not None
