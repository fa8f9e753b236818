"""Customer-service messages: what an account writes to one fan."""

import json
from typing import Any

from sandbox.calls import Call
from sandbox.conversing import FROM_ACCOUNT, keep
from sandbox.following import fan_by_external_id
from sandbox.platforms import Fan
from sandbox.platforms.wechat import windows
from sandbox.platforms.wechat.errors import refusal
from sandbox.platforms.wechat.requests import body_of, text_of
from sandbox.posts import LIVE

LONGEST_TEXT_BYTES = 2048
MOST_NEWS = 1
TYPING_AFTER_SECONDS = 30
TYPING_LASTS_SECONDS = 15
WITH_MEDIA = ("image", "voice", "video", "mpnews")
WITHOUT_CHECK = ("music", "wxcard", "miniprogrampage")


def send(call: Call) -> dict[str, Any]:
    """POST /cgi-bin/message/custom/send"""
    body = body_of(call)
    fan = fan_of(call, text_of(body, "touser"))
    kind = text_of(body, "msgtype")
    part = body.get(kind)
    if not isinstance(part, dict):
        raise refusal(40008 if kind not in SHOWN else 47001)
    words = shown(call, kind, part)
    windows.use(call, fan.external_id)
    keep(
        call.world,
        call.the_account,
        fan.person_key,
        direction=FROM_ACCOUNT,
        kind=kind,
        text=words,
        at=call.at,
        detail=part,
        request_id=call.id,
    )
    return {"errcode": 0, "errmsg": "ok"}


def fan_of(call: Call, openid: str) -> Fan:
    found = fan_by_external_id(call.world, call.the_account, openid)
    if found is None:
        raise refusal(40003)
    if not found[1]:
        raise refusal(45015)
    return found[0]


def shown(call: Call, kind: str, part: dict[str, Any]) -> str:
    """What the fan reads; checks the content."""
    if kind not in SHOWN:
        raise refusal(40008)
    return SHOWN[kind](call, part) or f"[{kind}]"


def shown_text(call: Call, part: dict[str, Any]) -> str:
    words = text_of(part, "content")
    if not words.strip():
        raise refusal(44002)
    if len(words.encode()) > LONGEST_TEXT_BYTES:
        raise refusal(45002)
    return words


def shown_media(call: Call, part: dict[str, Any]) -> str:
    media_id = text_of(part, "media_id")
    known = call.world.store.value(
        "SELECT 1 FROM wechat_material WHERE media_id = ? AND account = ? AND (expires_at IS NULL OR expires_at > ?)",
        media_id,
        call.the_account.key,
        call.at,
    )
    if (
        known is None
        and call.world.store.value("SELECT 1 FROM wechat_draft WHERE media_id = ?", media_id) is None
    ):
        raise refusal(40007)
    return str(part.get("title") or "")


def shown_news(call: Call, part: dict[str, Any]) -> str:
    articles = part.get("articles")
    if not isinstance(articles, list) or not articles:
        raise refusal(44003)
    if len(articles) > MOST_NEWS:
        raise refusal(45008)
    return f"{articles[0].get('title', '')} {articles[0].get('url', '')}".strip()


def shown_article(call: Call, part: dict[str, Any]) -> str:
    publication = call.world.store.one(
        "SELECT msg_data_id FROM wechat_publication WHERE article_id = ? AND account = ? AND status = 0",
        text_of(part, "article_id"),
        call.the_account.key,
    )
    post = None if publication is None else call.world.posts.find("wechat", f"{publication['msg_data_id']}_1")
    if post is None or post["state"] != LIVE:
        raise refusal(53600)
    return f"{post['title']} {post['url']}"


def shown_menu(call: Call, part: dict[str, Any]) -> str:
    choices = part.get("list")
    if not isinstance(choices, list) or not choices:
        raise refusal(47001, "field list")
    lines = [str(part.get("head_content", "")), *(str(choice.get("content", "")) for choice in choices)]
    return "\n".join(line for line in [*lines, str(part.get("tail_content", ""))] if line)


def shown_other(call: Call, part: dict[str, Any]) -> str:
    return str(part.get("title") or json.dumps(part, ensure_ascii=False))


SHOWN = {
    "text": shown_text,
    "news": shown_news,
    "mpnewsarticle": shown_article,
    "msgmenu": shown_menu,
    **dict.fromkeys(WITH_MEDIA, shown_media),
    **dict.fromkeys(WITHOUT_CHECK, shown_other),
}


def typing(call: Call) -> dict[str, Any]:
    """POST /cgi-bin/message/custom/typing: only within 30 s after the fan wrote."""
    body = body_of(call)
    fan = fan_of(call, text_of(body, "touser"))
    command = text_of(body, "command")
    if command not in ("Typing", "CancelTyping"):
        raise refusal(45072)
    store, key = call.world.store, f"wechat typing {call.the_account.key} {fan.external_id}"
    last = store.value(
        "SELECT max(at) FROM message WHERE account = ? AND person_key = ? AND direction = 'in'",
        call.the_account.key,
        fan.person_key,
    )
    if last is None or call.at - last > TYPING_AFTER_SECONDS:
        raise refusal(45080)
    if command == "Typing" and store.recall(key, 0.0) > call.at:
        raise refusal(45081)
    store.remember(key, call.at + TYPING_LASTS_SECONDS if command == "Typing" else 0.0)
    return {"errcode": 0, "errmsg": "ok"}
