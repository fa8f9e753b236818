"""Links of posts that people paste after publishing by hand."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import SplitResult, parse_qs, urljoin, urlsplit

from chaoxin.connectors.assisting import PostedLink
from chaoxin.connectors.errors import FixContent, Wait
from chaoxin.connectors.http import Wire
from chaoxin.connectors.wording import said

from .permalink import mid_of_base62, permalink

HOSTS = r"(?:[a-z0-9-]+\.)*(?:weibo\.com|weibo\.cn)|t\.cn"
LINK = re.compile(
    rf"(?<![A-Za-z0-9./@-])(?:https?://)?(?:{HOSTS})/[^\s<>\"'，。；！？、（）【】《》“”]*", re.IGNORECASE
)
SHORT = re.compile(r"/[A-Za-z0-9]{5,12}/?")
MID = r"[0-9]{16}"
SHORT_MID = r"[A-Za-z0-9]{9,10}"
POST = re.compile(rf"/(?P<user>[0-9]{{5,11}})/(?P<post>{SHORT_MID}|{MID})/?")
STATUS = re.compile(rf"/(?:status|detail|statuses)/(?P<post>{MID}|{SHORT_MID})/?")
VIDEO = re.compile(r"/(?:tv/)?show/(?P<id>[0-9]{4}:[0-9]{10,20})/?")
VIDEO_ID = re.compile(r"[0-9]{4}:[0-9]{10,20}")
ARTICLE_PATHS = frozenset({"/ttarticle/p/show", "/ttarticle/x/m/show"})
ARTICLE_ID = re.compile(r"[0-9]{15,24}")

HOW = said("请在已发的微博上点“分享 → 复制链接”，再贴到这里。")
NO_LINK = said("没有找到微博的链接。") + HOW
NO_POST = said("这个链接打开的不是一条微博（可能是主页、话题或搜索页）。") + HOW
ELSEWHERE = said("这个短链接打开的不是微博。") + HOW
DEAD = said("这个短链接打不开，可能复制时少了几个字。") + HOW
NOT_REACHED = said("短链接的服务器暂时没有应答，还不知道它指向哪条微博。过一会儿再试，或改贴完整链接。")


def recognize(pasted: str) -> PostedLink:
    """The post, video or article that a pasted text links to; for t.cn only the link, whose target Weibo knows.
    Posts are known by their decimal number, however the link writes it. Raises FixContent for anything else."""
    found = LINK.search(html.unescape(pasted))
    if found is None:
        raise FixContent(NO_LINK, code="link_missing")
    text = found[0].rstrip(".,;")
    parts = urlsplit(text if "://" in text else f"https://{text}")
    host = (parts.hostname or "").lower()
    if host == "t.cn":
        if not SHORT.fullmatch(parts.path):
            raise FixContent(DEAD, code="link_incomplete")
        return PostedLink(url=f"https://t.cn{parts.path.rstrip('/')}")
    for reading in READINGS:
        if link := reading(parts):
            return link
    raise FixContent(NO_POST, code="link_of_no_post")


def resolve(wire: Wire, link: PostedLink) -> PostedLink:
    """The link behind a short one, read from where it redirects to; a full link as it is. Raises Wait where the
    server does not answer, FixContent where the link leads elsewhere."""
    if link.post_id:
        return link
    answer = wire.read(link.url)
    target = next((value for name, value in answer.headers.items() if name.lower() == "location"), "")
    if answer.status in (404, 410):
        raise FixContent(DEAD, code="link_incomplete")
    if not target:
        raise Wait(NOT_REACHED, until=wire.now() + timedelta(minutes=1), code=f"HTTP {answer.status}")
    try:
        found = recognize(urljoin(link.url, target))
    except FixContent as error:
        raise FixContent(ELSEWHERE, code="link_elsewhere") from error
    if not found.post_id:
        raise FixContent(ELSEWHERE, code="link_elsewhere")
    return found


def _post(parts: SplitResult) -> PostedLink | None:
    if match := POST.fullmatch(parts.path):
        mid = _mid_of(match["post"])
        return PostedLink(url=permalink(match["user"], mid), post_id=mid)
    if match := STATUS.fullmatch(parts.path):
        return _by_number(_mid_of(match["post"]))
    return None


def _shared(parts: SplitResult) -> PostedLink | None:
    """The app's share page names the post in its query."""
    number = _value(parts, "weibo_id") if (parts.hostname or "").lower() == "share.api.weibo.cn" else ""
    return _by_number(number) if re.fullmatch(MID, number) else None


def _video(parts: SplitResult) -> PostedLink | None:
    match = VIDEO.fullmatch(parts.path)
    number = match["id"] if match else _value(parts, "fid") if parts.path.rstrip("/") == "/show" else ""
    if not VIDEO_ID.fullmatch(number):
        return None
    return PostedLink(url=f"https://weibo.com/tv/show/{number}", post_id=number)


def _article(parts: SplitResult) -> PostedLink | None:
    number = _value(parts, "id") if parts.path.rstrip("/") in ARTICLE_PATHS else ""
    if not ARTICLE_ID.fullmatch(number):
        return None
    return PostedLink(url=f"https://weibo.com/ttarticle/p/show?id={number}", post_id=number)


READINGS: tuple[Callable[[SplitResult], PostedLink | None], ...] = (_post, _shared, _video, _article)


def _by_number(mid: str) -> PostedLink:
    return PostedLink(url=f"https://m.weibo.cn/status/{mid}", post_id=mid)


def _mid_of(text: str) -> str:
    return text if re.fullmatch(MID, text) else mid_of_base62(text)


def _value(parts: SplitResult, name: str) -> str:
    return parse_qs(parts.query).get(name, [""])[0]
