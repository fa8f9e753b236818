"""What the platform would refuse in a message, counted its way (in bytes), all at once and without a call."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from chaoxin.connectors.manifest import Limit
from chaoxin.connectors.values import Length, Picture, Post, Problem, Video
from chaoxin.connectors.wording import said

from . import limits, message

ACCEPTED_PICTURES = frozenset({"image/jpeg", "image/png", "image/gif", "image/bmp", "image/webp"})


def problems(post: Post, settings: Mapping[str, Any]) -> list[Problem]:
    """All problems of a message."""
    found = [*_targets(post, settings), *_text(post), *_attachments(post)]
    if post.link:
        found += _link(post)
    if message.has_mini(post):
        found += _mini(post)
    pictures = {picture.key: picture for picture in [*post.pictures, *([post.cover] if post.cover else [])]}
    for picture in pictures.values():
        found += _picture(picture)
    return found


def lengths(post: Post) -> list[Length]:
    """The text, and the titles and words of the cards that are attached."""
    counted = [("text", message.text_of(post), limits.TEXT_BYTES)]
    if post.link:
        counted += [
            ("link_title", message.link_title(post), limits.LINK_TITLE_BYTES),
            ("link_text", message.option(post, "link_text"), limits.LINK_TEXT_BYTES),
        ]
    if message.has_mini(post):
        counted.append(("mini_title", message.option(post, "mini_title"), limits.MINI_TITLE_BYTES))
    return [Length(field, len(text.encode()), most.value, "字节") for field, text, most in counted]


def _targets(post: Post, settings: Mapping[str, Any]) -> Iterator[Problem]:
    sender = message.sender_of(post, settings)
    if message.chat_type(post) == message.GROUPS:
        chats = message.listed(post, "chats")
        if not sender:
            sentence = said("客户群群发必须指定发送成员。请填写成员的 userid，或在账号设置里填默认发送成员。")
            yield Problem("stop", "sender", "sender_missing", sentence)
        if len(chats) > limits.CHATS_PER_TASK.value:
            yield _many("chats", said("客户群"), len(chats), limits.CHATS_PER_TASK)
        return
    customers, tags = message.listed(post, "customers"), message.listed(post, "tags")
    if not sender and not customers:
        sentence = said(
            "还没有说发给谁：请填写发送成员（发给他的全部客户）或指定客户，也可以在账号设置里填默认发送成员。"
        )
        yield Problem("stop", "sender", "sender_missing", sentence)
    if customers and tags:
        sentence = said("指定客户和客户标签不能同时用，请只留一种。")
        yield Problem("stop", "tags", "tags_with_customers", sentence)
    if len(customers) > limits.CUSTOMERS_PER_TASK.value:
        yield _many("customers", said("客户"), len(customers), limits.CUSTOMERS_PER_TASK)
    if len(tags) > limits.TAGS_PER_TASK.value:
        yield _many("tags", said("标签"), len(tags), limits.TAGS_PER_TASK)


def _text(post: Post) -> Iterator[Problem]:
    text = message.text_of(post)
    size = len(text.encode())
    if not text and not message.count_of(post):
        yield Problem("stop", "text", "empty", said("文字和附件都是空的。请写好文字，或加上图片、链接。"))
    if size > limits.TEXT_BYTES.value:
        yield _long("text", said("文字"), size, limits.TEXT_BYTES)


def _attachments(post: Post) -> Iterator[Problem]:
    count, most = message.count_of(post), limits.ATTACHMENTS.value
    if count > most:
        sentence = said(
            "附件最多 %(most)s 个（图片、链接、小程序、视频合计），现在有 %(count)s 个。请删掉一些。",
            most=most,
            count=count,
        )
        yield Problem("stop", "pictures", "attachments_too_many", sentence, most, count)
    if post.format.endswith("_video"):
        yield from _video(post.video)
    elif post.video:
        sentence = said("这种群发不带视频。请把形式换成“视频”，或去掉视频。")
        yield Problem("stop", "video", "video_unexpected", sentence)


def _video(video: Video | None) -> Iterator[Problem]:
    if video is None:
        yield Problem("stop", "video", "video_missing", said("还没有视频。请选一个 MP4 视频。"))
        return
    if video.content_type != "video/mp4":
        yield Problem("stop", "video", "video_type", said("视频必须是 MP4 格式，请转换后重新上传。"))
    most = limits.VIDEO_BYTES.value
    if video.size > most:
        sentence = said(
            "视频有 %(size)s MB，企业微信最多 10 MB，请压缩后重新上传。", size=f"{video.size / 1_000_000:.1f}"
        )
        yield Problem("stop", "video", "video_too_large", sentence, most, video.size)


def _link(post: Post) -> Iterator[Problem]:
    title, words = message.link_title(post), message.option(post, "link_text")
    if not post.link.startswith(("http://", "https://")):
        yield Problem("stop", "link", "link_malformed", said("链接要填完整网址，以 https:// 开头。"))
    if len(post.link.encode()) > limits.LINK_BYTES.value:
        yield _long("link", said("链接"), len(post.link.encode()), limits.LINK_BYTES)
    if not title:
        sentence = said("链接卡片还没有标题。请填写标题，或写一行正文。")
        yield Problem("stop", "link_title", "link_title_missing", sentence)
    if len(title.encode()) > limits.LINK_TITLE_BYTES.value:
        yield _long("link_title", said("链接卡片标题"), len(title.encode()), limits.LINK_TITLE_BYTES)
    if len(words.encode()) > limits.LINK_TEXT_BYTES.value:
        yield _long("link_text", said("链接卡片描述"), len(words.encode()), limits.LINK_TEXT_BYTES)


def _mini(post: Post) -> Iterator[Problem]:
    title = message.option(post, "mini_title")
    for name, words in (("mini_title", said("标题")), ("mini_page", said("页面路径"))):
        if not message.option(post, name):
            yield Problem(
                "stop", name, f"{name}_missing", said("小程序卡片还没有%(words)s，请补上。", words=words)
            )
    if len(title.encode()) > limits.MINI_TITLE_BYTES.value:
        yield _long("mini_title", said("小程序卡片标题"), len(title.encode()), limits.MINI_TITLE_BYTES)
    if message.cover_of(post) is None:
        sentence = said("小程序卡片必须有封面。请加一张图片，并勾选“第一张图片只作卡片封面”。")
        yield Problem("stop", "pictures", "mini_cover_missing", sentence)


def _picture(picture: Picture) -> Iterator[Problem]:
    name = picture.alt or picture.key
    if picture.content_type not in ACCEPTED_PICTURES:
        sentence = said("图片“%(name)s”的格式不能用在企业微信。请换成 JPG 或 PNG。", name=name)
        yield Problem("stop", "pictures", "picture_type", sentence)
    elif picture.content_type == "image/gif":
        sentence = said("图片“%(name)s”是动图，企业微信只收 JPG、PNG，发送时会变成静态图。", name=name)
        yield Problem("warn", "pictures", "animation_lost", sentence)


def _many(field: str, name: str, count: int, most: Limit) -> Problem:
    sentence = said(
        "%(name)s有 %(count)s 个，一次群发最多 %(most)s 个。请分成几条群发。",
        name=name,
        count=count,
        most=most.value,
    )
    return Problem("stop", field, f"{field}_too_many", sentence, most.value, count)


def _long(field: str, name: str, size: int, most: Limit) -> Problem:
    over = size - most.value
    sentence = said(
        "%(name)s有 %(size)s 字节，上限是 %(most)s 字节，请删掉至少 %(over)s 字节（一个汉字占 3 字节）。",
        name=name,
        size=size,
        most=most.value,
        over=over,
    )
    return Problem("stop", field, f"{field}_too_long", sentence, most.value, size)
