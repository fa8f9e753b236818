"""What Kuaishou would refuse in a post, by its interface or in its own form, found without asking it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from chaoxin.connectors.values import Length, Picture, Post, Problem, Video
from chaoxin.connectors.wording import said

from . import captions
from .limits import (
    CAPTION_SAFE_CHARACTERS,
    COVER_BYTES,
    FORM_PICTURE_BYTES,
    GB,
    TOPICS,
    VIDEO_BYTES,
    adjusted,
)

API_VIDEO_TYPES = frozenset({"video/mp4"})
FORM_VIDEO_TYPES = API_VIDEO_TYPES | {
    "video/quicktime",
    "video/x-flv",
    "video/webm",
    "video/x-matroska",
    "video/x-m4v",
    "video/3gpp",
    "video/x-ms-wmv",
    "video/x-msvideo",
    "video/mpeg",
    "video/mp2t",
}
COVER_TYPES = frozenset({"image/jpeg", "image/png"})
FORM_PICTURE_TYPES = COVER_TYPES | {"image/webp"}


def interface_problems(post: Post, settings: Mapping[str, Any]) -> list[Problem]:
    """All problems of a post that goes out by the interface, which takes a video, its cover and one caption."""
    if post.format != "video":
        return [
            _stop(
                "format", "format_unknown", said("快手接口只能发视频。请改成视频，或用手动发布的账号发图文。")
            )
        ]
    return [
        *_caption_problems(post, settings, topics_level="warn"),
        *_declarations_left_out(post),
        *_form_only_options(post),
        *_video_problems(post.video, settings, types=API_VIDEO_TYPES, named="MP4"),
        *_cover_problems(post.cover),
        *_no_pictures(post),
    ]


def form_problems(post: Post, settings: Mapping[str, Any]) -> list[Problem]:
    """All problems of a post that a person publishes in the app or in the creator centre."""
    if post.format == "video":
        named = said("MP4、MOV 等常见格式")
        media = [
            *_video_problems(post.video, settings, types=FORM_VIDEO_TYPES, named=named),
            *_no_pictures(post),
        ]
    elif post.format == "pictures":
        media = _picture_problems(post, settings)
    else:
        return [_stop("format", "format_unknown", said("快手上只能发视频或图文，请换一种形式。"))]
    return [*_caption_problems(post, settings, topics_level="stop"), *_advertising_left_out(post), *media]


def lengths_of(post: Post, settings: Mapping[str, Any]) -> list[Length]:
    """How long the caption is with its topics, and how many topics it has."""
    caption = captions.caption_of(post)
    return [
        Length("text", len(caption), adjusted(settings, "caption_characters")),
        Length("topics", len(captions.topics_in(caption)), TOPICS, "个"),
    ]


def _caption_problems(post: Post, settings: Mapping[str, Any], *, topics_level: str) -> Iterator[Problem]:
    caption = captions.caption_of(post)
    length, most = len(caption), adjusted(settings, "caption_characters")
    if not caption:
        yield _stop("text", "text_empty", said("作品描述是空的，请写上几句。"))
    if length > most:
        sentence = said(
            "连同话题共 %(length)s 字，快手最多 %(most)s 字，请删去 %(over)s 字。",
            length=length,
            most=most,
            over=length - most,
        )
        yield _stop("text", "text_too_long", sentence, limit=most, actual=length)
    elif length > CAPTION_SAFE_CHARACTERS:
        sentence = said(
            "连同话题共 %(length)s 字，超过 %(safe)s 字快手有时会拒收，最好短一些。",
            length=length,
            safe=CAPTION_SAFE_CHARACTERS,
        )
        yield _warn("text", "text_long", sentence, limit=CAPTION_SAFE_CHARACTERS, actual=length)
    topics = captions.topics_in(caption)
    if len(topics) > TOPICS:
        sentence = said(
            "带了 %(count)s 个话题，快手只认前 %(most)s 个，请删掉几个。", count=len(topics), most=TOPICS
        )
        yield Problem(topics_level, "topics", "too_many_topics", sentence, limit=TOPICS, actual=len(topics))


def _advertising_left_out(post: Post) -> Iterator[Problem]:
    caption = captions.caption_of(post)
    if "advertising" in captions.disclosures_of(post) and not captions.says_advertising(caption):
        sentence = said(
            "快手没有“营销推广”这一项声明，推广内容要在作品描述里写明“广告”二字。请加上，例如开头写【广告】。"
        )
        yield _stop("text", "advertising_not_marked", sentence)


def _declarations_left_out(post: Post) -> Iterator[Problem]:
    yield from _advertising_left_out(post)
    chosen, caption = captions.disclosures_of(post), captions.caption_of(post)
    if "ai_generated" in chosen and not captions.says_ai(caption):
        sentence = said("快手接口没有作者声明这一项，请在作品描述里写明，例如“本内容含 AI 生成内容”。")
        yield _stop("text", "ai_not_marked", sentence)
    labels = captions.declarations_of(post)
    if labels:
        sentence = said("接口不能选作者声明。发布后请到快手 App 里给这个作品补上“%(what)s”。", what=labels[0])
        yield _warn("disclosures", "declaration_by_hand", sentence)


def _form_only_options(post: Post) -> Iterator[Problem]:
    if captions.mentions_of(post):
        sentence = said("接口发布的 @ 只是普通文字，对方收不到提醒。要提醒对方，请改用手动发布。")
        yield _warn("mentions", "mentions_are_text", sentence)
    if str(post.options.get("visibility") or "public") != "public":
        sentence = said("接口发布的作品都是公开的，不能限定谁可见。请改成公开，或改用手动发布。")
        yield _stop("visibility", "visibility_not_offered", sentence)


def _video_problems(
    video: Video | None, settings: Mapping[str, Any], *, types: frozenset[str], named: str
) -> Iterator[Problem]:
    if video is None:
        yield _stop("video", "video_missing", said("还没有视频，请上传一个。"))
        return
    most = adjusted(settings, "video_seconds")
    if video.content_type not in types:
        sentence = said(
            "快手只收 %(named)s，这个视频是 %(kind)s。请转换格式后再上传。",
            named=named,
            kind=video.content_type or said("未知格式"),
        )
        yield _stop("video", "video_type", sentence)
    if video.size <= 0:
        yield _stop("video", "video_empty", said("视频文件是空的，请重新上传。"))
    if video.size > VIDEO_BYTES:
        sentence = said(
            "视频有 %(size)s GB，快手最多 8 GB。请压缩或剪短后再上传。", size=f"{video.size / GB:.1f}"
        )
        yield _stop("video", "video_too_large", sentence, limit=VIDEO_BYTES, actual=video.size)
    if video.seconds > most:
        sentence = said(
            "视频长 %(length)s 分钟，快手最多 %(most)s 分钟。请剪短后再上传。",
            length=f"{video.seconds / 60:.0f}",
            most=most // 60,
        )
        yield _stop("video", "video_too_long", sentence, limit=most, actual=int(video.seconds))


def _cover_problems(cover: Picture | None) -> Iterator[Problem]:
    if cover is None:
        yield _stop("cover", "cover_missing", said("快手接口要求带封面，请选一张封面图。"))
    elif cover.content_type == "image/gif":
        yield _stop("cover", "cover_type", said("封面不能用动图。请换成 JPG 或 PNG。"))
    elif cover.content_type not in COVER_TYPES or cover.size > COVER_BYTES:
        sentence = said("封面不是 JPG、PNG，或者超过 10 MB，发布时会自动转成 JPG，画质略有损失。")
        yield _warn("cover", "cover_converted", sentence)


def _no_pictures(post: Post) -> Iterator[Problem]:
    if post.pictures:
        sentence = said("一个作品里不能既有视频又有图片。请去掉图片，封面除外。")
        yield _stop("pictures", "pictures_beside_video", sentence, limit=0, actual=len(post.pictures))


def _picture_problems(post: Post, settings: Mapping[str, Any]) -> list[Problem]:
    most, count = adjusted(settings, "form_pictures"), len(post.pictures)
    problems = []
    if post.video is not None:
        problems.append(
            _stop("video", "video_beside_pictures", said("图文里不能放视频。请去掉视频，或改成视频作品。"))
        )
    if not count:
        problems.append(_stop("pictures", "pictures_missing", said("图文至少要有一张图片，请添加。")))
    if count > most:
        sentence = said(
            "图文最多 %(most)s 张图，现在有 %(count)s 张，请删去 %(over)s 张。",
            most=most,
            count=count,
            over=count - most,
        )
        problems.append(_stop("pictures", "too_many_pictures", sentence, limit=most, actual=count))
    for number, picture in enumerate(post.pictures, start=1):
        if picture.content_type not in FORM_PICTURE_TYPES:
            sentence = said(
                "第 %(number)s 张图是 %(kind)s，快手图文只收 JPG、PNG、WebP。请换一张。",
                number=number,
                kind=picture.content_type,
            )
            problems.append(_stop("pictures", "picture_type", sentence))
        if picture.size > FORM_PICTURE_BYTES:
            sentence = said("第 %(number)s 张图超过 20 MB，上传时可能被拒。最好先压缩。", number=number)
            limit = FORM_PICTURE_BYTES
            problems.append(_warn("pictures", "picture_large", sentence, limit=limit, actual=picture.size))
    return problems


def _stop(
    field: str, code: str, sentence: str, *, limit: int | None = None, actual: int | None = None
) -> Problem:
    return Problem("stop", field, code, sentence, limit=limit, actual=actual)


def _warn(
    field: str, code: str, sentence: str, *, limit: int | None = None, actual: int | None = None
) -> Problem:
    return Problem("warn", field, code, sentence, limit=limit, actual=actual)
