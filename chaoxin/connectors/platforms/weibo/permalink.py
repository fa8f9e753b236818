"""What the number of a post tells: its address on the web (in base 62, seven decimal digits become four signs)
and the second in which it was made."""

from __future__ import annotations

from datetime import UTC, datetime

SIGNS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
DIGITS_IN_GROUP = 7
SIGNS_IN_GROUP = 4
# The sample post of the platform's own page for statuses/share: 3504803600502730 was made at 1351093757.
BITS_BELOW_SECONDS = 22
SECONDS_AT_ZERO = 515_483_463


def permalink(user_id: str, mid: str) -> str:
    """The address of a post on the web; empty where an id is missing."""
    if not (user_id and mid.isdecimal()):
        return ""
    return f"https://weibo.com/{user_id}/{base62_of_mid(mid)}"


def base62_of_mid(mid: str) -> str:
    """The short form of a decimal mid: `3501756485200075` becomes `z0JH2lOMb`."""
    groups = []
    while mid:
        mid, group = mid[:-DIGITS_IN_GROUP], mid[-DIGITS_IN_GROUP:]
        signs = _base62(int(group))
        groups.append(signs.rjust(SIGNS_IN_GROUP, "0") if mid else signs)
    return "".join(reversed(groups))


def mid_of_base62(short: str) -> str:
    """The decimal mid of a short form. Raises ValueError where it holds other signs."""
    groups = []
    while short:
        short, group = short[:-SIGNS_IN_GROUP], short[-SIGNS_IN_GROUP:]
        number = 0
        for sign in group:
            number = number * len(SIGNS) + SIGNS.index(sign)
        groups.append(str(number).rjust(DIGITS_IN_GROUP, "0") if short else str(number))
    return "".join(reversed(groups))


def made_at(mid: str) -> datetime | None:
    """The UTC time at which a post was made, by its number; None where it is no number of a post."""
    if not mid.isdecimal() or len(mid) > 19:
        return None
    return datetime.fromtimestamp((int(mid) >> BITS_BELOW_SECONDS) + SECONDS_AT_ZERO, UTC)


def _base62(number: int) -> str:
    signs = ""
    while True:
        number, rest = divmod(number, len(SIGNS))
        signs = SIGNS[rest] + signs
        if not number:
            return signs
