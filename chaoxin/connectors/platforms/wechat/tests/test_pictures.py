"""Pictures leave the house in a form that the platform takes."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from chaoxin.connectors.errors import FixContent
from chaoxin.connectors.platforms.wechat.pictures import for_body, for_material

from .cast import picture


def test_a_small_picture_goes_out_as_it_is() -> None:
    small = picture()
    upload = for_body(small)
    assert upload.content == small.path.read_bytes()
    assert (upload.name, upload.content_type) == ("first.png", "image/png")


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_large_picture_is_made_to_fit(kind: str) -> None:
    large = picture(kind=kind, size=(1700, 1200), noisy=True)
    assert large.size > 1_000_000
    upload = for_body(large)
    assert len(upload.content) < 1_000_000
    with Image.open(io.BytesIO(upload.content)) as image:
        assert image.format == "JPEG"
        assert abs(image.width / image.height - 1700 / 1200) < 0.01
    assert len(for_material(large).content) < 2_000_000


def test_a_picture_of_another_kind_is_converted() -> None:
    upload = for_body(picture(kind="WEBP"))
    assert (upload.name, upload.content_type) == ("first.jpg", "image/jpeg")
    assert for_body(picture(kind="GIF")).content_type == "image/jpeg"
    assert for_material(picture(kind="GIF")).content_type == "image/gif"


def test_transparent_parts_become_white() -> None:
    clear = picture(kind="WEBP")
    Image.new("RGBA", (40, 40), (0, 0, 0, 0)).save(clear.path, "WEBP")
    with Image.open(io.BytesIO(for_body(clear).content)) as image:
        assert min(image.getpixel((20, 20))) > 250  # type: ignore[arg-type]


def test_a_file_that_is_no_picture_is_for_a_person_to_mend() -> None:
    broken = picture()
    broken.path.write_bytes(b"no picture at all")
    with pytest.raises(FixContent):
        for_body(broken)
