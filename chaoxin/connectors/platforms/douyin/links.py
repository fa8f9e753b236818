"""Links of Douyin: of items, of home pages, and the short ones that apps give among words."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

from chaoxin.connectors.assisting import PostedLink
from chaoxin.connectors.errors import FixContent
from chaoxin.connectors.wording import said

LINK = re.compile(
    r"(?:https?://)?(?:[a-z0-9-]+\.)*(?:douyin|iesdouyin)\.com/[^\s\"'<>，。！？；、（）【】《》“”]*",
    re.IGNORECASE,
)
ANY_LINK = re.compile(r"[a-z][a-z0-9+.-]*:|[a-z0-9-]+\.[a-z]{2,}/", re.IGNORECASE)
SHORT_HOST = "v.douyin.com"
SITES = frozenset({"douyin.com", "www.douyin.com", "m.douyin.com", "iesdouyin.com", "www.iesdouyin.com"})
ITEM = re.compile(r"/(?:share/)?(video|note|slides)/(\d{8,22})/?")
SHORT = re.compile(r"/([A-Za-z0-9_-]{4,20})/?")
HOME = re.compile(r"/(?:share/)?user/([A-Za-z0-9_-]{20,120})/?")
NUMBER = re.compile(r"\d{8,22}")

NO_LINK = said("没有找到抖音的作品链接。请在抖音里打开作品，点“分享→复制链接”，把整段文字粘贴过来。")
FOREIGN = said("这不是抖音的链接。请在抖音里打开刚发布的作品，点“分享→复制链接”，再粘贴过来。")
A_HOME_PAGE = said("这是主页链接，不是作品链接。请打开刚发布的作品，点“分享→复制链接”，再粘贴过来。")
NOT_AN_ITEM = said("这个抖音链接打开的不是作品。请打开刚发布的作品，点“分享→复制链接”，再粘贴过来。")


def recognize(text: str) -> PostedLink:
    """The item that a pasted text names. Raises FixContent with a sentence."""
    found = LINK.search(text)
    if found is None:
        raise FixContent(FOREIGN if ANY_LINK.search(text) else NO_LINK, code="link_unknown")
    return link_of(found[0])


def link_of(address: str) -> PostedLink:
    """The item that one address of Douyin names. Raises FixContent with a sentence."""
    parts = urlsplit(address if "://" in address else f"https://{address}")
    host = (parts.hostname or "").lower()
    if host == SHORT_HOST:
        short = SHORT.fullmatch(parts.path)
        if short is None:
            raise FixContent(NOT_AN_ITEM, code="link_unknown")
        return PostedLink(f"https://{SHORT_HOST}/{short[1]}/")
    if host not in SITES:
        raise FixContent(NOT_AN_ITEM, code="link_unknown")
    if item := ITEM.fullmatch(parts.path):
        kind = "video" if item[1] == "video" else "note"
        return PostedLink(f"https://www.douyin.com/{kind}/{item[2]}", item[2])
    # An item that was opened over a home page or a list has its number in the query.
    for number in parse_qs(parts.query).get("modal_id", []):
        if NUMBER.fullmatch(number):
            return PostedLink(f"https://www.douyin.com/video/{number}", number)
    raise FixContent(A_HOME_PAGE if HOME.fullmatch(parts.path) else NOT_AN_ITEM, code="link_unknown")


def home_page_in(text: str) -> str:
    """The code of the home page whose link stands in a text; "" without one."""
    for found in LINK.finditer(text):
        parts = urlsplit(found[0] if "://" in found[0] else f"https://{found[0]}")
        if (parts.hostname or "").lower() in SITES and (home := HOME.fullmatch(parts.path)):
            return home[1]
    return ""
