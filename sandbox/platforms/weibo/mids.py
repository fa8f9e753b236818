"""Post numbers, and their short form in addresses: base 62 in groups of seven digits."""

ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
GROUP_DIGITS, GROUP_LETTERS = 7, 4
EPOCH = 515_483_463  # seconds; ids hold the seconds since then in their upper bits
RANDOM_BITS = 22


def number_at(at: float, noise: int) -> int:
    """An id for something made at that time; later ones are greater. `noise` tells apart what happens in one second."""
    return (int(at) - EPOCH << RANDOM_BITS) | (noise & (1 << RANDOM_BITS) - 1)


def to_base62(mid: str) -> str:
    """`3501756485200075` becomes `z0JH2lOMb`."""
    groups = []
    while mid:
        mid, group = mid[:-GROUP_DIGITS], mid[-GROUP_DIGITS:]
        letters = encode(int(group))
        groups.append(letters.rjust(GROUP_LETTERS, "0") if mid else letters)
    return "".join(reversed(groups))


def from_base62(text: str) -> str:
    """The number behind the short form. Raises ValueError for other letters."""
    groups = []
    while text:
        text, group = text[:-GROUP_LETTERS], text[-GROUP_LETTERS:]
        digits = str(decode(group))
        groups.append(digits.rjust(GROUP_DIGITS, "0") if text else digits)
    return "".join(reversed(groups))


def encode(number: int) -> str:
    letters = ""
    while True:
        number, rest = divmod(number, len(ALPHABET))
        letters = ALPHABET[rest] + letters
        if not number:
            return letters


def decode(text: str) -> int:
    number = 0
    for letter in text:
        number = number * len(ALPHABET) + ALPHABET.index(letter)
    return number
