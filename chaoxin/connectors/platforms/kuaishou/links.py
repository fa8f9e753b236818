"""Links to Kuaishou posts as people paste them, with the words that the app puts around them."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import urljoin, urlsplit

from chaoxin.connectors.assisting import PostedLink
from chaoxin.connectors.errors import FixContent, Wait
from chaoxin.connectors.http import Wire
from chaoxin.connectors.wording import said

from .photos import PAGE

ADDRESS = re.compile(
    r"(?:https?://)?(?:[a-z0-9-]+\.)+[a-z]{2,}(?:/[^\s\"'<>，。！？、；：（）【】《》“”]*)?", re.IGNORECASE
)
PHOTO_ID = r"([0-9A-Za-z_-]{6,40})"
# Where a post is shown: the web, and the pages to which the app's links lead on a phone.
POST_PATHS = (
    re.compile(rf"/short-video/{PHOTO_ID}/?"),
    re.compile(rf"/fw/(?:photo|long-video)/{PHOTO_ID}/?"),
)
SHORT_PATH = re.compile(r"/(?:f/)?[0-9A-Za-z_-]{4,40}/?")
WEB_HOSTS = frozenset({"www.kuaishou.com", "kuaishou.com", "m.kuaishou.com", "live.kuaishou.com"})
PHONE_HOSTS = frozenset({"v.m.chenzhongtech.com", "m.chenzhongtech.com", "m.gifshow.com", "www.gifshow.com"})
SHORT_HOSTS = frozenset({"v.kuaishou.com", "v.kuaishouapp.com"})
BACK_ROOMS = frozenset({"cp.kuaishou.com", "open.kuaishou.com", "mp.kuaishou.com"})
MOST_HOPS = 4
RETRY = timedelta(minutes=1)

NO_LINK = said("这里没有找到快手作品的链接。请在快手 App 里打开作品，点“分享”→“复制链接”，再整段贴到这里。")
NOT_KUAISHOU = said(
    "这不是快手的链接。请贴快手作品的链接，例如 v.kuaishou.com/… 或 www.kuaishou.com/short-video/…。"
)
NOT_A_POST = said("这个链接打开的不是作品，而是主页或其他页面。请打开刚发布的作品，点“分享”→“复制链接”。")
BACK_ROOM = said("这是创作者中心的后台链接，别人打不开。请在快手 App 里打开作品，点“分享”→“复制链接”。")
LEADS_ELSEWHERE = said(
    "这个短链接打开的不是快手作品，可能已失效或者贴错了。请到快手 App 里重新复制作品的链接。"
)
UNREACHABLE = said("快手的短链接暂时打不开，稍后会自动再试，无需处理。")


def recognize(pasted: str) -> PostedLink:
    """The link to a post in a pasted text. Raises FixContent where there is none."""
    addresses = [match[0] for match in ADDRESS.finditer(pasted)]
    if not addresses:
        raise FixContent(NO_LINK, code="no_link")
    problems = []
    for address in addresses:
        try:
            return _read(address)
        except FixContent as problem:
            problems.append(problem)
    # What was meant is rather a wrong page of Kuaishou than an address of somebody else.
    raise next((problem for problem in problems if problem.sentence != NOT_KUAISHOU), problems[0])


def resolve(wire: Wire, link: PostedLink) -> PostedLink:
    """The full link behind a short one, by following where it leads. Raises Wait where Kuaishou cannot be reached,
    FixContent where it leads elsewhere."""
    for _ in range(MOST_HOPS):
        if link.post_id:
            return link
        answer = wire.read(link.url)
        target = next((value for name, value in answer.headers.items() if name.lower() == "location"), "")
        if answer.status == 429 or answer.status >= 500:
            raise Wait(UNREACHABLE, until=wire.now() + RETRY, code=f"HTTP {answer.status}")
        if not target:
            break
        try:
            link = _read(urljoin(link.url, target))
        except FixContent as error:
            raise FixContent(LEADS_ELSEWHERE, code=error.code) from error
    raise FixContent(LEADS_ELSEWHERE, code="leads_elsewhere")


def _read(address: str) -> PostedLink:
    parts = urlsplit(address if "://" in address else f"https://{address}")
    host = (parts.hostname or "").lower()
    if host in BACK_ROOMS:
        raise FixContent(BACK_ROOM, code="back_room")
    if host in WEB_HOSTS | PHONE_HOSTS:
        for path in POST_PATHS:
            if matched := path.fullmatch(parts.path):
                return PostedLink(url=f"{PAGE}{matched[1]}", post_id=matched[1])
    if host in SHORT_HOSTS and SHORT_PATH.fullmatch(parts.path):
        return PostedLink(url=f"https://{host}{parts.path.rstrip('/')}")
    if host in WEB_HOSTS and parts.path.startswith("/f/") and SHORT_PATH.fullmatch(parts.path):
        return PostedLink(url=f"https://{host}{parts.path.rstrip('/')}")
    if host in WEB_HOSTS | PHONE_HOSTS | SHORT_HOSTS:
        raise FixContent(NOT_A_POST, code="not_a_post")
    raise FixContent(NOT_KUAISHOU, code="foreign_link")
