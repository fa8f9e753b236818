"""What callers of the REST API may look for: a value that does not exist is refused, with those that do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from chaoxin.connectors import registry
from chaoxin.core.refusals import Invalid

from .vocabulary import require_among


def require_known(told: Mapping[str, str], known: Mapping[str, Iterable[str]]) -> None:
    """Raises Invalid for a parameter with a value that is not among those that it has in `known`; what is empty does
    not matter."""
    for name, values in known.items():
        sentence = _("没有“%(value)s”这个取值，只有：%(known)s。")
        require_among(told[name], map(str, values), sentence, name)


def require_platform(told: str) -> None:
    """As `require_known`, of a platform."""
    require_known({"platform": told}, {"platform": registry.manifests()})


def require_id(name: str, told: str) -> None:
    """Raises Invalid for what is no id; "" is fine."""
    try:
        UUID(told or "0" * 32)
    except ValueError:
        raise Invalid(_("“%s”不是编号，请写列表里给出的 id。") % told[:40], field=name) from None


def require_day(name: str, told: str) -> None:
    """Raises Invalid for what is no date; "" is fine."""
    try:
        found = parse_date(told) if told else True
    except ValueError:
        found = None
    if not found:
        raise Invalid(_("“%s”不是日期，请写成 2026-01-31 这样。") % told[:40], field=name)
