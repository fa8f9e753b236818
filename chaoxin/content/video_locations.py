"""Where a video was taken, blanked out in an MP4 or MOV file in place.

Only those few octets are overwritten: nothing is encoded anew, nothing moves, and other metadata stays, for marks of AI
generation live there and removing them is forbidden (人工智能生成合成内容标识办法, article 10). A box keeps its length,
so that no offset changes. Tracks of positions over time (gpmd, mebx) cannot be blanked this way.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from . import locations

# Positions as boxes of user data: QuickTime's and Android's, 3GPP's, and names of places.
PLACE_BOXES = {b"\xa9xyz", b"loci", b"\xa9loc", b"\xa9GPS"}
PARENTS = {b"moov", b"trak", b"udta"}
PLACE_KEY = re.compile(rb"location|gps", re.IGNORECASE)
XMP_UUID = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
LONGEST_XMP = 16 * 1024 * 1024
PIECE_BYTES = 64 * 1024


@dataclass(frozen=True)
class Box:
    """A box of the file: its type, and where its content begins and ends."""

    kind: bytes
    start: int
    end: int


def blank_out(path: Path) -> None:
    """Overwrites the places in the file; harmless on one that names none. A file whose boxes cannot be followed is
    left as far as they can."""
    with path.open("r+b") as file:
        size = file.seek(0, 2)
        _walk(file, Box(b"", 0, size))


def _walk(file: BinaryIO, parent: Box) -> None:
    for box in _boxes(file, parent):
        if box.kind in PLACE_BOXES:
            _fill(file, box.start, box.end)
        elif box.kind in PARENTS:
            _walk(file, box)
        elif box.kind == b"meta":
            _blank_meta(file, box)
        elif box.kind == b"XMP_" or _is_xmp(file, box):
            _blank_xmp(file, box)


def _boxes(file: BinaryIO, parent: Box) -> Iterator[Box]:
    place = parent.start
    while place + 8 <= parent.end:
        file.seek(place)
        size, kind = struct.unpack(">I4s", file.read(8))
        header = 8
        if size == 1:
            wide = file.read(8)
            size, header = (struct.unpack(">Q", wide)[0], 16) if len(wide) == 8 else (0, 16)
        elif size == 0:
            size = parent.end - place
        if size < header or place + size > parent.end:
            return
        yield Box(kind, place + header, place + size)
        place += size


def _blank_meta(file: BinaryIO, meta: Box) -> None:
    """QuickTime's list of keys with their values: values of keys that name a place are blanked."""
    inner = list(_boxes(file, meta)) or list(_boxes(file, Box(meta.kind, meta.start + 4, meta.end)))
    if inner and inner[0].kind not in {b"hdlr", b"keys", b"ilst"}:
        inner = list(_boxes(file, Box(meta.kind, meta.start + 4, meta.end)))
    by_kind = {box.kind: box for box in inner}
    if b"keys" not in by_kind or b"ilst" not in by_kind:
        return
    wanted = {number for number, key in enumerate(_keys(file, by_kind[b"keys"]), 1) if PLACE_KEY.search(key)}
    for item in _boxes(file, by_kind[b"ilst"]):
        if struct.unpack(">I", item.kind)[0] not in wanted:
            continue
        for data in _boxes(file, item):
            _fill(file, min(data.start + 8, data.end), data.end)


def _keys(file: BinaryIO, keys: Box) -> Iterator[bytes]:
    for box in _boxes(file, Box(keys.kind, keys.start + 8, keys.end)):
        file.seek(box.start)
        yield file.read(min(box.end - box.start, 1024))


def _is_xmp(file: BinaryIO, box: Box) -> bool:
    if box.kind != b"uuid":
        return False
    file.seek(box.start)
    return file.read(16) == XMP_UUID


def _blank_xmp(file: BinaryIO, box: Box) -> None:
    if box.end - box.start > LONGEST_XMP:
        return
    file.seek(box.start)
    content = file.read(box.end - box.start)
    blanked = locations.XMP_GPS.sub(lambda match: b" " * len(match[0]), content)
    if blanked != content:
        file.seek(box.start)
        file.write(blanked)


def _fill(file: BinaryIO, start: int, end: int) -> None:
    """Writes blanks from `start` to `end`, where there is anything else yet."""
    while start < end:
        file.seek(start)
        length = min(PIECE_BYTES, end - start)
        if file.read(length).strip(b"\x00"):
            file.seek(start)
            file.write(b"\x00" * length)
        start += length
