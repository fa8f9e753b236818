"""A picture goes out as it is where Weibo takes it, else as a JPEG below 5 MB."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from PIL import Image

from chaoxin.connectors.errors import FixContent
from chaoxin.connectors.platforms.weibo.limits import PICTURE_BYTES
from chaoxin.connectors.platforms.weibo.pictures import upload_of
from chaoxin.connectors.values import Picture

from .cast import picture


@pytest.mark.parametrize("content_type", ["image/png", "image/jpeg", "image/gif"])
def test_a_small_picture_goes_out_untouched(content_type: str, tmp_path: Path) -> None:
    sample = picture(tmp_path, content_type=content_type)
    upload = upload_of(sample)
    assert upload.content == sample.path.read_bytes()
    assert upload.content_type == content_type


def test_another_format_becomes_a_jpeg(tmp_path: Path) -> None:
    upload = upload_of(picture(tmp_path, content_type="image/webp"))
    assert (upload.name, upload.content_type) == ("picture.jpg", "image/jpeg")
    assert Image.open(io.BytesIO(upload.content)).format == "JPEG"


def test_a_large_picture_becomes_small_enough_and_keeps_its_marks(tmp_path: Path) -> None:
    noise = Image.frombytes("RGB", (1900, 1400), os.urandom(1900 * 1400 * 3))
    exif = Image.Exif()
    exif[0x0131] = "AIGC sample mark"
    path = tmp_path / "large.png"
    noise.save(path, "PNG", exif=exif)
    large = Picture("large", path, "image/png", 1900, 1400, path.stat().st_size)
    assert large.size > PICTURE_BYTES
    upload = upload_of(large)
    assert len(upload.content) < PICTURE_BYTES
    assert Image.open(io.BytesIO(upload.content)).getexif()[0x0131] == "AIGC sample mark"


def test_a_turned_picture_is_set_upright_once(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    path = tmp_path / "turned.webp"
    Image.new("RGB", (80, 40), "red").save(path, "WEBP", exif=exif)
    upload = upload_of(Picture("turned", path, "image/webp", 80, 40, path.stat().st_size))
    stored = Image.open(io.BytesIO(upload.content))
    assert stored.size == (40, 80)
    assert stored.getexif().get(0x0112, 1) == 1


def test_transparency_becomes_white(tmp_path: Path) -> None:
    path = tmp_path / "clear.webp"
    Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(path, "WEBP", lossless=True)
    upload = upload_of(Picture("clear", path, "image/webp", 8, 8, path.stat().st_size))
    assert Image.open(io.BytesIO(upload.content)).convert("RGB").getpixel((4, 4)) == (255, 255, 255)


@pytest.mark.parametrize("content", [None, b"no picture"])
def test_a_missing_or_broken_file_is_named_before_anything_is_sent(
    content: bytes | None, tmp_path: Path
) -> None:
    path = tmp_path / "broken.webp"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(FixContent) as caught:
        upload_of(Picture("broken", path, "image/webp", 1, 1, 10))
    assert "重新上传" in caught.value.sentence
