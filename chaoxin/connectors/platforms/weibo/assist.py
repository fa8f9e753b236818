"""Publishing by hand in Weibo's app or web form, which takes far more than the interface of ordinary applications."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from chaoxin.connectors.assisting import Copy, Package, PostedLink, Step
from chaoxin.connectors.errors import FixContent
from chaoxin.connectors.http import Wire
from chaoxin.connectors.values import Identity, Length, Post, Problem
from chaoxin.connectors.wording import said

from . import links
from .first_comment import OPTION as FIRST_COMMENT
from .hand_checking import ARTICLE, VIDEO, hand_text, lengths_of, problems_of

USER = re.compile(
    r"(?:(?:https?://)?(?:[a-z]+\.)*weibo\.(?:com|cn)/(?:u/|profile/|p/100505)?)?([0-9]{5,11})(?:/(?:home|profile)?)?(?:[?#].*)?",
    re.IGNORECASE,
)
NO_ACCOUNT = said(
    "没有看懂是哪个微博账号。请打开自己的微博主页，把地址栏里带一串数字的链接贴过来（如 https://weibo.com/u/6397634785），或直接填那串数字。"
)
WEB, APP = "https://weibo.com/", "sinaweibo://"
GENERATED = "含AI生成内容"
VIDEO_KIND = "video_kind"
VIDEO_KINDS: Mapping[str, str] = {"original": "原创", "derived": "二创", "repost": "转载"}


class WeiboAssist:
    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def declare(self, fields: Mapping[str, str]) -> Identity:
        """The account by the number in its home page's address, or by that number alone."""
        given = unicodedata.normalize("NFKC", str(fields.get("account") or "")).strip()
        match = USER.fullmatch(given)
        if match is None:
            raise FixContent(NO_ACCOUNT, code="account_unknown")
        return Identity(match[1])

    def check(self, post: Post, settings: Mapping[str, Any]) -> list[Problem]:
        """All problems at once by the limits of the web form."""
        return problems_of(post)

    def lengths(self, post: Post, settings: Mapping[str, Any]) -> list[Length]:
        """Text with topics and link, and title, by Weibo's counting."""
        return lengths_of(post)

    def package(self, post: Post, settings: Mapping[str, Any]) -> Package:
        """The text with topics and link, the media in order, the way through the form. The text of a post for the
        interface, which a person finishes after a failure, is taken as it is."""
        return Package(
            copies=tuple(_copies(post)),
            pictures=post.pictures,
            cover=post.cover,
            video=post.video,
            declaration=declaration_of(post),
            steps=tuple(_steps(post)),
            app_url="" if post.format == ARTICLE else APP,
            web_url=WEB,
        )

    def recognize(self, link: str) -> PostedLink:
        """Reads links of posts, videos and articles; of t.cn only the form."""
        return links.recognize(link)

    def resolve(self, link: PostedLink) -> PostedLink:
        """The link behind t.cn, by one read."""
        return links.resolve(self._wire, link)


def declaration_of(post: Post) -> str:
    """The label of the form's control, "" for none: it is known for generated content only."""
    return GENERATED if "ai_generated" in (post.options.get("disclosures") or ()) else ""


def _copies(post: Post) -> Iterator[Copy]:
    if post.title.strip() and post.format in (VIDEO, ARTICLE):
        yield Copy("title", "标题", post.title.strip())
    yield Copy("text", "正文", hand_text(post))
    if post.summary.strip() and post.format == ARTICLE:
        yield Copy("summary", "导语", post.summary.strip())
    if comment := str(post.options.get(FIRST_COMMENT) or "").strip():
        yield Copy("first_comment", "首评", comment)


def _steps(post: Post) -> Iterator[Step]:
    if post.format == ARTICLE:
        yield Step("open", "用电脑登录微博，在首页的发布框里点“头条文章”（手机上不方便排版）")
        yield Step("texts", "粘贴标题、正文和导语")
        yield Step("cover", "传上这里给的封面")
        if post.pictures:
            yield Step("pictures", said("把 %(count)d 张图片按顺序插到正文里", count=len(post.pictures)))
    elif post.format == VIDEO:
        yield Step("open", "打开微博，选“发视频”，传上这里给的视频")
        kind = VIDEO_KINDS.get(str(post.options.get(VIDEO_KIND)), VIDEO_KINDS["original"])
        yield Step("kind", said("视频类型选“%(kind)s”", kind=kind))
        yield Step("texts", "粘贴标题和正文")
        if post.cover:
            yield Step("cover", "换上这里给的封面")
    else:
        yield Step("open", "打开微博，点右上角“+ → 写微博”")
        yield Step("texts", "粘贴正文，看一眼 #话题# 和 @ 的人有没有变蓝")
        if post.pictures:
            yield Step("pictures", said("按顺序添加 %(count)d 张图片", count=len(post.pictures)))
    if label := declaration_of(post):
        yield Step(
            "declaration",
            said("在“内容声明”里选“%(label)s”（叫法以页面为准；没有这一项时，正文里已写明）", label=label),
        )
    yield Step("publish", "检查可见范围是“公开”，点“发送”")
    if str(post.options.get(FIRST_COMMENT) or "").strip():
        yield Step("first_comment", "打开刚发的微博，把首评粘贴成第一条评论")
    yield Step("link", "点“分享 → 复制链接”，回到这里贴上")
