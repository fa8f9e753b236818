"""Rectangles of a picture in a certain ratio, and the file that shows only that part of it."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _
from PIL import ExifTags, Image, ImageOps, PngImagePlugin

from chaoxin.core.refusals import Invalid

from . import locations

QUALITY = 92
LEAST_SIDE = 32
LONGEST_BLOCK = 60_000
# A frame that differs by less than this share of its width from what a platform shows is as good as fitting.
NEAR = 0.03
CENTER = (0.5, 0.5)
RATIO = re.compile(r"(\d+(?:\.\d+)?):(\d+(?:\.\d+)?)")
FORMS = {"JPEG": "JPEG", "PNG": "PNG", "WEBP": "WEBP", "GIF": "PNG"}
# Removing the mark of a machine's work is forbidden; where a mark lies in a block that cannot be carried over,
# this says the same (IPTC, digital source type).
GENERATED = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    b'<rdf:Description rdf:about="" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" '
    b'Iptc4xmpExt:DigitalSourceType="http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"/>'
    b"</rdf:RDF></x:xmpmeta>"
)


@dataclass(frozen=True)
class Cut:
    """A rectangle of a picture as it is shown, upright. `left`, `top` and `width` are parts of the picture's width
    and height, from 0 to 1; how high it is follows from `ratio`, as "3:4"."""

    ratio: str
    left: float
    top: float
    width: float

    def as_json(self) -> dict[str, Any]:
        """What stands in `Asset.derivation`; equal cuts have equal JSON."""
        return {name: round(value, 4) if name != "ratio" else value for name, value in asdict(self).items()}


def value_of(ratio: str) -> float:
    """Width by height of a ratio as "3:4". Raises Invalid for what is none."""
    found = RATIO.fullmatch(ratio)
    if found is None or not float(found[1]) or not float(found[2]):
        raise Invalid(_("没有看懂这个比例，请从列表里选。"), field="ratio")
    return float(found[1]) / float(found[2])


def fits(width: int, height: int, ratio: str) -> bool:
    """Whether a picture of that size is shown in that ratio with next to nothing lost."""
    return abs(width / max(1, height) / value_of(ratio) - 1) <= NEAR


def largest(size: tuple[int, int], ratio: str, focus: tuple[float, float] = CENTER) -> Cut:
    """The largest cut of that ratio out of a picture of that size, as near around the focus point as its edges
    allow. Raises Invalid for a ratio that is none, or a focus outside of the picture."""
    if not all(math.isfinite(part) and 0 <= part <= 1 for part in focus):
        raise Invalid(_("焦点要在图片里面，横竖都是 0 到 1。"), field="focus")
    shape = size[0] / size[1]
    width = min(1.0, value_of(ratio) / shape)
    height = width * shape / value_of(ratio)
    left, top = (
        min(max(0.0, middle - side / 2), 1 - side)
        for middle, side in zip(focus, (width, height), strict=True)
    )
    return Cut(ratio, left, top, width)


def check(cut: Cut) -> None:
    """Raises Invalid for a ratio that is none and for a cut that cannot lie inside of any picture."""
    value_of(cut.ratio)
    if not all(math.isfinite(part) and 0 <= part <= 1 for part in (cut.left, cut.top, cut.width)):
        raise Invalid(_("裁剪框超出了图片，请重新选择。"), field="cut")


def upright_size(data: bytes) -> tuple[int, int]:
    """Width and height of a picture file as it is shown."""
    with Image.open(io.BytesIO(data)) as picture:
        return locations.upright_size(picture)


def cut_out(data: bytes, cut: Cut) -> bytes:
    """The picture file that shows only the cut, otherwise as `remade`. Raises Invalid for a cut that lies outside of
    the picture, one that is too small, and a moving picture."""
    return remade(data, lambda upright: upright.crop(_pixels(cut, upright.size)))


def remade(data: bytes, change: Callable[[Image.Image], Image.Image]) -> bytes:
    """The picture file after a change of what it shows: upright, of the same kind (a GIF becomes a PNG), with colour
    profile and marks of a machine's work as before. Raises Invalid for a moving picture, and what `change` raises."""
    with Image.open(io.BytesIO(data), formats=list(FORMS)) as picture:
        if getattr(picture, "is_animated", False):
            raise Invalid(_("动图改了就不动了，不能裁剪，也不能盖标识。请先导出成静态图。"), field="asset")
        form = FORMS[str(picture.format)]
        upright = ImageOps.exif_transpose(picture)
        told = {"exif": _camera_data(picture), "icc_profile": picture.info.get("icc_profile")}
        texts = dict(getattr(picture, "text", {}))
    part = change(upright)
    xmp = upright.info.get("xmp", b"")
    made = _written(part, form, told, texts=texts, xmp=xmp if len(xmp) <= LONGEST_BLOCK else b"")
    if locations.is_marked_generated(data) and not locations.is_marked_generated(made):
        made = _written(part, form, told, texts=texts, xmp=GENERATED)
    return made


def _pixels(cut: Cut, size: tuple[int, int]) -> tuple[int, int, int, int]:
    check(cut)
    wide, high = size
    width = round(cut.width * wide)
    height = round(width / value_of(cut.ratio))
    if height > high:
        width, height = round(high * value_of(cut.ratio)), high
    if min(width, height) < LEAST_SIDE:
        raise Invalid(_("裁出来太小了，发出去会看不清。请选大一些的范围。"), field="cut")
    left = min(max(0, round(cut.left * wide)), wide - width)
    top = min(max(0, round(cut.top * high)), high - height)
    return left, top, left + width, top + height


def _camera_data(picture: Image.Image) -> bytes | None:
    """The picture's EXIF without its rotation, which the cut has undone, and without the small picture of the whole
    that cameras put there. Texts stay as they are: the library takes them for Latin and writes them as ASCII."""
    exif = picture.getexif()
    exif.pop(locations.ORIENTATION_TAG, None)
    for block in (exif, exif.get_ifd(ExifTags.IFD.Exif)):
        for tag, value in list(block.items()):
            if isinstance(value, str):
                block[tag] = value.encode("latin-1", "replace")
    written = exif.tobytes() if len(exif) else b""
    return written if 0 < len(written) <= LONGEST_BLOCK else None


def _written(
    part: Image.Image, form: str, told: Mapping[str, Any], *, texts: Mapping[str, str], xmp: bytes
) -> bytes:
    file, told = io.BytesIO(), {name: value for name, value in told.items() if value}
    if form == "PNG":
        told["pnginfo"] = _png_texts(texts, xmp)
    elif xmp:
        told["xmp"] = xmp
    if form == "JPEG":
        told |= {"quality": QUALITY, "subsampling": 0, "optimize": True}
    elif form == "WEBP":
        told |= {"quality": QUALITY}
    part.save(file, form, **told)
    return file.getvalue()


def _png_texts(texts: Mapping[str, str], xmp: bytes) -> PngImagePlugin.PngInfo:
    kept = PngImagePlugin.PngInfo()
    for key, value in texts.items():
        if key != "XML:com.adobe.xmp":
            kept.add_itxt(key, str(value))
    if xmp:
        kept.add_itxt("XML:com.adobe.xmp", xmp.decode("utf-8", "replace"))
    return kept
