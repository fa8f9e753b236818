"""The hidden mark of a machine's work in a file, as 人工智能生成合成内容标识办法, article 5, and GB 45438-2025 want it.

The mark is XMP: `TC260:AIGC`, a JSON object as the standard names its fields, and IPTC's digital source type, which
tools abroad read. It is written beside what the file holds already; nothing is encoded anew and nothing else moves.
It belongs at the very end of what is done to a file, since whatever takes metadata away would take it too.
"""

from __future__ import annotations

import json
import re
import struct
import zlib
from dataclasses import dataclass
from html import escape
from pathlib import Path

from . import locations

AIGC = "AIGC"
NAMESPACE = "http://www.tc260.org.cn/ns/AIGC/1.0/"
GENERATED_SOURCE = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
PNG_XMP = b"XML:com.adobe.xmp\x00\x00\x00\x00\x00"
GIF_XMP = b"\x21\xff\x0bXMP DataXMP"
# The end of an XMP block in a GIF, which takes readers of sub-blocks out of it wherever they are.
GIF_TRAILER = b"\x01" + bytes(range(255, -1, -1)) + b"\x00"
RDF_END = re.compile(rb"</rdf:RDF\s*>")
VP8X_XMP = 0x04
VP8X_ALPHA = 0x10


@dataclass(frozen=True)
class Mark:
    """`producer` is who or what has made it, `number` our own number of the content."""

    producer: str
    number: str

    def as_json(self) -> str:
        """The standard's object; label 1 says that it is generated."""
        told = {
            "Label": "1",
            "ContentProducer": self.producer,
            "ProduceID": self.number,
            "ReservedCode1": "",
            "ContentPropagator": "",
            "PropagateID": "",
            "ReservedCode2": "",
        }
        return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def is_marked(path: Path) -> bool:
    """Whether the file says that a machine has made it; such marks stand near its beginning or its end."""
    with path.open("rb") as file:
        head = file.read(locations.MARKED_WITHIN_BYTES)
        file.seek(max(0, file.seek(0, 2) - locations.MARKED_WITHIN_BYTES))
        return locations.is_marked_generated(head + b"\x00" + file.read())


def with_mark(data: bytes, content_type: str, mark: Mark) -> bytes:
    """The picture file with the mark in it; one that cannot take it, and one that has a mark, as it is."""
    if locations.is_marked_generated(data):
        return data
    write = {"image/jpeg": _jpeg, "image/png": _png, "image/webp": _webp, "image/gif": _gif}.get(content_type)
    return write(data, _description(mark)) if write else data


def _description(mark: Mark) -> bytes:
    return (
        f'<rdf:Description rdf:about="" xmlns:TC260="{NAMESPACE}" '
        'xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" '
        f'Iptc4xmpExt:DigitalSourceType="{GENERATED_SOURCE}">'
        f"<TC260:AIGC>{escape(mark.as_json())}</TC260:AIGC></rdf:Description>"
    ).encode()


def _packet(description: bytes, standing: bytes = b"") -> bytes:
    """An XMP packet with the description, within the one that stands in the file where there is one."""
    if RDF_END.search(standing):
        return RDF_END.sub(lambda found: description + found[0], standing, count=1)
    return (
        (
            '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
            '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        ).encode()
        + description
        + b'</rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    )


def _jpeg(data: bytes, description: bytes) -> bytes:
    """An XMP segment behind the ones that come first (JFIF, EXIF), or in the place of the one that is there."""
    place, last_head = 2, 2
    while place + 4 <= len(data) and data[place] == 0xFF and data[place + 1] != 0xDA:
        marker = data[place + 1]
        (length,) = struct.unpack(">H", data[place + 2 : place + 4])
        body, end = data[place + 4 : place + 2 + length], place + 2 + length
        if marker == 0xE1 and body.startswith(locations.XMP_HEADER):
            packet = _packet(description, body[len(locations.XMP_HEADER) :])
            return data[:place] + _segment(packet) + data[end:] if _fits(packet) else data
        if marker == 0xE0 or (marker == 0xE1 and body.startswith(locations.EXIF_HEADER)):
            last_head = end
        place = end
    return data[:last_head] + _segment(_packet(description)) + data[last_head:]


def _fits(packet: bytes) -> bool:
    return len(packet) + len(locations.XMP_HEADER) <= locations.LONGEST_SEGMENT


def _segment(packet: bytes) -> bytes:
    body = locations.XMP_HEADER + packet
    return struct.pack(">BBH", 0xFF, 0xE1, len(body) + 2) + body


def _png(data: bytes, description: bytes) -> bytes:
    out, standing = bytearray(locations.PNG_SIGNATURE), b""
    chunks = list(locations.png_chunks(data))
    for kind, body in chunks:
        if kind == b"iTXt" and body.startswith(PNG_XMP):
            standing = body[len(PNG_XMP) :]
    for kind, body in chunks:
        if kind == b"iTXt" and body.startswith(PNG_XMP):
            continue
        out += _png_chunk(kind, body)
        if kind == b"IHDR":
            out += _png_chunk(b"iTXt", PNG_XMP + _packet(description, standing))
    return bytes(out)


def _png_chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _webp(data: bytes, description: bytes) -> bytes:
    """The chunk stands at the end; a file of the simple kind becomes one of the extended kind, which alone has it."""
    chunks = list(locations.webp_chunks(data))
    standing = next((body for kind, body in chunks if kind == b"XMP "), b"")
    rest = [(kind, body) for kind, body in chunks if kind not in (b"XMP ", b"VP8X")]
    extended = next((body for kind, body in chunks if kind == b"VP8X"), b"") or _extended(rest)
    if not extended:
        return data
    head = bytes([extended[0] | VP8X_XMP]) + extended[1:]
    packet = _packet(description, standing)
    return locations.webp_file([(b"VP8X", head), *rest, (b"XMP ", packet)])


def _extended(chunks: list[tuple[bytes, bytes]]) -> bytes:
    """The head of an extended file for a simple one: its size, and whether anything shines through."""
    kind, body = chunks[0] if chunks else (b"", b"")
    if kind == b"VP8 " and body[3:6] == b"\x9d\x01\x2a":
        width, height = (side & 0x3FFF for side in struct.unpack("<HH", body[6:10]))
        flags = 0
    elif kind == b"VP8L" and body[:1] == b"\x2f":
        (bits,) = struct.unpack("<I", body[1:5])
        width, height = (bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1
        flags = VP8X_ALPHA if bits >> 28 & 1 else 0
    else:
        return b""
    return bytes([flags, 0, 0, 0]) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")


def _gif(data: bytes, description: bytes) -> bytes:
    """A block behind the table of colours. One with XMP of its own keeps it: blocks are read in turn."""
    if not data.startswith((b"GIF87a", b"GIF89a")) or GIF_XMP in data:
        return data
    table = 3 * 2 ** ((data[10] & 0x07) + 1) if data[10] & 0x80 else 0
    place = 13 + table
    # The older kind has no such blocks; everything else of it is the same.
    head = b"GIF89a" + data[6:place]
    return head + GIF_XMP + _packet(description) + GIF_TRAILER + data[place:]
