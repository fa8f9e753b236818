"""Links of articles that people paste after publishing by hand."""

from __future__ import annotations

import html
import re
from urllib.parse import SplitResult, parse_qs, quote, urlsplit

from chaoxin.connectors.assisting import PostedLink
from chaoxin.connectors.errors import FixContent
from chaoxin.connectors.wording import said

HOST = "mp.weixin.qq.com"
LINK = re.compile(
    r"(?<![A-Za-z0-9./-])(?:https?://)?mp\.weixin\.qq\.com/[^\s<>\"'，。；！？、（）【】《》“”]*",
    re.IGNORECASE,
)
# Addresses seen have 22 signs; the platform documents no length.
SHORT = re.compile(r"/s/([A-Za-z0-9_-]{16,64})/?")
KEPT = ("__biz", "mid", "idx", "sn")

HOW = said("请在已发表的文章右上角点“…”，选“复制链接”，再贴到这里。")
NO_LINK = said("没有找到公众号文章的链接。") + HOW
BACKEND = said("这是公众平台后台的地址，别人打不开，也不是文章。") + HOW
PREVIEW = said("这是草稿的临时预览链接，过一会儿就失效，说明不了已经发表。请先点“发表”。") + HOW
NO_ARTICLE = said("这个链接打开的不是一篇文章（可能是主页、合集或搜索页）。") + HOW
INCOMPLETE = said("这个文章链接不完整，可能复制时被截断了。") + HOW


def recognize(pasted: str) -> PostedLink:
    """The article that a pasted text links to: short links (`/s/ID`) are known by their id, long ones by message
    and position (`MID_INDEX`, as in the statistics). Raises FixContent for anything else."""
    found = LINK.search(html.unescape(pasted))
    if found is None:
        raise FixContent(NO_LINK, code="link_missing")
    text = found[0].rstrip(".,;")
    parts = urlsplit(text if "://" in text else f"https://{text}")
    if short := SHORT.fullmatch(parts.path):
        return PostedLink(url=f"https://{HOST}/s/{short[1]}", post_id=short[1])
    if parts.path.rstrip("/") == "/s":
        return _long(parts)
    if parts.path.startswith("/cgi-bin"):
        raise FixContent(BACKEND, code="link_of_backend")
    raise FixContent(NO_ARTICLE, code="link_of_no_article")


def _long(parts: SplitResult) -> PostedLink:
    values = {name: given[0] for name, given in parse_qs(parts.query).items()}
    if "tempkey" in values:
        raise FixContent(PREVIEW, code="link_of_preview")
    if not all(values.get(name) for name in KEPT) or not (values["mid"] + values["idx"]).isdecimal():
        raise FixContent(INCOMPLETE, code="link_incomplete")
    query = "&".join(f"{name}={quote(values[name], safe='=')}" for name in KEPT)
    return PostedLink(url=f"https://{HOST}/s?{query}", post_id=f"{values['mid']}_{values['idx']}")
