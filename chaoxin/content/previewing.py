"""A variant as its audience would see it, by what the form of post takes: an article or a short post."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from . import options, packing, preflight
from .models import Variant

OWN_PICTURE = re.compile(r'data-picture="([0-9a-f-]{36})"')
STYLE = re.compile(r' style="[^"]*"')
TOPIC_OR_MENTION = re.compile(r"#[^#\n]{1,60}#|@[\w\-·]{1,30}")


@dataclass(frozen=True)
class Preview:
    """`kind` is `article`, `post` or `film`. `pictures`, `video` and `cover` are addresses; `body` is clean markup.
    `options` are the further fields of the form that were set, with label and value in words."""

    kind: str
    title: str
    body: SafeString
    summary: str
    author: str
    link: str
    cover: str
    pictures: tuple[str, ...]
    options: tuple[tuple[str, str], ...] = ()
    video: str = ""


def preview_of(variant: Variant, packed: packing.Packed, workspace: str) -> Preview:
    """How the packed variant looks, with pictures from this workspace's own addresses."""
    content = packed.content
    form = preflight.format_of(variant.channel, content["format"])
    addresses = {asset: _address(workspace, asset) for asset in content["pictures"]}
    article, video = form.takes_html, content["video"]
    body = (
        _with_pictures(content["html"], addresses) if article else _linked(content["text"], content["link"])
    )
    return Preview(
        kind="film" if form.takes_video else "article" if article else "post",
        title=content["title"],
        body=mark_safe(body),  # noqa: S308 (cleaned by rendering.article, or escaped by _linked)
        summary=content["summary"],
        author=content["author"] or variant.channel.name,
        link=content["link"],
        cover=_cover(workspace, content) if form.needs_cover or form.takes_video else "",
        pictures=() if article else tuple(addresses.values()),
        options=tuple(options.shown(form, content["options"])),
        video=reverse("content:picture", args=[workspace, video]) if video else "",
    )


def _cover(workspace: str, content: Mapping[str, Any]) -> str:
    shown = content["cover"] or next(iter(content["pictures"]), "") or content["video"]
    return _address(workspace, shown) if shown else ""


def _address(workspace: str, asset: str) -> str:
    return reverse("content:picture_thumbnail", args=[workspace, asset, 480])


def _with_pictures(html: str, addresses: dict[str, str]) -> str:
    """Own pictures shown from here; inline styles, which the page's policy refuses, left out."""
    shown = OWN_PICTURE.sub(lambda match: f'src="{addresses.get(match[1], "")}"', html)
    return STYLE.sub("", shown)


def _linked(text: str, link: str) -> str:
    shown = text if not link or link in text else f"{text} {link}"
    parts: list[str] = []
    place = 0
    for match in packing.LINK.finditer(shown):
        parts += [_named(shown[place : match.start()]), f'<span class="post-link">{escape(match[0])}</span>']
        place = match.end()
    return "".join([*parts, _named(shown[place:])])


def _named(text: str) -> str:
    parts: list[str] = []
    place = 0
    for match in TOPIC_OR_MENTION.finditer(text):
        parts += [escape(text[place : match.start()]), f'<span class="post-link">{escape(match[0])}</span>']
        place = match.end()
    return "".join([*parts, escape(text[place:])])
