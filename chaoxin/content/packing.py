"""A variant as it goes out: one frozen, hashable content that is judged, approved, scheduled and published."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from chaoxin.compliance.disclosures import CATALOGUE, Disclosure
from chaoxin.compliance.values import JudgedContent, MediaFacts
from chaoxin.connectors.manifest import Format
from chaoxin.connectors.values import Length, Picture, Post, Problem
from chaoxin.core import rows
from chaoxin.zhtext.matching import Text

from . import media, preflight, rendering, stamping
from .models import Asset, Draft, Variant
from .options import spoken

LINK = re.compile(r"https?://[^\s<>\"'，。！？；、（）【】《》“”]+", re.IGNORECASE)


@dataclass(frozen=True)
class Packed:
    """`content` is plain JSON: platform, format, title, text, html, summary, link, author, pictures (asset ids in
    order), video and cover (an asset id each or ""), alts (by asset id), options, disclosures, and where there are
    crops, originals (a crop's id → its original's); where the author said so, origin, fictional and paid. Contents
    stored long ago have no video and cover. `media` are
    the facts of its files, in the order of `media.media_in`."""

    content: dict[str, Any]
    media: tuple[MediaFacts, ...] = ()
    industry: str = ""

    @cached_property
    def hash(self) -> str:
        """The hash that verdict, approval and delivery of this content carry."""
        return self.judged().hash

    @cached_property
    def texts(self) -> dict[str, str]:
        """Everything that the audience reads, by name: the texts, and the options that are texts."""
        form = preflight.known_format(self.content["platform"], self.content["format"])
        written = {key: self.content[key] for key in ("title", "text", "summary", "author")}
        return {
            **spoken(form, self.content["options"]),
            **{key: text for key, text in written.items() if text},
        }

    def _links(self) -> list[str]:
        texts = [text for key, text in self.texts.items() if key not in ("title", "summary", "author")]
        return [link for text in texts for link in LINK.findall(text)]

    def judged(self) -> JudgedContent:
        """The content as the gate judges it."""
        content = self.content
        return JudgedContent(
            platform=content["platform"],
            format=content["format"],
            fields=self.texts,
            pictures=self.media,
            links=tuple(dict.fromkeys([*filter(None, [content["link"]]), *self._links()])),
            disclosures=tuple(content["disclosures"]),
            industry=self.industry,
            origin=content.get("origin", ""),
            fictional=content.get("fictional", False),
            paid=content.get("paid", False),
            rest={
                "html": content["html"],
                "options": content["options"],
                "pictures": content["pictures"],
                **{name: content[name] for name in ("video", "cover") if content.get(name)},
            },
        )


def pack(variant: Variant) -> Packed:
    """The variant's content now, with everything inherited filled in."""
    draft, form = variant.draft, preflight.format_of(variant.channel, variant.format)
    pictures, video, cover = media.pictures_of(variant), media.video_of(variant), media.cover_of(variant)
    originals = media.originals_of(variant)
    body = stamping.in_text(_own(variant.own_body, draft.body), [asset for asset, _alt in pictures])
    content = {
        "platform": variant.channel.platform,
        "format": form.key,
        "title": _own(variant.own_title, draft.title).strip() if form.has_title else "",
        **_texts(body, pictures, form, [CATALOGUE[key] for key in variant.disclosures if key in CATALOGUE]),
        "summary": _own(variant.own_summary, draft.summary).strip() if form.takes_html else "",
        "link": _own(variant.own_link, draft.link).strip(),
        "author": str(variant.options.get("author", "")).strip() if form.takes_html else "",
        "pictures": [str(asset.pk) for asset, _alt in pictures],
        "video": str(video.pk) if video else "",
        "cover": str(cover.pk) if cover else "",
        "alts": {str(asset.pk): alt for asset, alt in pictures if alt},
        "options": {key: value for key, value in sorted(variant.options.items()) if key != "author"},
        "disclosures": sorted(variant.disclosures),
    }
    content |= {name: said for name in ("origin", "fictional", "paid") if (said := getattr(draft, name))}
    if originals:
        content["originals"] = {crop: str(asset.pk) for crop, asset in originals.items()}
    files = {str(asset.pk): asset for asset in (*media.assets_of(variant), *originals.values())}
    return Packed(content, media.facts_of(content, files), draft.workspace.industry)


def fields_sent(form: Format) -> set[str]:
    """Which of the written texts, by the names of the composer's inputs, go out in that form of post."""
    return {"body"} | ({"title"} if form.has_title else set()) | ({"summary"} if form.takes_html else set())


