"""Identifiers that look like a platform's own and come out the same for the same seed and the same request."""

import base64
import hashlib

LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"


class Identifiers:
    """Draws for one scope (a request, an account): the n-th draw depends on seed, scope and n only.

    A request that is applied late is run twice with one scope: the ids it answered with are those it later creates.
    """

    def __init__(self, seed: int, scope: str) -> None:
        self.seed = seed
        self.scope = scope
        self.drawn = 0

    def octets(self, count: int) -> bytes:
        self.drawn += 1
        return draw_octets(f"{self.seed}|{self.scope}|{self.drawn}", count)

    def hexadecimal(self, length: int) -> str:
        return self.octets((length + 1) // 2).hex()[:length]

    def letters(self, length: int) -> str:
        """Letters and digits, each equally likely enough for an identifier."""
        return "".join(LETTERS[octet % len(LETTERS)] for octet in self.octets(length))

    def url_safe(self, length: int) -> str:
        return base64.urlsafe_b64encode(self.octets(length)).decode()[:length]

    def number(self, low: int, high: int) -> int:
        """A number from low to high, both included."""
        return low + int.from_bytes(self.octets(8), "big") % (high - low + 1)


def draw_octets(text: str, count: int) -> bytes:
    octets = b""
    block = 0
    while len(octets) < count:
        octets += hashlib.blake2b(f"{text}|{block}".encode(), digest_size=64).digest()
        block += 1
    return octets[:count]


def draw_fraction(text: str) -> float:
    """A number in [0, 1) that depends on the text only."""
    return int.from_bytes(draw_octets(text, 7), "big") / 2**56


def stable_code(text: str, length: int) -> str:
    """A fixed code of letters and digits for a text, such as a fan's id at one account."""
    return "".join(LETTERS[octet % len(LETTERS)] for octet in draw_octets(text, length))


def stable_number(text: str, low: int, high: int) -> int:
    return low + int.from_bytes(draw_octets(text, 8), "big") % (high - low + 1)
