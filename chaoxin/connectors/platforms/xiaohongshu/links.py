"""Links of notes as people paste them, and where short links lead."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import NoReturn
from urllib.parse import SplitResult, parse_qsl, urlencode, urljoin, urlsplit

from chaoxin.connectors.assisting import PostedLink
from chaoxin.connectors.errors import FixContent, Wait
from chaoxin.connectors.http import Wire
from chaoxin.connectors.wording import said

# The shapes come from one open-source publisher, the length of ids from notes seen: kept here in one place.
SITE = "www.xiaohongshu.com"
SITE_HOSTS = frozenset({SITE, "xiaohongshu.com"})
SHORT_HOSTS = frozenset({"xhslink.com", "www.xhslink.com"})
NOTE_ID = r"[0-9a-f]{24}"
NOTE_PATH = re.compile(
    rf"/(?:explore|discovery/item|red_video|user/profile/[0-9a-z]+)/({NOTE_ID})/?", re.IGNORECASE
)
PROFILE_PATH = re.compile(r"/user/profile/([0-9a-z]+)/?", re.IGNORECASE)
SHORT_PATH = re.compile(r"(?:/[0-9A-Za-z_-]+)+/?")
NEEDED_TO_OPEN = ("xsec_token", "xsec_source")
ADDRESS = re.compile(
    r"(?:https?://|(?<![\w./@-])(?=(?:www\.)?(?:xiaohongshu|xhslink)\.com/))[^\s，。；、！？“”‘’\"'<>【】（）]+",
    re.IGNORECASE,
)
MOST_REDIRECTS = 3
SOON = timedelta(minutes=2)

HOW_TO_COPY = said("请在小红书 App 里打开这篇笔记，点“分享 → 复制链接”，把复制到的整段文字贴进来。")
NO_LINK = said("这段文字里没有小红书的链接。") + HOW_TO_COPY
OTHER_PLATFORM = said("这不是小红书的链接。") + HOW_TO_COPY
NO_NOTE = said("这个链接不是某一篇笔记的，可能是主页或创作中心。") + HOW_TO_COPY
GONE = said("这个短链接已经打不开了。") + HOW_TO_COPY
BARE_LINK = said("链接里没有 xsec_token，在 App 外面可能打不开。最好在 App 里点“分享 → 复制链接”再贴一次。")
BUSY = said("小红书暂时没有说这个短链接指向哪里。稍后会自动再试，也可以改贴完整链接。")


def recognize(text: str) -> PostedLink:
    """The note's link in a pasted text. Raises FixContent."""
    found = _parts_in(text)
    ours = [parts for parts in found if _host(parts) in SITE_HOSTS | SHORT_HOSTS]
    if not ours:
        raise FixContent(OTHER_PLATFORM if found else NO_LINK, code="link")
    return next((link for parts in ours if (link := _posted(parts))), None) or _no_note()


def resolve(wire: Wire, link: PostedLink) -> PostedLink:
    """The full link behind a short one. Raises Wait and FixContent."""
    for _ in range(MOST_REDIRECTS):
        if link.post_id:
            return link
        link = _one_step(wire, link)
    if link.post_id:
        return link
    raise FixContent(GONE, code="link")


def profile_id_in(text: str) -> str:
    """The number in the link of a home page, "" where there is none."""
    for parts in _parts_in(text):
        match = PROFILE_PATH.fullmatch(parts.path)
        if match and _host(parts) in SITE_HOSTS:
            return match[1].lower()
    return ""


def has_address(text: str) -> bool:
    """Whether the text holds a web address of anybody."""
    return bool(_parts_in(text))


def _one_step(wire: Wire, link: PostedLink) -> PostedLink:
    answer = wire.read(link.url)
    target = {name.lower(): value for name, value in answer.headers.items()}.get("location", "")
    if 300 <= answer.status < 400 and target:
        return recognize(urljoin(link.url, target))
    if answer.status in (403, 429):
        raise Wait(BUSY, until=wire.now() + SOON, code=f"HTTP {answer.status}")
    raise FixContent(GONE, code=f"HTTP {answer.status}")


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
    if _host(parts) in SHORT_HOSTS:
        short = SHORT_PATH.fullmatch(parts.path)
        return PostedLink(f"https://xhslink.com{parts.path.rstrip('/')}") if short else None
    match = NOTE_PATH.fullmatch(parts.path)
    if match is None:
        return None
    given = dict(parse_qsl(parts.query))
    kept = {name: given[name] for name in NEEDED_TO_OPEN if given.get(name)}
    query = f"?{urlencode(kept)}" if kept else ""
    warning = "" if "xsec_token" in kept else BARE_LINK
    return PostedLink(f"https://{SITE}{parts.path.rstrip('/')}{query}", match[1].lower(), warning)


def _no_note() -> NoReturn:
    raise FixContent(NO_NOTE, code="link")
