"""What the interface would refuse in a post, found without asking it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from chaoxin.connectors.values import Length, Picture, Post, Problem, Video
from chaoxin.connectors.wording import said

from .captions import all_topics, caption, mentions_of
from .limits import (
    PICTURE_BYTES,
    PICTURES,
    TEXT_CHARACTERS,
    TOPICS,
    VIDEO_BYTES,
    VIDEO_SECONDS,
    set_number,
)

VIDEO, PICTURE_POST = "video", "pictures"
VIDEO_TYPES = frozenset({"video/mp4", "video/webm", "video/quicktime"})
PICTURE_TYPES = frozenset({"image/jpeg", "image/png"})
MEGABYTE = 1024 * 1024


def problems_of(post: Post, settings: Mapping[str, Any]) -> list[Problem]:
    """All problems of a post that goes out by the interface. `settings` may replace inferred numbers:
    `text_characters`, `picture_count`."""
    return [
        *_format_problems(post),
        *_caption_problems(post, set_number(settings, "text_characters", TEXT_CHARACTERS)),
        *topic_problems(post),
        *_mention_problems(post),
        *_media_problems(post, settings),
        *_visibility_problems(post),
        *_declaration_problems(post),
        *link_problems(post),
    ]


def lengths_of(post: Post, settings: Mapping[str, Any]) -> list[Length]:
    """How long the caption is, with title, topics and names."""
    return [Length("text", len(caption(post)), set_number(settings, "text_characters", TEXT_CHARACTERS))]


def topic_problems(post: Post) -> Iterator[Problem]:
    """A warning for more topics than are wise."""
    count = len(all_topics(post))
    if count > TOPICS:
        sentence = said(
            "有 %(count)s 个话题，抖音一般只认前 %(most)s 个，建议只留最相关的。", count=count, most=TOPICS
        )
        yield warn("options", "topics_too_many", sentence, limit=TOPICS, actual=count)


def link_problems(post: Post) -> Iterator[Problem]:
    """A warning for a link, which nobody can tap on in an item."""
    if post.link:
        yield warn("link", "link_not_shown", said("抖音作品里放不了可以点的链接，这个链接不会发出。"))


def media_problems(post: Post) -> Iterator[Problem]:
    """What is missing: a video needs its file, a picture post its pictures."""
    if post.format == VIDEO and post.video is None:
        yield stop("video", "video_missing", said("还没有选视频，请上传一个。"))
    if post.format == PICTURE_POST and not post.pictures:
        yield stop("pictures", "pictures_missing", said("图文至少要有一张图片，请先添加。"))


def stop(
    field: str, code: str, sentence: str, *, limit: int | None = None, actual: int | None = None
) -> Problem:
    return Problem("stop", field, code, sentence, limit, actual)


def warn(
    field: str, code: str, sentence: str, *, limit: int | None = None, actual: int | None = None
) -> Problem:
    return Problem("warn", field, code, sentence, limit, actual)


def _format_problems(post: Post) -> Iterator[Problem]:
    if post.format not in (VIDEO, PICTURE_POST):
        yield stop("format", "format_unknown", said("抖音只发视频和图文，请换一种形式。"))


def _caption_problems(post: Post, most: int) -> Iterator[Problem]:
    length = len(caption(post))
    if not length:
        yield warn("text", "text_empty", said("没有标题也没有文字，发出去不容易被搜到，建议写几句。"))
    if length > most:
        sentence = said(
            "标题、正文、话题加起来 %(length)s 字，接口最多 %(most)s 字，请删去 %(over)s 字。",
            length=length,
            most=most,
            over=length - most,
        )
        yield stop("text", "text_too_long", sentence, limit=most, actual=length)


def _mention_problems(post: Post) -> Iterator[Problem]:
    names = [mention.name for mention in mentions_of(post) if not mention.open_id]
    if names:
        named = "、".join(names[:3])
        sentence = said(
            "不知道“%(named)s”的 open_id，接口发布时 @ 只是普通文字，对方收不到提醒。", named=named
        )
        yield warn("options", "mention_without_id", sentence)


def _media_problems(post: Post, settings: Mapping[str, Any]) -> Iterator[Problem]:
    yield from media_problems(post)
    if post.format == VIDEO:
        if post.video is not None:
            yield from _video_problems(post.video)
        if post.cover is not None:
            yield from _picture_problems(post.cover, "cover")
    most = set_number(settings, "picture_count", PICTURES)
    if len(post.pictures) > most:
        sentence = said(
            "接口的图文最多 %(most)s 张图，现在有 %(count)s 张，请减少或改为手动发布。",
            most=most,
            count=len(post.pictures),
        )
        yield stop("pictures", "too_many_pictures", sentence, limit=most, actual=len(post.pictures))
    for picture in post.pictures:
        yield from _picture_problems(picture, "pictures")


def _video_problems(video: Video) -> Iterator[Problem]:
    if video.content_type not in VIDEO_TYPES:
        yield stop(
            "video",
            "video_type",
            said("抖音建议用 MP4 或 WebM，这个视频是 %(kind)s，请先转换格式。", kind=video.content_type),
        )
    if video.size > VIDEO_BYTES:
        sentence = said(
            "视频有 %(size)s MB，接口最多 4 GB，请压缩或改为手动发布。", size=video.size // MEGABYTE
        )
        yield stop("video", "video_too_large", sentence, limit=VIDEO_BYTES, actual=video.size)
    if video.seconds > VIDEO_SECONDS:
        minutes = round(video.seconds / 60)
        sentence = said(
            "视频长约 %(minutes)s 分钟，接口最长 15 分钟，请剪短或改为手动发布。", minutes=minutes
        )
        yield stop("video", "video_too_long", sentence, limit=VIDEO_SECONDS, actual=round(video.seconds))


def _picture_problems(picture: Picture, field: str) -> Iterator[Problem]:
    if picture.content_type not in PICTURE_TYPES:
        sentence = said(
            "抖音接口只收 JPG 和 PNG 图片，这张是 %(kind)s，请换一张或转换格式。", kind=picture.content_type
        )
        yield stop(field, "picture_type", sentence)
    if picture.size > PICTURE_BYTES:
        sentence = said(
            "图片有 %(size)s MB，接口每张最多 20 MB，请压缩后再传。", size=picture.size // MEGABYTE
        )
        yield stop(field, "picture_too_large", sentence, limit=PICTURE_BYTES, actual=picture.size)


def _visibility_problems(post: Post) -> Iterator[Problem]:
    if post.format == PICTURE_POST and post.options.get("visibility", "public") not in ("", "public", None):
        sentence = said("接口发布的图文都是公开的，不能限定谁可见。请改成公开，或改为手动发布。")
        yield stop("options", "visibility_not_offered", sentence)


def _declaration_problems(post: Post) -> Iterator[Problem]:
    if post.options.get("disclosures"):
        sentence = said(
            "接口不能选“自主声明”，声明只写在文字里。发布后请到抖音 App 的作品设置里补选，或改为手动发布。"
        )
        yield warn("options", "declaration_by_hand", sentence)
