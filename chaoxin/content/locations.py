"""Where a picture was taken, removed from its file without touching anything else.

Other metadata stays: marks of AI generation live there, and removing those is forbidden
(人工智能生成合成内容标识办法, article 10).
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterable, Iterator

from PIL import Image

GPS_TAG = 0x8825
ORIENTATION_TAG = 0x0112
EXIF_HEADER = b"Exif\x00\x00"
XMP_HEADER = b"http://ns.adobe.com/xap/1.0/\x00"
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
LONGEST_SEGMENT = 65_533
# exif:GPSLatitude="…" as an attribute, and <exif:GPSLatitude>…</exif:GPSLatitude> as an element.
XMP_GPS = re.compile(
    rb"\s[\w-]+:GPS\w+\s*=\s*(?:\"[^\"]*\"|'[^']*')|<([\w-]+:GPS\w+)\b[^>]*(?:/>|>.*?</\1>)", re.DOTALL
)
# Names by which generators and the labelling standard (GB 45438, field AIGC) mark what a machine has made.
GENERATED_MARKS = re.compile(
    rb"trainedAlgorithmicMedia|compositeWithTrainedAlgorithmicMedia|[\"':>\s]AIGC[\"'<:=\s\x00]|[it]TXtAIGC\x00|tEXtAIGC\x00"
)
MARKED_WITHIN_BYTES = 262_144


def without_location(data: bytes, content_type: str) -> bytes:
    """The same picture file without the place where it was taken."""
    strip = {"image/jpeg": _jpeg, "image/png": _png, "image/webp": _webp}.get(content_type)
    return strip(data) if strip else data


def is_marked_generated(data: bytes) -> bool:
    """Whether the file's metadata says that a machine has made the picture."""
    head, tail = data[:MARKED_WITHIN_BYTES], data[-MARKED_WITHIN_BYTES:]
    return bool(GENERATED_MARKS.search(head) or GENERATED_MARKS.search(tail))


def upright_size(picture: Image.Image) -> tuple[int, int]:
    """Width and height of an opened picture as it is shown, after the rotation that its metadata asks for."""
    width, height = picture.size
    return (height, width) if picture.getexif().get(ORIENTATION_TAG) in (5, 6, 7, 8) else (width, height)


def _jpeg(data: bytes) -> bytes:
    out, place = bytearray(data[:2]), 2
    while place + 4 <= len(data) and data[place] == 0xFF and data[place + 1] != 0xDA:
        marker = data[place + 1]
        if marker in (0x01, 0xFF) or 0xD0 <= marker <= 0xD7:
            step = 1 if marker == 0xFF else 2
            out += data[place : place + step]
            place += step
            continue
        (length,) = struct.unpack(">H", data[place + 2 : place + 4])
        body = data[place + 4 : place + 2 + length]
        if marker == 0xE1:
            body = _clean(body)
        out += struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body
        place += 2 + length
    return bytes(out + data[place:])


def _clean(body: bytes) -> bytes:
    if body.startswith(EXIF_HEADER):
        return EXIF_HEADER + _exif(body[len(EXIF_HEADER) :])
    if body.startswith(XMP_HEADER):
        return XMP_GPS.sub(b"", body)
    return body


def _png(data: bytes) -> bytes:
    out = bytearray(PNG_SIGNATURE)
    for kind, body in png_chunks(data):
        if kind == b"eXIf":
            body = _exif(body)
        elif kind == b"iTXt" and body.startswith(b"XML:com.adobe.xmp\x00"):
            body = XMP_GPS.sub(b"", body)
        out += struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
    return bytes(out)


def png_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Kind and body of each chunk of a PNG file, to its end."""
    place = len(PNG_SIGNATURE)
    while place + 12 <= len(data):
        (length,) = struct.unpack(">I", data[place : place + 4])
        kind, body = data[place + 4 : place + 8], data[place + 8 : place + 8 + length]
        yield kind, body
        place += 12 + length
        if kind == b"IEND":
            return


def _webp(data: bytes) -> bytes:
    chunks = []
    for kind, body in webp_chunks(data):
        if kind == b"EXIF":
            body = _clean(body) if body.startswith(EXIF_HEADER) else _exif(body)
        elif kind == b"XMP ":
            body = XMP_GPS.sub(b"", body)
        chunks.append((kind, body))
    return webp_file(chunks)


def webp_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Kind and body of each chunk of a WebP file."""
    place = 12
    while place + 8 <= len(data):
        kind = data[place : place + 4]
        (length,) = struct.unpack("<I", data[place + 4 : place + 8])
        yield kind, data[place + 8 : place + 8 + length]
        place += 8 + length + (length & 1)


def webp_file(chunks: Iterable[tuple[bytes, bytes]]) -> bytes:
    """The WebP file of these chunks."""
    written = b"".join(
        kind + struct.pack("<I", len(body)) + body + b"\x00" * (len(body) & 1) for kind, body in chunks
    )
    return b"RIFF" + struct.pack("<I", len(written) + 4) + b"WEBP" + written


def _exif(block: bytes) -> bytes:
    """A TIFF block without its GPS directory. One that cannot be read is left out, since nobody knows what it
    holds."""
    exif = Image.Exif()
    try:
        exif.load(EXIF_HEADER + block)
        if GPS_TAG not in exif:
            return block
        del exif[GPS_TAG]
        rebuilt = exif.tobytes().removeprefix(EXIF_HEADER)
    except Exception:
        return b""
    return rebuilt if len(rebuilt) <= LONGEST_SEGMENT else b""
