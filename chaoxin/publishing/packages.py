"""What a person needs to publish a delivery by hand, and how its pictures are called in his hands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial

from django.utils.translation import gettext as _

from chaoxin.channels import quotas, wires
from chaoxin.channels.models import Channel
from chaoxin.channels.platform_words import package_told
from chaoxin.channels.wires import connector_of
from chaoxin.connectors import registry
from chaoxin.connectors.assisting import Assist, Copy, Package
from chaoxin.connectors.manifest import Format
from chaoxin.connectors.values import Picture, Post
from chaoxin.content import cutting, packing
from chaoxin.core.refusals import NotFound, Refusal

from .models import Delivery

ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "image/gif": "gif"}
VIDEO_ENDINGS = {"video/mp4": "mp4", "video/quicktime": "mov", "video/webm": "webm"}


class NoHandMade(Refusal):
    """The platform has no way of publishing by hand through this house."""

    code = "no_assist"


@dataclass(frozen=True)
class Item:
    """A picture of the package by its name in the download; `ratio` is what the platform shows it in, "" where it
    is shown as it is."""

    name: str
    picture: Picture
    ratio: str = ""

    @property
    def shape(self) -> str:
        """Width to height as style sheets write it, so that its place is kept until it is loaded."""
        return self.ratio.replace(":", " / ") or f"{self.picture.width} / {self.picture.height}"


def package_of(delivery: Delivery) -> Package:
    """The package of a delivery, made from its frozen content without any call and without fetching a file; its steps
    are in the reader's language. Raises NoHandMade, and FileMissing where a file is known to be gone."""
    post = packing.post_of(delivery.content, key=str(delivery.pk), fetch=False)
    assist, environment = assist_of(delivery.channel), delivery.channel.environment
    if assist is not None:
        made = package_told(assist.package(post, delivery.channel.settings))
        return replace(
            made,
            app_url=wires.address_for_people(environment, made.app_url),
            web_url=wires.address_for_people(environment, made.web_url),
        )
    if delivery.by_hand:
        raise NoHandMade(_("这个平台没有人工发布的做法，备不了内容。请取消这条投放，或换一种接入方式。"))
    return _plain(post)


def assist_of(channel: Channel) -> Assist | None:
    """The platform's part for publishing by hand; its calls are metered as calls that people wait for. None where
    the platform has none."""
    meter = partial(quotas.spend, channel, urgent=True)
    return connector_of(channel.platform, channel.environment, meter=meter).assist


def items_of(delivery: Delivery, package: Package) -> list[Item]:
    """The pictures in the order of the platform's form."""
    form = format_of(delivery)
    ratio = _nearest(package.pictures[0], form.picture_ratios) if package.pictures else ""
    return [
        Item(f"{place:02d}.{_ending(picture)}", picture, ratio)
        for place, picture in enumerate(package.pictures, 1)
    ]


def cover_of(delivery: Delivery, package: Package) -> Item | None:
    """The cover in the ratio that it was cropped to, else in the one that the platform likes best; None without."""
    cover = package.cover
    if cover is None:
        return None
    ratios = format_of(delivery).cover_ratios
    fitting = [ratio for ratio in ratios if cutting.fits(cover.width, cover.height, ratio)]
    return Item(f"cover.{_ending(cover)}", cover, next(iter([*fitting, *ratios]), ""))


def video_name(package: Package) -> str:
    """What the video is called in the download. Raises NotFound without one."""
    if package.video is None:
        raise NotFound(_("这条内容没有视频。"))
    return f"video.{VIDEO_ENDINGS.get(package.video.content_type, 'mp4')}"


def words_of(package: Package) -> str:
    """All texts of the package as one plain file."""
    parts = [f"【{copy.label}】\n{copy.text}" for copy in package.copies]
    if package.declaration:
        parts.append(_("【要选的声明】") + "\n" + package.declaration)
    return "\n\n".join(parts) + "\n"


def format_of(delivery: Delivery) -> Format:
    """The form of post that the delivery's content is in."""
    return registry.manifest(delivery.channel.platform).format(delivery.content["format"])


def lead_of(channel: Channel) -> timedelta:
    """How long before its time a delivery by hand is made ready."""
    return timedelta(minutes=channel.lead_minutes)


def _plain(post: Post) -> Package:
    """For a post that an api left for a person to finish: the content lies on the platform, this is beside it."""
    texts = (("title", _("标题"), post.title), ("text", _("正文"), post.text))
    copies = tuple(Copy(key, label, text) for key, label, text in texts if text)
    return Package(copies=copies, pictures=post.pictures, cover=post.cover, video=post.video)


def _nearest(picture: Picture, ratios: tuple[str, ...]) -> str:
    shape = picture.width / max(1, picture.height)
    return min(ratios, key=lambda ratio: abs(_value(ratio) - shape), default="")


def _value(ratio: str) -> float:
    wide, _colon, high = ratio.partition(":")
    return float(wide) / float(high)


def _ending(picture: Picture) -> str:
    return ENDINGS.get(picture.content_type, "jpg")
