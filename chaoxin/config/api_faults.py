"""What is wrong with a request that the REST API cannot read, in sentences."""

from __future__ import annotations

from collections.abc import Iterable
from json import JSONDecodeError
from typing import Any

from django.utils.translation import gettext as _
from ninja.errors import HttpError

from chaoxin.accounts.api_bodies import MOST_NAMED, UNKNOWN_KEY
from chaoxin.core.refusals import Invalid
from chaoxin.core.sentences import joined

from . import api_types

BODY = "body"


class Malformed(Invalid):
    """Fields that are not as they should be, in order of the request. `faults` are pydantic's errors."""

    def __init__(self, faults: Iterable[dict[str, Any]]) -> None:
        named = list(faults)
        keys = [entry for fault in named for entry in _unknown_keys(fault)]
        others = [_told(fault) for fault in named if fault.get("type") != UNKNOWN_KEY]
        self.errors = [*keys, *others]
        fields = _("、").join(entry["field"] for entry in others if entry["field"])
        sentences = [entry["message"] for entry in keys[:MOST_NAMED]]
        sentences += [entry["message"] for entry in others if not entry["field"]]
        sentences += [_("请求里有不符合格式的字段：%s。") % fields] if fields else []
        code = UNKNOWN_KEY if keys else Invalid.code
        super().__init__(joined(*sentences), code=code, field=self.errors[0]["field"] if self.errors else "")


def broken(error: HttpError) -> str:
    """Where a body stops being JSON; "" for an error of another kind."""
    cause = error.__cause__
    if isinstance(cause, JSONDecodeError):
        place = {"line": cause.lineno, "column": cause.colno}
        return (
            _(
                "请求体不是合法的 JSON：读到第 %(line)d 行第 %(column)d 个字符读不下去了。"
                "请检查那里和前面的引号、逗号、括号。"
            )
            % place
        )
    if isinstance(cause, UnicodeDecodeError):
        return _("请求体不是 UTF-8 编码的 JSON：第 %d 个字节读不出来。请改用 UTF-8 编码。") % (
            cause.start + 1
        )
    return _("请求体读不了。请发送 UTF-8 编码的 JSON。") if cause is not None else ""


def _unknown_keys(fault: dict[str, Any]) -> list[dict[str, str]]:
    if fault.get("type") != UNKNOWN_KEY:
        return []
    before = _field_of(fault)
    keys: dict[str, str] = fault["ctx"]["keys"]
    return [
        {"field": ".".join(filter(None, (before, key))), "message": message} for key, message in keys.items()
    ]


def _told(fault: dict[str, Any]) -> dict[str, str]:
    field = _field_of(fault)
    message = api_types.sentence(fault) if field else _("请求体要是一个 JSON 对象。")
    return {"field": field, "message": message}


def _field_of(fault: dict[str, Any]) -> str:
    """The dotted name of a field from pydantic's location: without where it came from, and without the name that the
    operation gives to its body; "" for the body itself."""
    source, *parts = [str(part) for part in fault.get("loc", ())] or [""]
    return ".".join(parts[1:] if source == BODY else parts)
