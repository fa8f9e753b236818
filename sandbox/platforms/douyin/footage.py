"""How long a video says that it is."""

LOOKED_AT = 1 << 20  # octets at either end in which the movie header is searched


def seconds_of(data: bytes) -> float | None:
    """The duration in the movie header of an mp4; None where there is none to be read."""
    for piece in (data[:LOOKED_AT], data[-LOOKED_AT:]):
        place = piece.find(b"mvhd")
        if place >= 0:
            found = duration_in(piece[place + 4 :])
            if found is not None:
                return found
    return None


def duration_in(header: bytes) -> float | None:
    is_long = header[:1] == b"\x01"
    start, width = (20, 8) if is_long else (12, 4)
    fields = header[start : start + 4 + width]
    if len(fields) < 4 + width:
        return None
    scale = int.from_bytes(fields[:4], "big")
    return int.from_bytes(fields[4:], "big") / scale if scale else None
