"""What the form of the creator centre would not take in a note, and what is unwise, found without asking it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from chaoxin.connectors.values import Picture, Post, Problem, Video
from chaoxin.connectors.wording import said

from . import limits
from .declarations import LABELS, label_of
from .limits import number
from .note import all_topics, body_of, disclosures_of, mentions_of, title_length, topics_of
from .problems import stop, warn

PICTURE_TYPES = frozenset({"image/jpeg", "image/png", "image/webp"})
VIDEO_TYPES = frozenset({"video/mp4", "video/quicktime"})
TALLEST, WIDEST = 3 / 4, 2.0  # width to height, inferred
ROUNDING = 0.02
LINK = re.compile(r"https?://|www\.|\b[a-z0-9-]+\.(?:com|cn|net|shop|top)\b", re.IGNORECASE)
CONTACT = re.compile(
    r"(?<!\d)1[3-9]\d{9}(?!\d)|(?:微信|薇信|威信|[vV][xX]|[wW][xX]|[qQ]{2}|手机号?|电话)\s*(?:号|同号)?\s*[:：]?\s*[A-Za-z0-9_-]{5,}|"
    r"加[vVwW微薇]|二维码|扫码"
)


def problems_of(post: Post, settings: Mapping[str, Any]) -> list[Problem]:
    """All problems of a note. `settings` are those of the channel; they may hold other numbers for limits of which
    the platform says nothing."""
    if post.format not in ("pictures", "video"):
        return [stop("format", "format_unknown", said("小红书只有图文笔记和视频笔记，请改选其中一种。"))]
    media = _video_problems if post.format == "video" else _pictures_problems
    return [
        *_title_problems(post, settings),
        *_text_problems(post, settings),
        *_topic_problems(post, settings),
        *_comment_problems(post, settings),
        *_diversion_problems(post),
        *_declaration_problems(post),
        *media(post, settings),
    ]


def _title_problems(post: Post, settings: Mapping[str, Any]) -> list[Problem]:
    length, most = title_length(post.title.strip()), number(settings, limits.TITLE_SIGNS)
    if length > most:
        sentence = said(
            "标题有 %(length)s 字，小红书最多 %(most)s 字（两个字母或数字算一个字）。请删去 %(over)s 字。",
            length=length,
            most=most,
            over=length - most,
        )
        return [stop("title", "title_too_long", sentence, limit=most, actual=length)]
    if not length:
        return [
            warn(
                "title", "title_missing", said("没有标题，笔记可以发，但在信息流里很少有人点。请写一个标题。")
            )
        ]
    return []


def _text_problems(post: Post, settings: Mapping[str, Any]) -> list[Problem]:
    length, most = len(body_of(post)), number(settings, limits.TEXT_SIGNS)
    if length > most:
        sentence = said(
            "正文连同话题和声明共 %(length)s 字，小红书最多 %(most)s 字。请删去 %(over)s 字。",
            length=length,
            most=most,
            over=length - most,
        )
        return [stop("text", "text_too_long", sentence, limit=most, actual=length)]
    return []


def _topic_problems(post: Post, settings: Mapping[str, Any]) -> list[Problem]:
    problems = []
    topics, most = all_topics(post), number(settings, limits.TOPICS)
    if len(topics) > most:
        sentence = said(
            "话题有 %(count)s 个，小红书最多 %(most)s 个，多出来的会变成普通文字。请减到 %(most)s 个。",
            count=len(topics),
            most=most,
        )
        problems.append(stop("options", "too_many_topics", sentence, limit=most, actual=len(topics)))
    broken = next((topic for topic in topics_of(post) if re.search(r"[\s#＃]", topic)), "")
    if broken:
        sentence = said("话题“%(broken)s”里有空格或井号，会被截断。请去掉，或拆成两个话题。", broken=broken)
        problems.append(stop("options", "topic_broken", sentence))
    names, most_names = mentions_of(post), number(settings, limits.MENTIONS)
    if len(names) > most_names:
        sentence = said(
            "@ 了 %(count)s 个人，请减到 %(most_names)s 个以内。", count=len(names), most_names=most_names
        )
        problems.append(stop("options", "too_many_mentions", sentence, limit=most_names, actual=len(names)))
    return problems


def _comment_problems(post: Post, settings: Mapping[str, Any]) -> list[Problem]:
    length = len(str(post.options.get("first_comment") or "").strip())
    most = number(settings, limits.COMMENT_SIGNS)
    if length <= most:
        return []
    sentence = said("首条评论有 %(length)s 字，最多 %(most)s 字。请缩短后再试。", length=length, most=most)
    return [stop("options", "comment_too_long", sentence, limit=most, actual=length)]


def _diversion_problems(post: Post) -> list[Problem]:
    written = f"{post.title}\n{post.text}\n{post.options.get('first_comment') or ''}"
    problems = []
    if post.link:
        sentence = said("小红书笔记里放不了站外链接，这个链接不会带上。要引导购买，请在 App 里关联商品。")
        problems.append(warn("link", "link_not_taken", sentence))
    if LINK.search(written):
        sentence = said("文字里有网址。小红书的网址点不开，还可能被判为站外导流而限流。建议删掉。")
        problems.append(warn("text", "outside_link", sentence))
    if CONTACT.search(written):
        sentence = said("文字里像是有联系方式或二维码的说法，会被判为站外导流，轻则限流，重则禁言。请删掉。")
        problems.append(warn("text", "contact_diversion", sentence))
    return problems


def _declaration_problems(post: Post) -> list[Problem]:
    made = [key for key in disclosures_of(post) if key in LABELS]
    if len(made) < 2:
        return []
    others = "、".join(f"“{LABELS[key]}”" for key in made if LABELS[key] != label_of(made))
    sentence = said(
        "内容类型声明只能选一个。清单里选的是“%(label)s”，%(others)s改写在正文里。请确认这样是否合适。",
        label=label_of(made),
        others=others,
    )
    return [warn("disclosures", "one_declaration_only", sentence)]


def _pictures_problems(post: Post, settings: Mapping[str, Any]) -> list[Problem]:
    most = number(settings, limits.PICTURES)
    problems = []
    if post.video:
        problems.append(
            stop("video", "video_not_taken", said("图文笔记不能带视频，请改成视频笔记或去掉视频。"))
        )
    if not post.pictures:
        problems.append(stop("pictures", "picture_missing", said("图文笔记至少要有一张图片，请加一张。")))
    if len(post.pictures) > most:
        sentence = said(
            "图文笔记最多 %(most)s 张图片，现在有 %(count)s 张。请删掉几张。",
            most=most,
            count=len(post.pictures),
        )
        problems.append(
            stop("pictures", "too_many_pictures", sentence, limit=most, actual=len(post.pictures))
        )
    for picture in post.pictures:
        problems.extend(picture_problems(picture, settings))
    return problems


def picture_problems(
    picture: Picture, settings: Mapping[str, Any], *, field: str = "pictures"
) -> list[Problem]:
    """What is wrong with one picture."""
    if picture.content_type not in PICTURE_TYPES:
        kind = picture.content_type.removeprefix("image/").upper()
        sentence = said(
            "小红书只收 JPG、PNG、WebP 图片，这张是 %(kind)s。请换一张（动图请改发视频笔记）。", kind=kind
        )
        return [stop(field, "picture_type", sentence)]
    most, safe = number(settings, limits.PICTURE_BYTES), number(settings, limits.PICTURE_SAFE_BYTES)
    size = picture.size
    if size > most:
        sentence = said(
            "有一张图片 %(size)s，超过 %(most)s，可能传不上去。请压缩后再用。",
            size=_megabytes(size),
            most=_megabytes(most),
        )
        return [stop(field, "picture_too_large", sentence, limit=most, actual=size)]
    problems = []
    if size > safe:
        sentence = said(
            "有一张图片 %(size)s，偏大，上传会慢，也可能被压糊。建议压到 %(safe)s 以内。",
            size=_megabytes(size),
            safe=_megabytes(safe),
        )
        problems.append(warn(field, "picture_large", sentence, limit=safe, actual=size))
    if picture.height and not _fits(picture.width / picture.height):
        sentence = said(
            "有一张图片是 %(width)s×%(height)s，太长或太宽，会被裁掉一部分。建议用 3:4。",
            width=picture.width,
            height=picture.height,
        )
        problems.append(warn(field, "picture_ratio", sentence))
    return problems


def _fits(ratio: float) -> bool:
    return TALLEST - ROUNDING <= ratio <= WIDEST + ROUNDING


def _video_problems(post: Post, settings: Mapping[str, Any]) -> list[Problem]:
    problems = []
    if post.pictures:
        problems.append(
            stop("pictures", "pictures_not_taken", said("视频笔记不能带图片，请改成图文笔记或去掉图片。"))
        )
    if post.cover:
        problems.extend(picture_problems(post.cover, settings, field="cover"))
    if post.video is None:
        return [*problems, stop("video", "video_missing", said("视频笔记要有一个视频，请上传视频。"))]
    return [*problems, *_one_video_problems(post.video, settings)]


def _one_video_problems(video: Video, settings: Mapping[str, Any]) -> list[Problem]:
    problems = []
    longest, largest = number(settings, limits.VIDEO_SECONDS), number(settings, limits.VIDEO_BYTES)
    if video.seconds > longest:
        sentence = said(
            "视频长 %(length)s 分钟，网页上传最长 %(longest)s 小时。请剪短。",
            length=f"{video.seconds / 60:.0f}",
            longest=longest // 3600,
        )
        problems.append(stop("video", "video_too_long", sentence, limit=longest, actual=int(video.seconds)))
    if video.size > largest:
        sentence = said(
            "视频有 %(size)s GB，最大 %(largest)s GB。请压缩后再传。",
            size=f"{video.size / 1e9:.1f}",
            largest=f"{largest / 1e9:.0f}",
        )
        problems.append(stop("video", "video_too_large", sentence, limit=largest, actual=video.size))
    if video.content_type not in VIDEO_TYPES:
        problems.append(
            warn(
                "video",
                "video_type",
                said("小红书推荐 MP4 或 MOV 视频，别的格式可能转码失败。建议先转成 MP4。"),
            )
        )
    short_side, least = min(video.width, video.height), number(settings, limits.VIDEO_SHORT_SIDE)
    if short_side < least:
        sentence = said(
            "视频短边只有 %(short_side)s，发出来会糊。建议不低于 %(least)s。",
            short_side=short_side,
            least=least,
        )
        problems.append(warn("video", "video_small", sentence, limit=least, actual=short_side))
    return problems


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.0f} MB"
