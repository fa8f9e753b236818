"""Why the house judges again, kept as a code with values, so that everybody reads it in his language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

PACK_CHANGED = "pack_changed"
CAUSES = {
    "by_hand": gettext_noop("手动重新检查"),
    PACK_CHANGED: gettext_noop("规则包“%(name)s”有调整"),
    "industry_changed": gettext_noop("工作区的行业有变化"),
    "seconded": gettext_noop("又有一位同事放过了“%(phrase)s”"),
    "change_confirmed": gettext_noop("%(name)s确认了同事的规则调整"),
    "change_lapsed": gettext_noop("规则调整满 %(days)d 天，不再等第二个人确认"),
    "house_changed": gettext_noop("系统更新后规则包有变化"),
    "file_known": gettext_noop("素材“%(name)s”的识别结果、来源或授权有变化"),
    "files_known": gettext_noop("%(count)d 个素材的识别结果、来源或授权有变化"),
    "up_to_date": gettext_noop("已按现在的规则检查，不用重做"),
}


def cause(code: str, **values: Any) -> dict[str, Any]:
    """A cause as it is kept."""
    return {"code": code, **values}


def told(kept: Mapping[str, Any]) -> str:
    """The cause as a sentence; "" for none."""
    return _(CAUSES[kept["code"]]) % kept if kept else ""
