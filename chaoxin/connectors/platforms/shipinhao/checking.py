"""What the form of the creator page would not take in a post, and what is unwise, found without asking it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from chaoxin.connectors.values import Picture, Post, Problem, Video
from chaoxin.connectors.wording import said

from . import limits
from .declarations import ASKS_FOR, LABELS, label_of
from .description import (
    all_topics,
    description_of,
    disclosures_of,
    mentions_of,
    strange_signs,
    topics_of,
)
from .limits import number, video_most
from .problems import stop, warn

PICTURE_TYPES = frozenset({"image/jpeg", "image/png", "image/webp", "image/bmp"})
LINKED_HOSTS = frozenset({"mp.weixin.qq.com"})
LINK = re.compile(r"https?://|www\.", re.IGNORECASE)
ROUNDING = 0.01


def problems_of(post: Post, settings: Mapping[str, Any]) -> list[Problem]:
    """All problems of a post. `settings` are those of the channel; they may hold other numbers for limits of which
    the platform says nothing, and `video_rights`."""
    if post.format not in ("video", "pictures"):
        return [stop("format", "format_unknown", said("视频号只有视频和图片两种形式，请改选其中一种。"))]
    media = _video_problems if post.format == "video" else _pictures_problems
    return [
        *_title_problems(post, settings),
        *_text_problems(post, settings),
        *_word_problems(post, settings),
        *_link_problems(post),
        *_declaration_problems(post),
        *media(post, settings),
    ]


def _title_problems(post: Post, settings: Mapping[str, Any]) -> list[Problem]:
    title = post.title.strip()
    problems = _title_length_problems(post, settings)
    strange = strange_signs(title) if post.format == "video" else []
    if strange:
        hint = said("逗号请改成空格，") if {"，", ","} & set(strange) else ""
        sentence = said(
            "短标题里不能有“%(signs)s”。%(hint)s只能用文字、数字、空格和书名号、引号、冒号、加号、问号、百分号、摄氏度。",
            signs="".join(strange),
            hint=hint,
        )
        problems.append(stop("title", "title_signs", sentence))
    return problems


def _title_length_problems(post: Post, settings: Mapping[str, Any]) -> list[Problem]:
    length = len(post.title.strip())
    is_video = post.format == "video"
    most = number(settings, limits.TITLE_MOST if is_video else limits.PICTURES_TITLE_MOST)
    least = number(settings, limits.TITLE_LEAST) if is_video else 0
    if not length:
        sentence = said("没有短标题，可以发，但少了被搜到和推荐的机会。建议写 6 到 16 个字。")
        return [warn("title", "title_missing", sentence)] if is_video else []
    if length > most:
        sentence = said(
            "标题有 %(length)s 字，视频号最多 %(most)s 字。请删去 %(over)s 字。",
            length=length,
            most=most,
            over=length - most,
        )
        return [stop("title", "title_too_long", sentence, limit=most, actual=length)]
    if length < least:
        sentence = said(
            "短标题只有 %(length)s 字，视频号至少要 %(least)s 字。请补上几个字，或者干脆不填。",
            length=length,
            least=least,
        )
        return [stop("title", "title_too_short", sentence, limit=least, actual=length)]
    return []


def _text_problems(post: Post, settings: Mapping[str, Any]) -> list[Problem]:
    length, most = len(description_of(post)), number(settings, limits.TEXT_SIGNS)
    if length > most:
        sentence = said(
            "描述连同话题和声明共 %(length)s 字，视频号最多 %(most)s 字。请删去 %(over)s 字。",
            length=length,
            most=most,
            over=length - most,
        )
        return [stop("text", "text_too_long", sentence, limit=most, actual=length)]
    return []


def _word_problems(post: Post, settings: Mapping[str, Any]) -> list[Problem]:
    problems = []
    topics = all_topics(post)
    most, safe = number(settings, limits.TOPICS), number(settings, limits.TOPICS_SAFE)
    if len(topics) > most:
        sentence = said(
            "话题有 %(count)s 个，视频号最多 %(most)s 个。请减到 %(most)s 个。", count=len(topics), most=most
        )
        problems.append(stop("options", "too_many_topics", sentence, limit=most, actual=len(topics)))
    elif len(topics) > safe:
        sentence = said(
            "话题有 %(count)s 个，有的账号只认前 %(safe)s 个。建议把要紧的放在前面。",
            count=len(topics),
            safe=safe,
        )
        problems.append(warn("options", "many_topics", sentence, limit=safe, actual=len(topics)))
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


def _link_problems(post: Post) -> list[Problem]:
    problems = []
    if post.link and (urlsplit(post.link).hostname or "").lower() not in LINKED_HOSTS:
        sentence = said("视频号只能挂公众号文章、小程序、商品这类微信里的链接，这个网址挂不上，不会带上。")
        problems.append(warn("link", "link_not_taken", sentence))
    if LINK.search(post.text):
        problems.append(
            warn("text", "outside_link", said("描述里的网址点不开。建议删掉，要引导的话请用“链接”一栏。"))
        )
    return problems


def _declaration_problems(post: Post) -> list[Problem]:
    made = [key for key in disclosures_of(post) if key in LABELS]
    label = label_of(made)
    problems = []
    if len(made) > 1:
        others = "、".join(f"“{LABELS[key]}”" for key in made if LABELS[key] != label)
        sentence = said(
            "视频标注只能选一个。清单里选的是“%(label)s”，%(others)s改写在描述里。请确认这样是否合适。",
            label=label,
            others=others,
        )
        problems.append(warn("disclosures", "one_declaration_only", sentence))
    if label in ASKS_FOR and not str(post.options.get("declared_source") or "").strip():
        sentence = said(
            "标注“%(label)s”时平台还要填%(what)s，请在“标注说明”里写好。", label=label, what=ASKS_FOR[label]
        )
        problems.append(warn("options", "declaration_incomplete", sentence))
    return problems


def _pictures_problems(post: Post, settings: Mapping[str, Any]) -> list[Problem]:
    most = number(settings, limits.PICTURES)
    problems = []
    if post.video:
        problems.append(stop("video", "video_not_taken", said("图片动态不能带视频，请改成视频或去掉视频。")))
    if not post.pictures:
        problems.append(stop("pictures", "picture_missing", said("图片动态至少要有一张图片，请加一张。")))
    if len(post.pictures) > most:
        sentence = said(
            "最多 %(most)s 张图片，现在有 %(count)s 张。请删掉几张；账号能发更多的，请改账号设置。",
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
        return [
            stop(
                field,
                "picture_type",
                said("视频号只收 JPG、PNG、WebP、BMP 图片，这张是 %(kind)s。请换一张。", kind=kind),
            )
        ]
    most = number(settings, limits.PICTURE_BYTES)
    if picture.size > most:
        sentence = said(
            "有一张图片 %(size)s MB，超过 %(most)s MB。请压缩后再用。",
            size=f"{picture.size / 1e6:.0f}",
            most=f"{most / 1e6:.0f}",
        )
        return [stop(field, "picture_too_large", sentence, limit=most, actual=picture.size)]
    return []


def _video_problems(post: Post, settings: Mapping[str, Any]) -> list[Problem]:
    problems = []
    if post.pictures:
        problems.append(
            stop("pictures", "pictures_not_taken", said("视频不能带图片，请改成图片动态或去掉图片。"))
        )
    if post.cover:
        problems.extend(picture_problems(post.cover, settings, field="cover"))
    if post.video is None:
        return [*problems, stop("video", "video_missing", said("还没有视频，请上传一个。"))]
    return [*problems, *_refused_video(post.video, settings), *_unwise_video(post.video, settings)]


def _refused_video(video: Video, settings: Mapping[str, Any]) -> list[Problem]:
    problems = []
    longest, largest = video_most(settings)
    least = limits.VIDEO_LEAST_SECONDS.value
    if video.seconds < least:
        sentence = said(
            "视频只有 %(length)s 秒，视频号至少要 %(least)s 秒。请换一个。",
            length=f"{video.seconds:.1f}",
            least=least,
        )
        problems.append(stop("video", "video_too_short", sentence, limit=least, actual=int(video.seconds)))
    if video.seconds > longest:
        sentence = said(
            "视频长 %(length)s 分钟，这个账号最长 %(longest)s 小时。请剪短。",
            length=f"{video.seconds / 60:.0f}",
            longest=longest // 3600,
        )
        problems.append(stop("video", "video_too_long", sentence, limit=longest, actual=int(video.seconds)))
    if video.size > largest:
        sentence = said(
            "视频有 %(size)s GB，这个账号最大 %(largest)s GB。请压缩后再传。",
            size=f"{video.size / 1e9:.1f}",
            largest=f"{largest / 1e9:.0f}",
        )
        problems.append(stop("video", "video_too_large", sentence, limit=largest, actual=video.size))
    widest = limits.VIDEO_RATIO.value
    ratio = max(video.width, video.height) / max(1, min(video.width, video.height))
    if ratio > widest + ROUNDING:
        sentence = said(
            "视频是 %(width)s×%(height)s，太长或太宽，视频号只收 1:3 到 3:1。请裁一下。",
            width=video.width,
            height=video.height,
        )
        problems.append(stop("video", "video_ratio", sentence))
    return problems


def _unwise_video(video: Video, settings: Mapping[str, Any]) -> list[Problem]:
    problems = []
    if (
        video.content_type != "video/mp4"
        or video.video_codec not in ("", "h264")
        or video.audio_codec not in ("", "aac")
    ):
        sentence = said(
            "视频号推荐 MP4（H.264 视频、AAC 声音），别的格式转码后可能变糊或没有声音。建议先转换。"
        )
        problems.append(warn("video", "video_type", sentence))
    short_side, least = min(video.width, video.height), number(settings, limits.VIDEO_SHORT_SIDE)
    if short_side < least:
        sentence = said(
            "视频短边只有 %(short_side)s，发出来会糊。建议不低于 %(least)s。",
            short_side=short_side,
            least=least,
        )
        problems.append(warn("video", "video_small", sentence, limit=least, actual=short_side))
    if video.frame_rate > limits.FRAME_RATE.value + 0.5:
        sentence = said(
            "视频每秒 %(frame_rate)s 帧，平台建议不超过 %(most)s 帧，会被重新压制。",
            frame_rate=f"{video.frame_rate:.0f}",
            most=limits.FRAME_RATE.value,
        )
        most, actual = limits.FRAME_RATE.value, round(video.frame_rate)
        problems.append(warn("video", "video_frame_rate", sentence, limit=most, actual=actual))
    if video.bit_rate > limits.BIT_RATE.value:
        sentence = said(
            "视频码率 %(bit_rate)s Mbps，平台建议不超过 10 Mbps，会被重新压制。",
            bit_rate=f"{video.bit_rate / 1e6:.0f}",
        )
        most = limits.BIT_RATE.value
        problems.append(warn("video", "video_bit_rate", sentence, limit=most, actual=video.bit_rate))
    return problems
