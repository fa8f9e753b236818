"""Accounts of messengers that people leave: a cue that names the messenger, and the account after it."""

from __future__ import annotations

import re
import string
import tomllib
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import NamedTuple

from .extracts import Extract
from .layers import Layers

# How far an account may stand from the name of its messenger, in characters of the plain layer.
REACH = 14
DIGITS_OF_AN_ACCOUNT = range(5, 12)
COUNTED = re.compile(
    r"[^\S\n]{0,2}(?:元|块|万|人|次|个|名|位|款|年|月|日|积分|分|%|度|米|克|级|斤|播放|点赞)"
)
LOUD_SIGN = re.compile(r"[:=>→👉]|号|id|是|搜")
MOBILE = re.compile(r"1[3-9]\d{9}")
SIGNS = re.compile(r"[^\w-]")
LATIN = frozenset(string.ascii_lowercase)
MARKED = re.compile(r"[\d_-]")
SAME_NUMBER = re.compile(r"[^\w\n]{0,4}(?P<cue>vx|wx|[微薇徽vw][信心x]?)[^\w\n]{0,2}号?(?:也是)?同")


class Cue(NamedTuple):
    """`plain[start:end]` names a messenger; a doubtful one needs an account that no common word looks like."""

    start: int
    end: int
    text: str
    doubtful: bool


@dataclass(frozen=True)
class Messenger:
    """The compiled grammar of one table of messengers.toml; `kind` is its name."""

    kind: str
    cues: re.Pattern[str]
    invites: re.Pattern[str]
    account: re.Pattern[str] | None
    number: re.Pattern[str]
    after: re.Pattern[str]


@cache
def messengers() -> tuple[Messenger, ...]:
    """The messengers whose accounts are found, in the order of the file."""
    tables = tomllib.loads(resources.files(__package__).joinpath("messengers.toml").read_text("utf-8"))
    return tuple(_compiled(kind, table) for kind, table in tables.items())


def _compiled(kind: str, table: dict[str, str | list[str]]) -> Messenger:
    sure, doubtful, invites = ("|".join(table[name]) or "(?!)" for name in ("names", "doubtful", "invites"))
    return Messenger(
        kind=kind,
        cues=re.compile(rf"(?:(?P<sure>{sure})|(?P<doubtful>{doubtful}))(?!{table['products']})"),
        invites=re.compile(rf"(?:{invites})(?!{table['products']})"),
        account=re.compile(rf"(?<![a-z0-9_./-]){table['account']}") if table["account"] else None,
        number=re.compile(rf"(?<!\d)(?:{table['number']})(?!\d)"),
        after=re.compile(rf"(?:{table['after']}|[^\w\n]){{0,8}}"),
    )


def find(layers: Layers) -> Iterator[Extract]:
    """Every account behind a cue, mobile numbers that are said to be the account too, and invitations without an
    account. The span is the account's; the value lower case, without signs between its characters. Of an invitation
    it is the words' own span, and the value is ""."""
    for messenger in messengers():
        used: set[int] = set()
        yield from _behind(layers, messenger, used)
        yield from _invitations(layers, messenger, used)
    yield from _same_numbers(layers)


def _cues(layers: Layers, messenger: Messenger) -> Iterator[Cue]:
    for match in messenger.cues.finditer(layers.compact):
        start, end = layers.place(*match.span())
        if not _cuts_a_latin_word(layers.plain, start, end):
            yield Cue(start, end, match[0], match["sure"] is None)


def _cuts_a_latin_word(plain: str, start: int, end: int) -> bool:
    """Whether the name is only a part of a longer one, or of a quantity such as 5v."""
    before, after = plain[start - 1 : start] if start else "", plain[end : end + 1]
    begins = plain[start] in LATIN and (before in LATIN or (end - start == 1 and before.isdigit()))
    return begins or (after in LATIN and plain[end - 1] in LATIN)


def _behind(layers: Layers, messenger: Messenger, used: set[int]) -> Iterator[Extract]:
    if not messenger.cues.search(layers.compact):
        return
    accounts = _accounts(layers, messenger)
    cues = list(_cues(layers, messenger)) if accounts else []
    ends = [cue.end for cue in cues]
    taken = 0
    for start, end, value in accounts:
        nearest = bisect_right(ends, start) - 1
        if start < taken or nearest < 0 or start - ends[nearest] > REACH:
            continue
        cue = cues[nearest]
        confidence = _confidence(layers.plain, messenger, cue, value, (start, end))
        if confidence:
            taken = end
            used.add(cue.end)
            yield Extract(messenger.kind, *layers.span(start, end), value, cue.text, confidence)


def _accounts(layers: Layers, messenger: Messenger) -> list[tuple[int, int, str]]:
    numbers = layers.numbers
    found = [
        (*numbers.place(*match.span()), match[0].replace(" ", ""))
        for match in messenger.number.finditer(numbers.written)
    ]
    if messenger.account:
        found += [
            (*match.span(), SIGNS.sub("", match[0])) for match in messenger.account.finditer(layers.plain)
        ]
    return sorted(found)


def _confidence(plain: str, messenger: Messenger, cue: Cue, value: str, span: tuple[int, int]) -> float:
    between = plain[cue.end : span[0]]
    if between and not messenger.after.fullmatch(between):
        return 0.0
    loud = cue.text.endswith((":", "号")) or bool(between and LOUD_SIGN.search(between))
    if value.isdigit():
        return _confidence_of_number(plain, messenger, cue, value, span[1], loud=loud)
    if MARKED.search(value):
        return 0.6 if cue.doubtful else 0.9
    if not loud:
        return 0.0
    return 0.55 if cue.doubtful else 0.75


def _confidence_of_number(
    plain: str, messenger: Messenger, cue: Cue, value: str, end: int, *, loud: bool
) -> float:
    if COUNTED.match(plain, end) or len(value) not in DIGITS_OF_AN_ACCOUNT:
        return 0.0
    if not messenger.account or MOBILE.fullmatch(value):
        return 0.6 if cue.doubtful else 0.9
    return 0.7 if loud and not cue.doubtful else 0.0


def _invitations(layers: Layers, messenger: Messenger, used: set[int]) -> Iterator[Extract]:
    for match in messenger.invites.finditer(layers.compact):
        start, end = layers.place(*match.span())
        if _cuts_a_latin_word(layers.plain, start, end) or not used.isdisjoint(range(start, end + 4)):
            continue
        yield Extract(messenger.kind, *layers.span(start, end), "", match[0], 0.7)


def _same_numbers(layers: Layers) -> Iterator[Extract]:
    if "同" not in layers.plain:
        return
    numbers, messenger = layers.numbers, messengers()[0]
    for match in messenger.number.finditer(numbers.written):
        start, end = numbers.place(*match.span())
        said = SAME_NUMBER.match(layers.plain, end)
        if said:
            value = match[0].replace(" ", "")
            yield Extract(messenger.kind, *layers.span(start, end), value, said["cue"] + "同号", 0.9)
