"""Facts of a video as people read them."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _

from chaoxin.content.models import Asset
from chaoxin.core import durations

register = template.Library()
NAMES = {
    "h264": "H.264",
    "hevc": "H.265",
    "av1": "AV1",
    "vp9": "VP9",
    "vp8": "VP8",
    "aac": "AAC",
    "mp3": "MP3",
}


@register.filter
def length_of_time(seconds: float) -> str:
    """Hours, minutes and seconds: 1:02:03, 0:07."""
    return durations.counted(seconds)


@register.filter
def codecs(video: Asset) -> str:
    """What picture and sound are encoded with."""
    sound = NAMES.get(video.audio_codec, video.audio_codec) or _("没有声音")
    return f"{NAMES.get(video.video_codec, video.video_codec)} · {sound}"


@register.filter
def bit_rate(bits: int) -> str:
    """Megabits a second, below one in kilobits."""
    return f"{bits / 1_000_000:.1f} Mbps" if bits >= 1_000_000 else f"{bits / 1000:.0f} kbps"
