"""Characters that the eye takes for another one: letters of other scripts, radicals, Han of similar shape.

The letters come from Unicode's confusables and the rare Han from the table of parts; the rest is written by hand.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from .tables import lines
from .traditional import SIMPLIFIED

# Read before the case is evened out, since capital and small letter look like different ones.
_GREEK = (
    "Αa Βb Εe Ζz Ηh Ιi Κk Μm Νn Οo Πn Ρp Σe Τt Υy Χx αa βb γy εe ζz ηn ιi κk νv οo πn ρp ςc σo τt υu χx ωw "
    "ϐb ϲc ϳj Ϝf נj"
)
_CYRILLIC = (
    "Аa Вb Сc Еe Нh Іi Јj Кk Мm Оo Рp Ѕs Тt Хx Уy аa вb сc еe нh іi јj кk мm оo рp ѕs тt хx уy пn гr иu Иn "
    "ԁd ԛq Ԛq ԝw Ԝw Ѵv ѵv Үy үy Ӏl ӏl ьb Ьb бb Єe єe Ґr ґr Қk қk Ҝk ҝk Ҳx ҳx Ңh ңh Ҫc ҫc Әe әe Өo өo Яr яr Шw шw"
)
_OWN_MARKS = "üv ǖv ǘv ǚv ǜv Üv Ǖv Ǘv Ǚv Ǜv"
# Letters by their category, but set for ornament or to fill a blank.
NOISE = frozenset("卍卐\u115f\u1160\u3164\uffa0")
# Squared, negative circled, negative squared and regional letters; negative and double circled digits.
_LETTER_ROWS = (0x1F130, 0x1F150, 0x1F170, 0x1F1E6)
_DIGIT_ROWS = (0x2776, 0x2780, 0x278A, 0x24F5)
_LETTER_NAME = re.compile(r"LATIN .*?LETTER (?:[A-Z]{3,} )*([A-Z])\b")


def _pairs(entries: str) -> dict[str, str]:
    return {entry[0]: entry[1] for entry in entries.split()}


def _groups() -> dict[str, str]:
    """The representative of each character of a group; groups that share a character are one."""
    first: dict[str, str] = {}
    for group in " ".join(lines("groups.txt")).split():
        known = next((first[sign] for sign in group if sign in first), group[0])
        for sign in group:
            old = first.get(sign, sign)
            first.update({other: known for other, kept in first.items() if kept == old})
            first[sign] = known
    return {sign: kept for sign, kept in first.items() if sign != kept}


def _letters() -> dict[str, str]:
    table = {sign: line[0].lower() for line in lines("lookalikes.txt") for sign in line[2:]}
    for start in _LETTER_ROWS:
        table.update({chr(start + place): chr(ord("a") + place) for place in range(26)})
    for start in _DIGIT_ROWS:
        table.update({chr(start + place): str(place + 1) for place in range(9)})
    return table | _pairs(_GREEK) | _pairs(_CYRILLIC) | _pairs(_OWN_MARKS)


# Radicals as they are typed when a character is taken apart; the full form is what they are read as.
RADICALS = _pairs(" ".join(lines("radicals.txt")))
# Forms that hardly anybody writes for their own sake: rare characters, kana that look like Han, numerals of cheques.
RARE = {entry[0]: entry[1] for name in ("shapes.txt", "glimpsed.txt") for entry in lines(name)} | _pairs(
    " ".join(lines("forms.txt"))
)
# Both of use for themselves: the first of a group stands for all while searching, and a hit by them counts less.
GROUPS = _groups()
LETTERS = _letters()


@lru_cache(maxsize=50_000)
def plain(sign: str) -> str:
    """What a character says, without any doubt about what was meant: width, case, marks, script and traditional
    form evened out. "" for whatever is neither letter nor digit; more than one character where the sign stands
    for several (㎏, Ⅷ)."""
    if sign in LETTERS:
        return LETTERS[sign]
    even = unicodedata.normalize("NFKC", sign)
    return "".join(_plain_part(part) for part in even)


def _plain_part(part: str) -> str:
    if part.isascii():
        return part.lower() if part.isalnum() else ""
    if part in NOISE:
        return ""
    if part in RADICALS:
        return RADICALS[part]
    if part in SIMPLIFIED:
        return SIMPLIFIED[part]
    if part >= "⺀" and unicodedata.category(part) == "Lo":
        return part
    return LETTERS.get(part) or _letter_or_digit(part)


def _letter_or_digit(part: str) -> str:
    """ASCII letter of a Latin letter with marks or of another form, ASCII digit of a digit of any script."""
    category = unicodedata.category(part)
    if category[0] not in "LN" or (category == "Lm" and part != "ー"):
        return ""
    digit = unicodedata.digit(part, None)
    if digit is not None:
        return str(digit)
    base = unicodedata.normalize("NFD", part)[0]
    if base != part:
        return plain(base)
    named = _LETTER_NAME.fullmatch(unicodedata.name(part, "").split(" WITH ")[0])
    return named[1].lower() if named else _small(part)


def _small(part: str) -> str:
    small = part.casefold()
    return "".join(LETTERS.get(sign, sign) for sign in small)


@lru_cache(maxsize=50_000)
def taken_for(sign: str) -> str:
    """As `plain`, and characters of similar shape are read as one."""
    return "".join(_taken(part) for part in plain(sign))


def _taken(part: str) -> str:
    part = RARE.get(part, part)
    return GROUPS.get(part, part)
