"""Amounts written in digits, in Chinese numerals or in both."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

DIGITS = {
    sign: value
    for value, signs in enumerate(("零〇", "一壹", "二贰两", "三叁", "四肆", "五伍"))
    for sign in signs
}
DIGITS |= {sign: value for value, signs in enumerate(("六陆", "七柒", "八捌", "九玖"), 6) for sign in signs}
SMALL_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
LARGE_UNITS = {"万": 10**4, "亿": 10**8}
SIGNS = "".join([*DIGITS, *SMALL_UNITS])

# Patterns over the plain layer (layers.py): Arabic digits with thousands and fractions, and Chinese numerals.
ARABIC = r"\d{1,3}(?:,\d{3}){1,4}(?!\d|,\d)(?:\.\d{1,4})?|\d{1,12}+(?:\.\d{1,4}+)?"
CHINESE = rf"[{SIGNS}]{{1,12}}+(?:[万亿][{SIGNS}]{{1,8}}+){{0,2}}(?:点[{''.join(DIGITS)}]{{1,4}}+)?"
NUMBER = rf"(?:(?:{ARABIC})(?:[万千]\d{{1,4}}(?!\d))?|{CHINESE})"
# 9 9 and 9 9 . 9, a blank between all digits; not the number of a set before its price (套餐 1 9 元), nor 1. of a list.
SPREAD = (
    r"(?<!\d )(?<![餐格款第案档号版] )\d(?:(?: \d){1,9}+(?: ?\. ?\d(?: ?\d)?)?| \. \d(?: \d)?)"
    r"(?! ?(?:[\d.折件]|个(?!百分)))"
)
# (The lookahead comes first since most characters begin no amount.)
AMOUNT = rf"(?=[\d{SIGNS}])(?<![\d.{SIGNS}万点几])(?<!\d,)(?:{SPREAD}|{NUMBER})"

_TOKEN = re.compile(r"\d+(?:\.\d+)?|.")


@lru_cache(maxsize=10_000)
def value_of(text: str) -> Decimal | None:
    """The amount that `text` says: 1,299.50, 二百五, 三百零五, 一万二, 1.5万, 九点九, 二〇二六. None for other text."""
    written = text.replace(",", "").replace(" ", "")
    whole, _point, fraction = written.partition("点")
    if fraction:
        decimals = "".join(str(DIGITS.get(sign, "")) for sign in fraction)
        value = value_of(whole)
        return None if value is None or len(decimals) != len(fraction) else value + Decimal(f"0.{decimals}")
    if all(sign in DIGITS for sign in whole) and len(whole) > 1:
        return Decimal("".join(str(DIGITS[sign]) for sign in whole))
    return _summed(_TOKEN.findall(whole))


def _summed(tokens: list[str]) -> Decimal | None:
    total, section, digit = Decimal(0), Decimal(0), None
    unit = Decimal(1)
    for token in tokens:
        if token in LARGE_UNITS:
            larger = total if total >= LARGE_UNITS[token] else Decimal(0)
            total = larger + (total - larger + section + (digit or 0)) * LARGE_UNITS[token]
            section, digit, unit = Decimal(0), None, Decimal(LARGE_UNITS[token])
        elif token in SMALL_UNITS:
            section += (Decimal(1) if digit is None else digit) * SMALL_UNITS[token]
            digit, unit = None, Decimal(SMALL_UNITS[token])
        elif token in DIGITS:
            if digit:
                return None
            digit, unit = Decimal(DIGITS[token]), unit if DIGITS[token] else Decimal(10)
        elif token[0].isdecimal():
            digit = Decimal(token)
        else:
            return None
    if not tokens:
        return None
    colloquial = digit is not None and unit >= 100 and digit < 10
    return total + section + (digit or 0) * (unit / 10 if colloquial else 1)


@lru_cache(maxsize=10_000)
def plainly(value: Decimal) -> str:
    """The amount in digits, without an exponent or needless zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
