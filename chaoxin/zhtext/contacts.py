"""Accounts of messengers that people leave: a cue that names the messenger, and the account after it."""

from __future__ import annotations

import re
import string
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from importlib import resources
from typing import NamedTuple

from .extracts import Extract, extract_of
from .layers import Layers
from .sought import Sought

# How far an account may stand from the name of its messenger, in characters of the plain layer.
REACH = 14
# How much behind an account is read: blanks and a unit.
BEHIND = 4
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


cue_of: Callable[[tuple[int, int, str, bool]], Cue] = partial(tuple.__new__, Cue)


@dataclass(frozen=True)
class Messenger:
    """The compiled grammar of one table of messengers.toml; `kind` is its name."""

    kind: str
    cues: Sought
    invites: Sought
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
    needed = str(table["needed"])
    return Messenger(
        kind=kind,
        cues=Sought(rf"(?:(?P<sure>{sure})|(?P<doubtful>{doubtful}))(?!{table['products']})", needed),
        invites=Sought(rf"(?:{invites})(?!{table['products']})", needed),
        account=re.compile(rf"(?<![a-z0-9_./-]){table['account']}") if table["account"] else None,
        number=re.compile(rf"(?<!\d)(?:{table['number']})(?!\d)"),
        after=re.compile(rf"(?:{table['after']}|[^\w\n]){{0,8}}"),
    )


def find(layers: Layers) -> Iterator[Extract]:
    """Every account behind a cue, mobile numbers that are said to be the account too, and invitations without an
    account. The span is the account's; the value lower case, without signs between its characters. Of an invitation
    it is the words' own span, and the value is ""."""
    for messenger in messengers():
        used = bytearray(len(layers.plain))
        yield from _behind(layers, messenger, used)
        yield from _invitations(layers, messenger, used)
    yield from _same_numbers(layers)


def _cues(layers: Layers, messenger: Messenger) -> Iterator[Cue]:
    plain, places = layers.plain, layers.places_of_compact
    for match in messenger.cues.all_in(layers.compact):
        first, last = match.span()
        start, end = places[first], places[last - 1] + 1
        if not _cuts_a_latin_word(plain, start, end):
            yield cue_of((start, end, match[0], match.lastgroup == "doubtful"))


def _cuts_a_latin_word(plain: str, start: int, end: int) -> bool:
    """Whether the name is only a part of a longer one, or of a quantity such as 5v."""
    if plain[start] in LATIN and start:
        before = plain[start - 1]
        if before in LATIN or (end - start == 1 and before.isdigit()):
            return True
    return plain[end - 1] in LATIN and plain[end : end + 1] in LATIN


def _behind(layers: Layers, messenger: Messenger, used: bytearray) -> Iterator[Extract]:
    if not (messenger.cues.may_be_in(layers.compact) and _has_accounts(layers, messenger)):
        return
    cues = _cues(layers, messenger)
    cue, ahead = None, next(cues, None)
    plain, places, taken, kind = layers.plain, layers.places, 0, messenger.kind
    for start, end, value in _accounts(layers, messenger) if ahead else ():
        while ahead and ahead.end <= start:
            cue, ahead = ahead, next(cues, None)
        if cue is None or start < taken or start - cue.end > REACH:
            continue
        between, behind = plain[cue.end : start], plain[end : end + BEHIND]
        confidence = _confidence(kind, cue.text, cue.doubtful, between, value, behind)
        if confidence:
            taken = end
            used[cue.end - 1] = True
            yield extract_of((kind, places[start], places[end - 1] + 1, value, cue.text, confidence))


def _has_accounts(layers: Layers, messenger: Messenger) -> bool:
    """Whether `_accounts` has any, which takes no longer than to find one."""
    number = messenger.number.search(layers.numbers.written)
    return number is not None or bool(messenger.account and messenger.account.search(layers.plain))


def _accounts(layers: Layers, messenger: Messenger) -> list[tuple[int, int, str]]:
    """Place and value of everything that has the form of an account, in order."""
    places = layers.numbers.places
    found = []
    for match in messenger.number.finditer(layers.numbers.written):
        start, end = match.span()
        value = match[0]
        found.append((places[start], places[end - 1] + 1, value.replace(" ", "") if " " in value else value))
    if messenger.account:
        accounts = [
            (*match.span(), SIGNS.sub("", match[0])) for match in messenger.account.finditer(layers.plain)
        ]
        found = sorted(found + accounts) if found and accounts else found or accounts
    return found


@lru_cache(maxsize=10_000)
def _confidence(kind: str, cue: str, doubtful: bool, between: str, value: str, behind: str) -> float:
    """How sure it is that this is an account behind such a name of its messenger; 0.0 where it is none."""
    messenger = next(one for one in messengers() if one.kind == kind)
    if between and not messenger.after.fullmatch(between):
        return 0.0
    loud = cue.endswith((":", "号")) or bool(between and LOUD_SIGN.search(between))
    if value.isdigit():
        return _confidence_of_number(messenger, value, behind, doubtful=doubtful, loud=loud)
    if MARKED.search(value):
        return 0.6 if doubtful else 0.9
    if not loud:
        return 0.0
    return 0.55 if doubtful else 0.75


def _confidence_of_number(
    messenger: Messenger, value: str, behind: str, *, doubtful: bool, loud: bool
) -> float:
    if COUNTED.match(behind) or len(value) not in DIGITS_OF_AN_ACCOUNT:
        return 0.0
    if not messenger.account or MOBILE.fullmatch(value):
        return 0.6 if doubtful else 0.9
    return 0.7 if loud and not doubtful else 0.0


def _invitations(layers: Layers, messenger: Messenger, used: bytearray) -> Iterator[Extract]:
    for match in messenger.invites.all_in(layers.compact):
        start, end = layers.place(*match.span())
        if _cuts_a_latin_word(layers.plain, start, end) or used.find(True, max(start - 1, 0), end + 3) >= 0:
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
            yield extract_of((messenger.kind, *layers.span(start, end), value, said["cue"] + "同号", 0.9))
