"""Publishing by hand in Douyin's own form: checked by its limits, packed for the phone, confirmed by the link."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from chaoxin.connectors.assisting import Copy, Package, PostedLink, Step
from chaoxin.connectors.errors import FixContent, Wait
from chaoxin.connectors.http import Wire
from chaoxin.connectors.values import Identity, Length, Picture, Post, Problem, Video
from chaoxin.connectors.wording import names, said

from . import links
from .captions import description, mentions_of, topics_of
from .checking import MEGABYTE, PICTURE_POST, VIDEO, link_problems, media_problems, stop, topic_problems, warn
from .limits import (
    FORM_PAGE,
    FORM_PICTURE_BYTES,
    FORM_PICTURES,
    FORM_TEXT,
    FORM_TITLE_PICTURES,
    FORM_TITLE_VIDEO,
    FORM_VIDEO_BYTES,
    FORM_VIDEO_SECONDS,
)
from .refusals import SOON

APP = "snssdk1128://"
NUMBER = re.compile(r"[A-Za-z0-9_.-]{4,24}")
LABEL = re.compile(r"^(?:抖音号|账号|id)\s*[:：]\s*", re.IGNORECASE)
NO_ACCOUNT = said(
    "没有看懂是哪个账号。请填抖音号（App“我”页面上，由字母、数字、下划线组成），"
    "或者网页版主页 douyin.com/user/ 开头的链接。"
)
SHORT_HOME = said("短链接看不出是哪个账号。请填抖音号，或在电脑上打开主页，复制地址栏里的链接。")
DECLARATIONS: Mapping[str, str] = {
    "ai_generated": "内容由AI生成",
    "advertising": "内容含营销推广信息",
    "fiction": "虚构演绎，仅供娱乐",
    "opinion": "内容为个人观点或见解",
    "repost": "内容为转载信息",
}
VISIBILITIES = {"friends": "好友可见", "self": "仅自己可见"}
VIDEO_TYPES = frozenset({"video/mp4", "video/webm", "video/quicktime"})
PICTURE_TYPES = frozenset({"image/jpeg", "image/png", "image/webp"})
WIDEST_RATIO = 2
REDIRECTS = range(300, 400)


class DouyinAssist:
    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def declare(self, fields: Mapping[str, str]) -> Identity:
        """The account by its 抖音号, whatever the case, or by the link of its home page."""
        given = unicodedata.normalize("NFKC", str(fields.get("account") or "")).strip()
        if home := links.home_page_in(given):
            return Identity(f"user:{home}", facts={"home_page": f"https://www.douyin.com/user/{home}"})
        if links.SHORT_HOST in given:
            raise FixContent(SHORT_HOME, code="account_unknown")
        number = LABEL.sub("", given).lstrip("@").strip()
        if not NUMBER.fullmatch(number):
            raise FixContent(NO_ACCOUNT, code="account_unknown")
        return Identity(f"id:{number.lower()}", name=number)

    def check(self, post: Post, settings: Mapping[str, Any]) -> list[Problem]:
        """All problems at once by the limits of the form."""
        if post.format not in (VIDEO, PICTURE_POST):
            return [stop("format", "format_unknown", said("抖音只发视频和图文，请换一种形式。"))]
        return [
            *_word_problems(post),
            *topic_problems(post),
            *media_problems(post),
            *(_video_problems(post.video) if post.video and post.format == VIDEO else ()),
            *_picture_problems(post),
            *_declaration_problems(post),
            *link_problems(post),
        ]

    def lengths(self, post: Post, settings: Mapping[str, Any]) -> list[Length]:
        """Title and description as the form counts them."""
        return [
            Length("title", len(post.title.strip()), _title_limit(post)),
            Length("text", len(description(post)), FORM_TEXT),
        ]

    def package(self, post: Post, settings: Mapping[str, Any]) -> Package:
        """Texts, media and the way through the form."""
        declaration = declaration_of(post)
        return Package(
            copies=tuple(_copies(post)),
            pictures=post.pictures,
            cover=post.cover,
            video=post.video,
            declaration=declaration,
            steps=tuple(_steps(post, declaration)),
            app_url=APP,
            web_url=FORM_PAGE,
        )

    def recognize(self, link: str) -> PostedLink:
        """Reads the share text of the app, and links of videos and picture posts."""
        return links.recognize(link)

    def resolve(self, link: PostedLink) -> PostedLink:
        """The item behind a short link, by reading where it leads."""
        if link.post_id:
            return link
        answer = self._wire.read(link.url)
        location = next((value for key, value in answer.headers.items() if key.lower() == "location"), "")
        if answer.status in REDIRECTS and location:
            return links.recognize(location)
        if answer.status == 429:
            sentence = said("抖音暂时不让查这个短链接，稍后会自动再试。")
            raise Wait(sentence, until=self._wire.now() + SOON, code="HTTP 429")
        raise FixContent(said("这个短链接打不开，可能复制不完整。请重新复制一次作品链接。"), code="link_dead")


def declaration_of(post: Post) -> str:
    """The label of the single choice 自主声明, "" for none; of several the one for generated content goes first, since
    the law wants it in the platform's own control."""
    chosen = post.options.get("disclosures") or ()
    return next((label for key, label in DECLARATIONS.items() if key in chosen), "")


def _title_limit(post: Post) -> int:
    return FORM_TITLE_VIDEO if post.format == VIDEO else FORM_TITLE_PICTURES


