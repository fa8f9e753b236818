"""How the details of the audit trail read on screen. A room names its own keys and values in its `audit_words.py`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

Entry = TypeVar("Entry")
Word = str | Promise
Lookup = Callable[[set[str]], Mapping[str, str]]
LONGEST_FINGERPRINT = 10
# Hashes and ids are told apart by their beginnings; who needs them whole finds them in the file and by the API.
FINGERPRINT = re.compile(r"[0-9a-f]{64}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

# What several rooms say; these words stand before those of one room.
_keys: dict[str, Word] = {
    "title": gettext_lazy("标题"),
    "name": gettext_lazy("名称"),
    "member": gettext_lazy("成员"),
    "email": gettext_lazy("邮箱"),
    "role": gettext_lazy("角色"),
    "from": gettext_lazy("原来"),
    "to": gettext_lazy("改为"),
    "old": gettext_lazy("原来"),
    "new": gettext_lazy("改为"),
    "state": gettext_lazy("状态"),
    "kind": gettext_lazy("类型"),
    "text": gettext_lazy("内容"),
    "reason": gettext_lazy("理由"),
    "comment": gettext_lazy("批注"),
    "note": gettext_lazy("说明"),
    "industry": gettext_lazy("行业"),
    "timezone": gettext_lazy("时区"),
    "scopes": gettext_lazy("权限"),
    "right": gettext_lazy("凭什么权限"),
    "since": gettext_lazy("从"),
    "until": gettext_lazy("到"),
}
_values: dict[str, Mapping[str, Word]] = {}
_lookups: dict[str, Lookup] = {}


def define(
    keys: Mapping[str, Word],
    *,
    values: Mapping[str, Mapping[str, Word]] | None = None,
    lookups: Mapping[str, Lookup] | None = None,
) -> None:
    """Adds words by key; by key the words of values that are states; and by key how the names of ids are found, all
    at once. A key may be limited to a verb: `asset.licence/from`."""
    _keys.update(keys)
    _values.update(values or {})
    _lookups.update(lookups or {})


def is_named(key: str, verb: str = "") -> bool:
    """Whether the key of a detail has a word."""
    return key in _keys or f"{verb}/{key}" in _keys


class Reader:
    """Reads details of many lines, looking up the names of ids once for all of them."""

    def __init__(self, lines: Iterable[tuple[str, Mapping[str, object]]], *, zone: str) -> None:
        self._zone = ZoneInfo(zone)
        wanted: dict[Lookup, set[str]] = {}
        for verb, detail in lines:
            for key, value in detail.items():
                lookup = _of(_lookups, verb, key)
                if lookup:
                    ids = value if isinstance(value, list) else [value]
                    wanted.setdefault(lookup, set()).update(
                        one for one in ids if isinstance(one, str) and one
                    )
        self._names = {lookup: lookup(ids) for lookup, ids in wanted.items()}

    def read(self, verb: str, detail: Mapping[str, object]) -> list[tuple[str, str]]:
        """Word and value of each entry that says something, in the order of the words that were defined."""
        order = {key: place for place, key in enumerate(_keys)}
        keys = sorted(detail, key=lambda key: order.get(f"{verb}/{key}", order.get(key, len(order))))
        pairs = [(str(_of(_keys, verb, key) or key), self._value(verb, key, detail[key])) for key in keys]
        return [(word, value) for word, value in pairs if value]

    def _value(self, verb: str, key: str, value: object) -> str:
        if isinstance(value, Mapping):
            pairs = [
                (self._inner(verb, key, inner), self._value(verb, inner, value[inner])) for inner in value
            ]
            return _("，").join(f"{word} {shown}" for word, shown in pairs if shown)
        if isinstance(value, list | tuple):
            return self._list(verb, key, list(value))
        if isinstance(value, bool):
            return str(_("是") if value else _("否"))
        return self._plain(verb, key, str(value if value is not None else ""))

    def _inner(self, verb: str, key: str, inner: str) -> str:
        named = (_of(_values, verb, key) or {}).get(inner)
        return str(named or _of(_keys, verb, inner) or inner)

    def _list(self, verb: str, key: str, value: list[object]) -> str:
        if value and isinstance(value[0], Mapping):
            return _("%d 条") % len(value)
        shown = [self._value(verb, key, entry) for entry in value]
        if verb.endswith(".changed") and len(shown) == 2:
            return _("“%(old)s”改为“%(new)s”") % {"old": shown[0], "new": shown[1]}
        return _("、").join(shown)

    def _plain(self, verb: str, key: str, value: str) -> str:
        lookup = _of(_lookups, verb, key)
        if lookup and value:
            return self._names.get(lookup, {}).get(value, _("已删除（%s）") % value[:8])
        named = (_of(_values, verb, key) or {}).get(value)
        if named is not None:
            return str(named)
        if FINGERPRINT.fullmatch(value):
            return value[:LONGEST_FINGERPRINT] + "…"
        return _moment(value, self._zone)


def _of(table: Mapping[str, Entry], verb: str, key: str) -> Entry | None:
    return table.get(f"{verb}/{key}", table.get(key))


def _moment(value: str, zone: ZoneInfo) -> str:
    """A stored moment as people read it; anything else as it is."""
    if not (len(value) > 18 and value[4:5] == "-" and value[10:11] == "T"):
        return value
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        return value
    return at.astimezone(zone).strftime("%Y-%m-%d %H:%M") if at.tzinfo else value
