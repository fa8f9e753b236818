from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import pytest
from django.conf import settings
from PIL import Image

from chaoxin.accounts.testing.cast import Cast
from chaoxin.content import pictures
from chaoxin.content.models import Asset
from chaoxin.content.testing import rows
from chaoxin.core.refusals import Invalid, NotAllowed

GPS_TAG = 0x8825


def take_in(cast: Cast, data: bytes, name: str = "图.png") -> Asset:
    return pictures.take_in(io.BytesIO(data), name=name, by=cast.editor)


def with_gps(form: str) -> bytes:
    file, exif = io.BytesIO(), Image.Exif()
    exif[0x010F] = "某相机"
    exif[0x0112] = 6
    exif.get_ifd(GPS_TAG)[1] = "N"
    exif.get_ifd(GPS_TAG)[2] = (31.0, 14.0, 9.0)
    Image.new("RGB", (40, 30), "teal").save(file, form, exif=exif.tobytes())
    return file.getvalue()


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def giant_png(width: int, height: int) -> bytes:
    """A few bytes that claim to be an enormous picture."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b""))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"<script>alert(1)</script>", "漂亮.png"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "图.svg"),
        (b"%PDF-1.7 ...", "图.jpg"),
        (b"MZ" + bytes(200), "图.gif"),
        (b"", "空.png"),
        (b"\x89PNG\r\n\x1a\n" + bytes(30), "坏.png"),
        (rows.picture_bytes()[:-30], "断.png"),
    ],
)
def test_what_is_no_sound_picture_is_refused_whatever_its_name(cast: Cast, data: bytes, name: str) -> None:
    with pytest.raises(Invalid):
        take_in(cast, data, name)
    assert Asset.objects.count() == 0


@pytest.mark.parametrize("side", [9_000, 60_000])
def test_a_pixel_bomb_is_refused_before_it_is_unpacked(cast: Cast, side: int) -> None:
    with pytest.raises(Invalid, match="像素"):
        take_in(cast, giant_png(side, side))


def test_a_file_that_is_too_large_is_refused(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "LARGEST_BYTES", 50)
    with pytest.raises(Invalid, match="20 MB"):
        take_in(cast, rows.picture_bytes())


def test_the_type_is_what_the_file_is(cast: Cast) -> None:
    asset = take_in(cast, rows.picture_bytes(form="JPEG"), "其实是照片.png")
    assert asset.content_type == "image/jpeg"
    assert asset.path.endswith(".jpg")


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_the_place_where_it_was_taken_is_removed_and_nothing_else(cast: Cast, form: str) -> None:
    data = with_gps(form)
    with Image.open(io.BytesIO(data)) as original:
        assert original.getexif().get_ifd(GPS_TAG)
        pixels = original.tobytes()
    asset = take_in(cast, data)
    with Image.open(Path(settings.MEDIA_ROOT) / asset.path) as kept:
        assert not kept.getexif().get_ifd(GPS_TAG)
        assert kept.getexif()[0x0112] == 6
        assert kept.tobytes() == pixels


def test_the_same_picture_is_one_asset(cast: Cast) -> None:
    assert take_in(cast, rows.picture_bytes()) == take_in(cast, rows.picture_bytes(), "另一个名字.png")


def test_two_workspaces_do_not_share_a_file(cast: Cast) -> None:
    mine = take_in(cast, rows.picture_bytes())
    theirs = pictures.take_in(io.BytesIO(rows.picture_bytes()), name="x", by=cast.stranger)
    assert mine.path != theirs.path


def test_a_picture_that_says_a_machine_made_it_is_known_as_such(cast: Cast) -> None:
    png = rows.picture_bytes()
    label = chunk(b"tEXt", b'AIGC\x00{"Label": "1", "ContentProducer": "demo"}')
    assert take_in(cast, png[:33] + label + png[33:]).provenance == Asset.Provenance.AI_GENERATED
    assert take_in(cast, rows.picture_bytes("navy")).provenance == Asset.Provenance.UNKNOWN


def test_pictures_are_put_in_order_and_the_first_is_the_cover(cast: Cast) -> None:
    draft = rows.draft_with(cast.editor, colors="teal navy olive")
    first, second, third = [entry.asset_id for entry in draft.pictures.all()]
    pictures.reorder(draft, [third, first], by=cast.editor)
    assert [entry.asset_id for entry in draft.pictures.all()] == [third, first, second]
    pictures.detach(draft, Asset.objects.get(pk=first), by=cast.editor)
    assert [(entry.position, entry.asset_id) for entry in draft.pictures.all()] == [(0, third), (1, second)]


def test_attaching_twice_is_harmless(cast: Cast) -> None:
    draft = rows.draft_with(cast.editor, colors="teal")
    before = draft.number
    pictures.attach(draft, rows.asset(cast.editor), by=cast.editor)
    draft.refresh_from_db()
    assert draft.pictures.count() == 1
    assert draft.number == before


def test_somebody_who_may_not_write_brings_no_picture(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        pictures.take_in(io.BytesIO(rows.picture_bytes()), name="x", by=cast.viewer)