def _word_problems(post: Post) -> Iterator[Problem]:
    title, text, most = len(post.title.strip()), len(description(post)), _title_limit(post)
    if title > most:
        sentence = said(
            "标题有 %(title)s 个字，抖音最多 %(most)s 个，请删去 %(over)s 个。",
            title=title,
            most=most,
            over=title - most,
        )
        yield stop("title", "title_too_long", sentence, limit=most, actual=title)
    if not title:
        yield warn("title", "title_empty", said("没有标题，作品不容易被搜到，建议写一个。"))
    if text > FORM_TEXT:
        sentence = said(
            "简介连同话题有 %(text)s 个字，抖音最多 %(most)s 个，请删去 %(over)s 个。",
            text=text,
            most=FORM_TEXT,
            over=text - FORM_TEXT,
        )
        yield stop("text", "text_too_long", sentence, limit=FORM_TEXT, actual=text)


def _video_problems(video: Video) -> Iterator[Problem]:
    if video.content_type not in VIDEO_TYPES:
        yield warn(
            "video",
            "video_type",
            said("抖音建议用 MP4 或 WebM，这个视频是 %(kind)s，可能传不上去。", kind=video.content_type),
        )
    if video.size > FORM_VIDEO_BYTES:
        sentence = said("视频有 %(size)s MB，抖音最多 16 GB，请压缩后再传。", size=video.size // MEGABYTE)
        yield stop("video", "video_too_large", sentence, limit=FORM_VIDEO_BYTES, actual=video.size)
    if video.seconds > FORM_VIDEO_SECONDS:
        sentence = said(
            "视频长约 %(minutes)s 分钟，抖音最长 60 分钟，请剪短。", minutes=round(video.seconds / 60)
        )
        yield stop("video", "video_too_long", sentence, limit=FORM_VIDEO_SECONDS, actual=round(video.seconds))


def _picture_problems(post: Post) -> Iterator[Problem]:
    if len(post.pictures) > FORM_PICTURES:
        count = len(post.pictures)
        sentence = said(
            "图文最多 %(most)s 张图，现在有 %(count)s 张，请减少。", most=FORM_PICTURES, count=count
        )
        yield stop("pictures", "too_many_pictures", sentence, limit=FORM_PICTURES, actual=count)
    for picture in post.pictures:
        yield from _one_picture_problems(picture)


def _one_picture_problems(picture: Picture) -> Iterator[Problem]:
    if picture.content_type not in PICTURE_TYPES:
        sentence = said(
            "抖音图文只收 JPG、PNG、WebP 图片，不收动图，这张是 %(kind)s，请换一张。",
            kind=picture.content_type,
        )
        yield stop("pictures", "picture_type", sentence)
    if picture.size > FORM_PICTURE_BYTES:
        sentence = said(
            "图片有 %(size)s MB，抖音每张最多 50 MB，请压缩后再传。", size=picture.size // MEGABYTE
        )
        yield stop("pictures", "picture_too_large", sentence, limit=FORM_PICTURE_BYTES, actual=picture.size)
    longer, shorter = max(picture.width, picture.height), min(picture.width, picture.height)
    if shorter and longer > WIDEST_RATIO * shorter:
        sentence = said("图片的长边超过短边的两倍，抖音会裁掉一部分，建议裁成 3:4 或 4:3。")
        yield warn("pictures", "picture_ratio", sentence)


def _declaration_problems(post: Post) -> Iterator[Problem]:
    chosen = [key for key in post.options.get("disclosures") or () if key in DECLARATIONS]
    if len(chosen) > 1:
        label = declaration_of(post)
        sentence = said(
            "抖音的自主声明只能选一项，会选“%(label)s”，其余声明写在文字里。请确认这样可以。", label=label
        )
        yield warn("options", "declaration_single", sentence)


def _copies(post: Post) -> Iterator[Copy]:
    if post.title.strip():
        yield Copy("title", "标题", post.title.strip())
    if words := description(post):
        yield Copy("text", "作品简介", words)
    if topics := topics_of(post):
        yield Copy("topics", "话题", " ".join(f"#{topic}" for topic in topics))
    if comment := str(post.options.get("first_comment") or "").strip():
        yield Copy("first_comment", "首条评论", comment)


def _steps(post: Post, declaration: str) -> Iterator[Step]:
    yield Step("open", "打开抖音 App，确认登录的是这个账号，点底部的“＋”")
    if post.format == VIDEO:
        yield Step("media", "从相册选中这个视频，点“下一步”")
        if post.cover is not None:
            yield Step("cover", "点“选封面→相册导入”，换上这里给的封面")
    else:
        yield Step(
            "media", said("从相册按顺序选中 %(count)d 张图片，核对顺序后点“下一步”", count=len(post.pictures))
        )
    yield Step("texts", "粘贴标题和作品简介")
    if topics_of(post):
        yield Step("topics", "核对话题变成了可以点的样子；没有的话删掉重打 # 号，从列表里选")
    if mentioned := mentions_of(post):
        named = names(mention.name for mention in mentioned)
        yield Step(
            "mentions", said("打 @ 从列表里选中“%(names)s”，直接粘贴的名字对方收不到提醒", names=named)
        )
    if declaration:
        yield Step("declaration", said("在“高级设置→自主声明”里选“%(label)s”", label=declaration))
    visibility = VISIBILITIES.get(str(post.options.get("visibility") or ""))
    if visibility:
        yield Step("visibility", said("在“谁可以看”里选“%(choice)s”", choice=visibility))
    if not post.options.get("allow_download", True):
        yield Step("download", "在“高级设置”里关掉“允许下载”")
    yield Step("publish", "核对预览，点“发布”")
    if str(post.options.get("first_comment") or "").strip():
        yield Step("first_comment", "作品公开后，把首条评论粘贴进评论区发出", required=False)
    yield Step("link", "打开刚发布的作品，点“分享→复制链接”，回到这里粘贴")
