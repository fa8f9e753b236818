"""Addresses at which a platform's app fetches the media of a hand-off: signed, for exactly that file, for two hours.

They are no link to the phone page: who has one gets that file and nothing else, and only while the page would show it.
"""

from __future__ import annotations

import ipaddress
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext as _

from chaoxin.channels.models import Channel
from chaoxin.connectors.assisting import Package
from chaoxin.connectors.opening import PublicMedia
from chaoxin.core.refusals import NotFound

from . import handoff_files, packages
from .handoff_files import StoredFile
from .models import Handoff

SALT = "chaoxin.publishing.media"
VALID = timedelta(hours=2)
COVER, VIDEO = "cover", "video"
MARK = 16
LOCAL_NAMES = ("localhost", ".localhost", ".local", ".internal", ".lan")


def problem_of(channel: Channel) -> str:
    """A sentence where the platform could not fetch anything from this installation, else ""; the sandbox can."""
    if channel.environment == Channel.Environment.SANDBOX or _is_public(settings.PUBLIC_URL):
        return ""
    return (
        _(
            "要带着图片和视频打开 App，平台得从公网取到它们，但系统还没有公网 https 地址（CHAOXIN_PUBLIC_URL 是 %s）。"
            "请系统管理员设置；现在照下面的步骤手动发布。"
        )
        % settings.PUBLIC_URL
    )


def of(handoff: Handoff, package: Package) -> PublicMedia:
    """Addresses of all media of the package, in order."""
    delivery = handoff.delivery
    if package.video:
        film = _address(handoff, VIDEO, handoff_files.video_in(package))
        front = packages.cover_of(delivery, package)
        return PublicMedia(
            video=film, cover=_address(handoff, COVER, handoff_files.shown(front)) if front else ""
        )
    files = [handoff_files.shown(item) for item in packages.items_of(delivery, package)]
    return PublicMedia(
        pictures=tuple(_address(handoff, str(place), file) for place, file in enumerate(files, 1))
    )


def read(token: str) -> tuple[Handoff, str]:
    """The hand-off and the part that an address is for. Raises NotFound where it is forged, has ended, or the link of
    the hand-off was replaced."""
    try:
        number, mark, part = signing.TimestampSigner(salt=SALT).unsign(token, max_age=VALID).split(".")
        found = Handoff.objects.select_related("delivery__channel", "delivery__workspace").get(pk=number)
    except (signing.BadSignature, ValueError, Handoff.DoesNotExist):
        raise _gone() from None
    if found.link_hash[:MARK] != mark:
        raise _gone()
    return found, part


def file_of(handoff: Handoff, package: Package, part: str) -> StoredFile:
    """The file of that part. Raises NotFound."""
    if part == VIDEO:
        return handoff_files.video_in(package)
    if part == COVER:
        return handoff_files.shown(handoff_files.cover_in(handoff.delivery, package))
    return handoff_files.shown(handoff_files.picture_at(handoff.delivery, package, int(part)))


def _address(handoff: Handoff, part: str, file: StoredFile) -> str:
    elsewhere = file.address(valid=VALID)
    if elsewhere:
        return elsewhere
    value = f"{handoff.pk.hex}.{handoff.link_hash[:MARK]}.{part}"
    token = signing.TimestampSigner(salt=SALT).sign(value)
    return str(settings.PUBLIC_URL) + reverse("handoff-media", args=[token, file.name])


def _is_public(address: str) -> bool:
    parts = urlsplit(address)
    host = parts.hostname or ""
    if parts.scheme != "https" or "." not in host or host.endswith(LOCAL_NAMES):
        return False
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        return True


def _gone() -> NotFound:
    return NotFound(_("这个素材地址已失效。"))
