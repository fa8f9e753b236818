"""What the web form of Weibo would refuse in a post, found without asking it. Its limits are known from publishing
tools only, so that most of them warn."""

from __future__ import annotations

import math
from collections.abc import Iterator

from chaoxin.connectors.manifest import Limit
from chaoxin.connectors.values import Length, Picture, Post, Problem
from chaoxin.connectors.wording import said

from . import limits
from .counting import LINK, topics_in, weighted_length
from .first_comment import first_comment_problems

POST, VIDEO, ARTICLE = "web_post", "web_video", "headline"
PICTURE_TYPES = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})
VIDEO_TYPES = frozenset({"video/mp4", "video/quicktime", "video/x-flv"})


def hand_text(post: Post) -> str:
    """The text to paste: with the chosen topics as `#topic#` and the link at the end, unless it has them."""
    text = post.text.strip()
    if post.format == ARTICLE:
        return text
    missing = [f"#{topic}#" for topic in topics_of(post) if f"#{topic}#" not in text]
    tail = [*missing, *([post.link] if post.link and post.link not in text else [])]
    return "\n".join(part for part in (text, " ".join(tail)) if part)


def topics_of(post: Post) -> list[str]:
    """The chosen topics without their marks."""
    chosen = post.options.get("topics") or ()
    names = (
        [str(topic).strip().strip("#＃").strip() for topic in chosen] if not isinstance(chosen, str) else []
    )
    return [name for name in names if name]


def problems_of(post: Post) -> list[Problem]:
    """All problems of a post that is published in the web form."""
    if post.format not in (POST, VIDEO, ARTICLE):
        return [
            _stop("format", "format_unknown", said("手动发布只有微博、视频、头条文章三种形式，请换一种。"))
        ]
    of_form = {POST: _of_post, VIDEO: _of_video, ARTICLE: _of_article}[post.format]
    return [*of_form(post), *first_comment_problems(post.options)]


def lengths_of(post: Post) -> list[Length]:
    """The counted fields of the form."""
    title = Length("title", weighted_length(post.title.strip()), limits.WEB_TITLE.value)
    if post.format == ARTICLE:
        return [title, Length("text", len(post.text.strip()), limits.ARTICLE_CHARACTERS.value)]
    text = Length("text", weighted_length(hand_text(post)), limits.WEB_CHARACTERS.value)
    return [title, text] if post.format == VIDEO else [text]


def _of_post(post: Post) -> Iterator[Problem]:
    yield from _text(post)
    count, usual, most = len(post.pictures), limits.WEB_PICTURES.value, limits.WEB_PICTURES_MOST.value
    if count > most:
        sentence = said(
            "微博最多 %(most)s 张图，现在有 %(count)s 张，请删去 %(over)s 张。",
            most=most,
            count=count,
            over=count - most,
        )
        yield _stop("pictures", "too_many_pictures", sentence, most, count)
    elif count > usual:
        sentence = said(
            "现在有 %(count)s 张图。多数账号一条最多 %(usual)s 张，部分账号能发 %(most)s 张，请先确认自己的账号。",
            count=count,
            usual=usual,
            most=most,
        )
        yield _warn("pictures", "many_pictures", sentence, usual, count)
    for picture in post.pictures:
        yield from _picture(picture)


def _of_video(post: Post) -> Iterator[Problem]:
    yield from _text(post)
    yield from _title(post, required=False)
    video = post.video
    if video is None:
        yield _stop("video", "video_missing", said("还没有视频。请选一个视频文件，或改成“微博”。"))
    elif video.content_type not in VIDEO_TYPES:
        yield _stop("video", "video_type", said("微博一般只收 MP4、MOV、FLV 视频。请转成 MP4 再发。"))
    if post.cover and post.cover.size >= limits.PICTURE_BYTES:
        sentence = said("封面要小于 5 MB，这张太大。请压缩后再传。")
        yield _stop("cover", "cover_too_large", sentence, limits.PICTURE_BYTES, post.cover.size)


def _of_article(post: Post) -> Iterator[Problem]:
    yield from _title(post, required=True)
    length, most = len(post.text.strip()), limits.ARTICLE_CHARACTERS
    if not length:
        yield _stop("text", "text_empty", said("正文是空的，请写上内容。"))
    if length > most.value:
        yield _long("text", said("正文"), length, most)
    if post.cover is None:
        yield _stop("cover", "cover_missing", said("头条文章要有封面，请选一张图。"))
    for picture in post.pictures:
        yield from _picture(picture)


def _text(post: Post) -> Iterator[Problem]:
    text = hand_text(post)
    length, most = weighted_length(text), limits.WEB_CHARACTERS
    if not text:
        yield _stop("text", "text_empty", said("正文是空的，请写上内容。"))
    if length > most.value:
        yield _long("text", said("正文"), length, most)
    rest = LINK.sub(" ", text)
    for topic in topics_in(text):
        rest = rest.replace(topic, " ")
    if "#" in rest or "＃" in rest:
        sentence = said("有一个 # 没有成对。微博的话题前后都要有井号，写成 #话题#。")
        yield _warn("text", "topic_open", sentence)


def _title(post: Post, *, required: bool) -> Iterator[Problem]:
    length, most = weighted_length(post.title.strip()), limits.WEB_TITLE
    if required and not length:
        yield _stop("title", "title_missing", said("头条文章要有标题，请补上。"))
    if length > most.value:
        sentence = said(
            "标题有 %(length)s 字，一般不超过 %(most)s 字，多出来的可能发不出去，建议删减。",
            length=length,
            most=most.value,
        )
        yield _warn("title", "title_long", sentence, most.value, length)


def _picture(picture: Picture) -> Iterator[Problem]:
    if picture.content_type not in PICTURE_TYPES:
        sentence = said(
            "微博收 JPG、PNG、GIF、WebP 图片，这张是 %(kind)s。请换一张。", kind=picture.content_type
        )
        yield _stop("pictures", "picture_type", sentence)
    most = limits.WEB_PICTURE_BYTES.value
    if picture.size > most:
        sentence = said(
            "有一张图 %(size)s MB，超过 %(most)s MB 可能传不上去，建议压缩。",
            size=math.ceil(picture.size / 1e6),
            most=most // 10**6,
        )
        yield _warn("pictures", "picture_large", sentence, most, picture.size)


def _long(field: str, name: str, length: int, most: Limit) -> Problem:
    sentence = said(
        "%(name)s有 %(length)s 字，微博最多 %(most)s 字，请删去 %(over)s 字。",
        name=name,
        length=length,
        most=most.value,
        over=length - most.value,
    )
    return _stop(field, f"{field}_too_long", sentence, most.value, length)


def _stop(
    field: str, code: str, sentence: str, limit: int | None = None, actual: int | None = None
) -> Problem:
    return Problem("stop", field, code, sentence, limit, actual)


def _warn(
    field: str, code: str, sentence: str, limit: int | None = None, actual: int | None = None
) -> Problem:
    return Problem("warn", field, code, sentence, limit, actual)
