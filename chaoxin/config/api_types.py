"""What is wrong with a single value that the REST API was sent, in a sentence for each of pydantic's types of error."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _


def sentence(fault: Mapping[str, Any]) -> str:
    """The sentence on one of pydantic's errors."""
    kind, bounds = str(fault.get("type", "")), dict(fault.get("ctx") or {})
    found = {**_of_kind(), **_of_bound(bounds)}.get(kind)
    return found or _("这个值不符合格式，请对照接口文档。")


def _of_kind() -> dict[str, str]:
    number, whole = _("这里要写数字。"), _("这里要写整数。")
    flag, moment = _("这里只能写 true 或 false。"), _("这里要写时间，如 2026-01-31T09:30:00+08:00。")
    thing, day = _("这里要写一个 JSON 对象。"), _("这里要写日期，如 2026-01-31。")
    key, kind = _("这里要写一个 UUID。"), _("这里要写一列值（JSON 数组）。")
    return {
        "missing": _("缺少这个字段。"),
        "string_type": _("这里要写文字（字符串）。"),
        **dict.fromkeys(("dict_type", "model_type", "model_attributes_type", "mapping_type"), thing),
        **dict.fromkeys(("list_type", "tuple_type", "set_type"), kind),
        **dict.fromkeys(("int_type", "int_parsing", "int_from_float", "int_parsing_size"), whole),
        **dict.fromkeys(("float_type", "float_parsing", "decimal_type", "decimal_parsing"), number),
        "finite_number": number,
        **dict.fromkeys(("bool_type", "bool_parsing"), flag),
        **dict.fromkeys(("uuid_type", "uuid_parsing"), key),
        **dict.fromkeys(("date_type", "date_parsing", "date_from_datetime_parsing"), day),
        **dict.fromkeys(("datetime_type", "datetime_parsing", "datetime_from_date_parsing"), moment),
        "timezone_aware": _("时间要带时区，如 2026-01-31T09:30:00+08:00。"),
        "none_required": _("这里只能写 null。"),
    }


def _of_bound(bounds: Mapping[str, Any]) -> dict[str, str]:
    """Sentences that name the bound; a bound is there for the error's own kind alone."""
    least, most = bounds.get("min_length"), bounds.get("max_length")
    return {
        "string_too_long": _("最多 %(most)s 个字符。") % {"most": most},
        "string_too_short": _("至少 %(least)s 个字符。") % {"least": least},
        "too_long": _("最多 %(most)s 项。") % {"most": most},
        "too_short": _("至少 %(least)s 项。") % {"least": least},
        "greater_than": _("要大于 %(bound)s。") % {"bound": bounds.get("gt")},
        "greater_than_equal": _("不能小于 %(bound)s。") % {"bound": bounds.get("ge")},
        "less_than": _("要小于 %(bound)s。") % {"bound": bounds.get("lt")},
        "less_than_equal": _("不能大于 %(bound)s。") % {"bound": bounds.get("le")},
        "literal_error": _("只能写：%(known)s。") % {"known": bounds.get("expected")},
        "enum": _("只能写：%(known)s。") % {"known": bounds.get("expected")},
    }
