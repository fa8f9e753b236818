"""Where the files of assets lie: one small border, whatever is behind it.

A file is put under a key once and never changed; keys are those of `Asset.path`.
"""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from .border import Storage
from .bucket import Bucket, Place
from .folder import Folder


def files() -> Storage:
    """The storage that the settings name: a bucket, or the media folder."""
    if not settings.S3_BUCKET:
        return Folder(Path(settings.MEDIA_ROOT))
    place = Place(
        bucket=settings.S3_BUCKET,
        endpoint=settings.S3_ENDPOINT,
        region=settings.S3_REGION,
        key_id=settings.S3_KEY_ID,
        secret=settings.S3_SECRET,
        addressing=settings.S3_ADDRESSING,
        seen_at=settings.S3_SEEN_AT,
    )
    copies = Path(settings.MEDIA_ROOT) / "copies"
    return Bucket(place, copies=copies, most_copied_bytes=settings.S3_COPIES_GB * 1024**3)
