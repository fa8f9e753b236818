"""Licences of pictures and videos that end before what uses them goes out: seen while there is time to do something."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, Subquery
from django.utils.translation import gettext as _

from chaoxin.accounts.models import Workspace
from chaoxin.compliance.media_facts import ZONE, today
from chaoxin.content import media, packing
from chaoxin.content.models import Asset, Licence

from .models import Delivery
from .states import State
from .subjects import sends_any


def lapsing(workspace: Workspace) -> Q:
    """Of scheduled deliveries with a picture or video whose licence still holds and will have ended at their time. One
    query as long as no licence ends before the last of them."""
    planned = Delivery.objects.filter(workspace=workspace, state=State.SCHEDULED)
    last = planned.order_by("-due_at").values("due_at__date")[:1]
    ending = Licence.objects.filter(workspace=workspace, until__gte=today(), until__lte=Subquery(last))
    keys = {str(pk) for pk in Asset.objects.filter(licence__in=ending).values_list("pk", flat=True)}
    if not keys:
        return Q(pk__in=[])
    return Q(pk__in=[row.pk for row in mark(planned.filter(sends_any(keys))) if row.lapse])


def mark(deliveries: Iterable[Delivery]) -> list[Delivery]:
    """The same deliveries, each scheduled one knowing in `lapse` which licence ends before its time, by two queries at
    most."""
    rows = list(deliveries)
    planned = [row for row in rows if row.state == State.SCHEDULED]
    assets = packing.assets_in(row.content for row in planned)
    licences = _licences_of(assets.values())
    for row in planned:
        row.lapse = _lapse(row.content, row.due_at, assets, licences)
    return rows


def lapse_of(content: Mapping[str, Any], *, due_at: datetime) -> str:
    """Which licence of a content's files holds now and will have ended at that time, as a sentence; "" for none."""
    assets = packing.assets_in([content])
    return _lapse(content, due_at, assets, _licences_of(assets.values()))


def ended_since(content: Mapping[str, Any], day: date) -> bool:
    """Whether a licence of a content's files still held on that day and has ended by today; no query without files."""
    files = [UUID(key) for key in media.originals_in(content)]
    ended = Licence.objects.filter(assets__in=files, until__gte=day, until__lt=today())
    return bool(files) and ended.exists()


def _lapse(
    content: Mapping[str, Any], due_at: datetime, assets: Mapping[str, Asset], licences: Mapping[Any, Licence]
) -> str:
    day, now = due_at.astimezone(ZONE).date(), today()
    for asset in filter(None, map(assets.get, media.originals_in(content))):
        licence = licences.get(asset.licence_id)
        if licence and licence.until and now <= licence.until < day:
            left = (licence.until - now).days
            return _(
                "素材“%(name)s”的授权 %(until)s 到期（还有 %(left)d 天），发布时已经过期，到时会被暂停。"
                "请换一张、续期后更新授权，或提前发布。"
            ) % {"name": asset.name, "until": f"{licence.until:%m-%d}", "left": left}
    return ""


def _licences_of(assets: Iterable[Asset]) -> dict[Any, Licence]:
    wanted = {asset.licence_id for asset in assets if asset.licence_id}
    return {row.pk: row for row in Licence.objects.filter(pk__in=wanted)} if wanted else {}
