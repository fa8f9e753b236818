"""Links of posts as people paste them.

Both shapes are seen in use and in no document: the short one that “复制链接” gives, and the address of the page that it
opens. They are kept here in one place.
"""

from __future__ import annotations

import re
from typing import NoReturn
from urllib.parse import SplitResult, parse_qs, quote, urlsplit

from chaoxin.connectors.assisting import PostedLink
from chaoxin.connectors.errors import FixContent
from chaoxin.connectors.wording import said

SHORT_HOST = "weixin.qq.com"
PAGE_HOST = "channels.weixin.qq.com"
SHORT_PATH = re.compile(r"/sph/([0-9A-Za-z_-]{6,40})/?")
PAGE_PATH = re.compile(r"/(?:web/)?pages/feed/?")
PAGE_NUMBERS = ("eid", "oid", "exportkey")
PAGE_NUMBER = re.compile(r"[0-9A-Za-z_/+=-]{6,200}")
ADDRESS = re.compile(
    r"(?:https?://|(?<![\w./@-])(?=(?:channels\.)?weixin\.qq\.com/))[^\s，。；、！？“”‘’\"'<>【】（）]+",
    re.IGNORECASE,
)

HOW_TO_COPY = said("请在微信里打开这条内容，点“分享 → 复制链接”，把链接贴进来。")
NO_LINK = said("这段文字里没有视频号的链接。") + HOW_TO_COPY
OTHER_PLATFORM = said("这不是视频号的链接。") + HOW_TO_COPY
NO_POST = said("这个链接不是某一条内容的，可能是主页或视频号助手。") + HOW_TO_COPY


def recognize(text: str) -> PostedLink:
    """The post's link in a pasted text. Raises FixContent."""
    found = _parts_in(text)
    ours = [parts for parts in found if _host(parts) in (SHORT_HOST, PAGE_HOST)]
    if not ours:
        raise FixContent(OTHER_PLATFORM if found else NO_LINK, code="link")
    return next((link for parts in ours if (link := _posted(parts))), None) or _no_post()


def has_address(text: str) -> bool:
    """Whether the text holds a web address of anybody."""
    return bool(_parts_in(text))


def _parts_in(text: str) -> list[SplitResult]:
    found = []
    for address in ADDRESS.findall(text):
        try:
            parts = urlsplit(address if "://" in address else f"https://{address}")
            if parts.hostname:
                found.append(parts)
        except ValueError:
            continue
    return found


def _host(parts: SplitResult) -> str:
    return (parts.hostname or "").lower()


def _posted(parts: SplitResult) -> PostedLink | None:
    if _host(parts) == SHORT_HOST:
        short = SHORT_PATH.fullmatch(parts.path)
        return PostedLink(f"https://{SHORT_HOST}/sph/{short[1]}", short[1]) if short else None
    if not PAGE_PATH.fullmatch(parts.path):
        return None
    given = parse_qs(parts.query)
    for name in PAGE_NUMBERS:
        number = given.get(name, [""])[0].replace(" ", "+")
        if PAGE_NUMBER.fullmatch(number):
            address = f"https://{PAGE_HOST}/web/pages/feed?{name}={quote(number, safe='/')}"
            return PostedLink(address, number)
    return None


def _no_post() -> NoReturn:
    raise FixContent(NO_POST, code="link")