def source_of(variant: Variant | None, draft: Draft) -> dict[str, str]:
    """The texts as people write them, by the names of the composer's inputs; the draft's own without a variant."""
    if variant is None:
        return {"title": draft.title, "body": draft.body, "summary": draft.summary}
    return {
        "title": _own(variant.own_title, draft.title),
        "body": _own(variant.own_body, draft.body),
        "summary": _own(variant.own_summary, draft.summary),
    }


def post_of(
    content: Mapping[str, Any], *, key: str, assets: Iterable[Asset] | None = None, fetch: bool = True
) -> Post:
    """The post for a connector, with its files. `key` is our own name of the intent. `assets` saves reading them.
    Without `fetch` files that lie elsewhere are not brought here, for checks that do not read them. Raises FileMissing
    where a file is gone."""
    known = rows.among(Asset, media.media_in(content)) if assets is None else assets
    found = {str(asset.pk): asset for asset in known}
    pictures = tuple(
        media.as_picture(found.get(asset), content, fetch=fetch) for asset in content["pictures"]
    )
    needs_cover = _needs_cover(content)
    cover, video = content.get("cover"), content.get("video")
    if cover:
        chosen: Picture | None = media.as_picture(found.get(cover), content, fetch=fetch)
    else:
        chosen = pictures[0] if pictures and needs_cover else None
    return Post(
        key=key,
        format=content["format"],
        title=content["title"],
        text=content["text"],
        html=content["html"],
        summary=content["summary"],
        author=content["author"],
        link=content["link"],
        pictures=_shown(pictures, content) if needs_cover else pictures,
        cover=chosen,
        video=media.as_video(found.get(video), fetch=fetch) if video else None,
        options={**content["options"], "disclosures": list(content["disclosures"])},
    )


def problems(variant: Variant, packed: Packed | None = None) -> list[Problem]:
    """Everything that the platform would refuse (`stop`) or that is unwise (`warn`) in the variant now."""
    packed = packed or pack(variant)
    try:
        post = post_of(packed.content, key=str(variant.pk), assets=media.assets_of(variant), fetch=False)
    except media.FileMissing as missing:
        return [Problem("stop", "pictures", missing.code, missing.sentence)]
    return preflight.problems_of(post, variant.channel)


def lengths(variant: Variant, packed: Packed) -> list[Length]:
    """How long the variant's texts are by the platform's own counting; empty where a picture is missing."""
    try:
        post = post_of(packed.content, key=str(variant.pk), assets=media.assets_of(variant), fetch=False)
    except media.FileMissing:
        return []
    return preflight.lengths_of(post, variant.channel)


def judged_of(
    content: Mapping[str, Any], *, industry: str = "", assets: Mapping[str, Asset] | None = None
) -> JudgedContent:
    """A stored content (as `Packed.content`) as the gate judges it, with today's facts of its files. `assets` by id
    saves reading them."""
    found = assets_in([content]) if assets is None else assets
    return Packed(dict(content), media.facts_of(content, found), industry).judged()


def assets_in(contents: Iterable[Mapping[str, Any]]) -> dict[str, Asset]:
    """The assets that stored contents need to be judged, by id, read at once."""
    needed = {
        key
        for content in contents
        for key in (*media.media_in(content), *content.get("originals", {}).values())
    }
    return {str(asset.pk): asset for asset in Asset.objects.filter(pk__in=needed)} if needed else {}


def _own(own: str | None, inherited: str) -> str:
    return inherited if own is None else own


def _texts(
    body: str, pictures: list[tuple[Asset, str]], form: Format, disclosures: list[Disclosure]
) -> dict[str, str]:
    text = rendering.plain(body)
    unsaid = [entry for entry in disclosures if not any(True for _hit in Text(text).find_pattern(entry.said))]
    leading = "".join(entry.mark for entry in unsaid if entry.leads)
    following = "".join(entry.mark for entry in unsaid if not entry.leads)
    if not form.takes_html:
        gap = "\n" if following and text else ""
        return {"text": f"{leading}{text}{gap}{following}".strip(), "html": ""}
    listed = [(str(asset.pk), alt) for asset, alt in pictures]
    appended = [asset for place, (asset, _alt) in enumerate(listed) if place or not form.needs_cover]
    marked = "\n\n".join(part for part in (leading, body, following) if part)
    parts = [part for part in (leading, text, following) if part]
    return {"text": "\n\n".join(parts), "html": rendering.article(marked, listed, appended=appended)}


def _needs_cover(content: Mapping[str, Any]) -> bool:
    form = preflight.known_format(content["platform"], content["format"])
    return form is not None and form.needs_cover


def _shown(pictures: tuple[Picture, ...], content: Mapping[str, Any]) -> tuple[Picture, ...]:
    """The pictures that the article's text shows; the cover is not one of them unless it does."""
    return tuple(picture for picture in pictures if f'data-picture="{picture.key}"' in content["html"])
