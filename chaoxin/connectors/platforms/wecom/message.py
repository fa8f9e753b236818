"""From a post to the message of a group-message task: whom it goes to, its text and its attachments.

A message is described twice: as the platform wants it (`body`), with the media ids of the moment, and in words that
stay the same (`fingerprint`, `wanted`), by which it is found again among the tasks of the corp.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from chaoxin.connectors.values import Picture, Post

CUSTOMERS, GROUPS = "single", "group"
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")

Attachment = dict[str, Any]


def chat_type(post: Post) -> str:
    """The platform's word for whom a form of post goes to."""
    return GROUPS if post.format.startswith("groups") else CUSTOMERS


def text_of(post: Post) -> str:
    """The text as it is sent: without control characters, lines ending in one way."""
    return CONTROL.sub("", post.text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def sender_of(post: Post, settings: Mapping[str, Any]) -> str:
    """The member who is asked to send, "" where none is named."""
    return option(post, "sender") or str(settings.get("sender") or "").strip()


def option(post: Post, name: str) -> str:
    """A text option without blanks around it."""
    return str(post.options.get(name) or "").strip()


def listed(post: Post, name: str) -> list[str]:
    """The ids of an option with one of them a line, or of a list of words; each once, in order."""
    given = post.options.get(name) or ""
    entries = given if isinstance(given, list) else re.split(r"[\s,，;；]+", str(given))
    return list(dict.fromkeys(entry.strip() for entry in entries if entry.strip()))


def cover_of(post: Post) -> Picture | None:
    """The picture on a link or mini programme card."""
    if post.cover:
        return post.cover
    return post.pictures[0] if post.options.get("first_is_cover") and post.pictures else None


def pictures_of(post: Post) -> Sequence[Picture]:
    """The pictures that are sent as pictures."""
    cover = cover_of(post)
    return [picture for picture in post.pictures if cover is None or picture.key != cover.key]


def has_mini(post: Post) -> bool:
    """Whether a mini programme card is attached."""
    return bool(option(post, "mini_appid"))


def link_title(post: Post) -> str:
    """The title of the link card: as given, else the first line of the text, cut to what the card takes."""
    return option(post, "link_title") or cut(text_of(post).partition("\n")[0], 128)


def cut(text: str, most_bytes: int) -> str:
    """The start of a text that takes at most so many bytes."""
    return text.encode()[:most_bytes].decode("utf-8", "ignore")


def count_of(post: Post) -> int:
    """How many attachments the message has."""
    return len(pictures_of(post)) + bool(post.link) + has_mini(post) + bool(post.video)


def targets(post: Post, settings: Mapping[str, Any]) -> dict[str, Any]:
    """Whom the message goes to, in the platform's fields."""
    found: dict[str, Any] = {"chat_type": chat_type(post)}
    if sender := sender_of(post, settings):
        found["sender"] = sender
    if found["chat_type"] == GROUPS:
        if chats := listed(post, "chats"):
            found["chat_id_list"] = chats
        return found
    if customers := listed(post, "customers"):
        found["external_userid"] = customers
    elif tags := listed(post, "tags"):
        found["tag_filter"] = {"group_list": [{"tag_list": tags}]}
    if post.options.get("allow_select"):
        found["allow_select"] = True
    return found


def named(post: Post) -> list[str]:
    """The customers or groups that the post names, [] where it goes to all of the sender's."""
    return listed(post, "chats" if chat_type(post) == GROUPS else "customers")


def body(post: Post, settings: Mapping[str, Any], ready: Mapping[str, Any]) -> dict[str, Any]:
    """The whole request. `ready` are the uploaded media by our own keys: `media` ids and `addresses`."""
    made: dict[str, Any] = targets(post, settings)
    if text := text_of(post):
        made["text"] = {"content": text}
    attachments = [_picture(picture, ready) for picture in pictures_of(post)]
    if post.link:
        attachments.append(_link(post, ready))
    if has_mini(post):
        attachments.append(_mini(post, ready))
    if post.video:
        media = {"media_id": ready["media"][post.video.key]}
        attachments.append({"msgtype": "video", "video": media})
    if attachments:
        made["attachments"] = attachments
    return made


def _picture(picture: Picture, ready: Mapping[str, Any]) -> Attachment:
    if picture.key in ready["addresses"]:
        return {"msgtype": "image", "image": {"pic_url": ready["addresses"][picture.key]}}
    return {"msgtype": "image", "image": {"media_id": ready["media"][picture.key]}}


def _link(post: Post, ready: Mapping[str, Any]) -> Attachment:
    card = {"title": link_title(post), "url": post.link}
    if words := option(post, "link_text"):
        card["desc"] = words
    if cover := cover_of(post):
        card["picurl"] = ready["addresses"][cover.key]
    return {"msgtype": "link", "link": card}


def _mini(post: Post, ready: Mapping[str, Any]) -> Attachment:
    cover = cover_of(post)
    card = {
        "title": option(post, "mini_title"),
        "pic_media_id": ready["media"][cover.key] if cover else "",
        "appid": option(post, "mini_appid"),
        "page": option(post, "mini_page"),
    }
    return {"msgtype": "miniprogram", "miniprogram": card}


def fingerprint(post: Post, settings: Mapping[str, Any], digests: Mapping[str, str]) -> str:
    """The same for the same message to the same people. `digests` are the content hashes of the files by our keys."""
    told = [targets(post, settings), wanted(post, settings), sorted(digests.items())]
    return hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def wanted(post: Post, settings: Mapping[str, Any]) -> dict[str, Any]:
    """What to look for among the tasks of the corp to find the message."""
    kinds = ["image"] * len(pictures_of(post)) + ["video"] * bool(post.video)
    if post.link:
        kinds.append(f"link {post.link}")
    if has_mini(post):
        kinds.append(f"miniprogram {option(post, 'mini_appid')}")
    return {
        "chat_type": chat_type(post),
        "text": text_of(post),
        "attachments": sorted(kinds),
        "sender": sender_of(post, settings),
    }


def described(task: Mapping[str, Any]) -> dict[str, Any]:
    """Text and attachments of a task as the platform lists it, in the words of `wanted`."""
    text = task.get("text")
    content = str(text.get("content") or "") if isinstance(text, dict) else ""
    kinds = [_kind(entry) for entry in task.get("attachments") or [] if isinstance(entry, dict)]
    return {"text": content.replace("\r\n", "\n").strip(), "attachments": sorted(kinds)}


def _kind(entry: Mapping[str, Any]) -> str:
    kind = str(entry.get("msgtype") or "")
    inner = entry.get(kind)
    part: Mapping[str, Any] = inner if isinstance(inner, dict) else {}
    mark = {"link": "url", "miniprogram": "appid"}.get(kind)
    return f"{kind} {part.get(mark) or ''}" if mark else kind
