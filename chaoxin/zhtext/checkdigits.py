"""Check digits of bank cards and identity numbers."""

from __future__ import annotations

from datetime import date
from operator import mul

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_DIGITS = "10X98765432"
# A digit to the sum of the digits of its double.
DOUBLED = bytes.maketrans(b"0123456789", b"0246813579")
ZERO = ord("0")
_PROVINCES = (11, 16), (21, 24), (31, 38), (41, 47), (50, 55), (61, 66), (71, 72), (81, 84)
PROVINCES = frozenset(str(number) for first, end in _PROVINCES for number in range(first, end))
LENGTH_OF_AN_IDENTITY = len(WEIGHTS) + 1


def passes_luhn(digits: str) -> bool:
    """Whether the last digit is the right one by Luhn's rule, as on every bank card."""
    values = digits.encode()
    total = sum(values[::-2]) + sum(values[-2::-2].translate(DOUBLED))
    return (total - len(values) * ZERO) % 10 == 0


def is_identity(text: str) -> bool:
    """Whether 18 characters are an identity number of a resident: province, birthday and check digit (GB 11643)."""
    if len(text) != LENGTH_OF_AN_IDENTITY or not text[:-1].isdigit() or text[:2] not in PROVINCES:
        return False
    try:
        born = date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return False
    total = sum(map(mul, WEIGHTS, text.encode())) - ZERO * sum(WEIGHTS)
    return born.year >= 1900 and CHECK_DIGITS[total % 11] == text[-1]
