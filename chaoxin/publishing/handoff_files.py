"""The files of a hand-off in the storage: where each lies, what it is and what it is called in people's hands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _

from chaoxin.connectors.assisting import Package
from chaoxin.content import marked_files, media, storage
from chaoxin.content.models import Asset
from chaoxin.core.refusals import NotFound

from . import fitting, packages
from .models import Delivery
from .packages import Item

# A signed address serves one look at the page; the page makes new ones.
SHOWN_FOR = timedelta(minutes=10)


@dataclass(frozen=True)
class StoredFile:
    """A file in the storage under `key`."""

    key: str
    content_type: str
    name: str

    @property
    def size(self) -> int:
        """In octets. Raises NotFound where the file is gone."""
        try:
            return storage.files().size(self.key)
        except FileNotFoundError:
            raise _gone() from None

    def read(self, start: int, end: int) -> Iterator[bytes]:
        """The octets from `start` up to before `end`, in pieces."""
        return storage.files().read(self.key, start, end)

    def pieces(self) -> Iterator[bytes]:
        """All of it, in pieces."""
        return self.read(0, self.size)

    def address(self, *, save: bool = False, valid: timedelta = SHOWN_FOR) -> str:
        """Where anybody gets the file without this house for so long, "" where it has to go through it."""
        return storage.files().address(
            self.key,
            seconds=int(valid.total_seconds()),
            content_type=self.content_type,
            name=self.name,
            save=save,
        )


def picture_at(delivery: Delivery, package: Package, place: int) -> Item:
    """The picture of that number, from 1. Raises NotFound."""
    items = packages.items_of(delivery, package)
    if not 1 <= place <= len(items):
        raise NotFound(_("这条内容没有这张图。"))
    return items[place - 1]


def cover_in(delivery: Delivery, package: Package) -> Item:
    """Raises NotFound where there is no cover."""
    found = packages.cover_of(delivery, package)
    if found is None:
        raise NotFound(_("这条内容没有封面。"))
    return found


def shown(item: Item) -> StoredFile:
    """The picture as the platform shows it. Raises NotFound where its file is gone."""
    asset = _asset(item.picture.key)
    try:
        key = marked_files.key_for(asset, fitting.fitted(item.picture, asset.path, item.ratio))
    except FileNotFoundError:
        raise _gone() from None
    return StoredFile(key, item.picture.content_type, item.name)


def original(item: Item) -> StoredFile:
    """The whole picture as it goes out."""
    return StoredFile(_key_of(item.picture.key), item.picture.content_type, item.name)


def video_in(package: Package) -> StoredFile:
    """Raises NotFound where there is no video."""
    name, found = packages.video_name(package), package.video
    assert found
    return StoredFile(_key_of(found.key), found.content_type, name)


def make_ready(delivery: Delivery, package: Package) -> None:
    """Cuts the pictures as the platform shows them, and looks that every file is there, so that nobody on the phone
    waits for it or finds it missing. Raises FileMissing."""
    items = [*packages.items_of(delivery, package), packages.cover_of(delivery, package)]
    try:
        files = [shown(item) for item in items if item]
        if package.video:
            files.append(video_in(package))
        for file in files:
            if not storage.files().has(file.key):
                raise _gone()
    except NotFound:
        raise media.missing() from None


def _key_of(asset: str) -> str:
    """The key of the file as it goes out, marked where a machine has made it."""
    found = _asset(asset)
    try:
        return marked_files.key_for(found)
    except FileNotFoundError:
        raise _gone() from None


def _asset(key: str) -> Asset:
    found = Asset.objects.select_related("workspace").filter(pk=key).first()
    if found is None:
        raise _gone()
    return found


def _gone() -> NotFound:
    return NotFound(_("这个素材的文件找不到了，请重新上传。"))
