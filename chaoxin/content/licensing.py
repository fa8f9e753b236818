"""Licences of others' pictures and videos: recorded, given to assets, and told of when they end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from chaoxin.accounts import auditing
from chaoxin.accounts.actor import Actor
from chaoxin.compliance.media_facts import today
from chaoxin.connectors import registry
from chaoxin.core.refusals import Invalid

from . import proofs, provenance
from .models import Asset, Licence
from .proofs import Proof

SOON = timedelta(days=30)
MOST_AT_ONCE = 500
Provenance = Asset.Provenance


@dataclass(frozen=True)
class Told:
    """What is to be recorded of a licence; see `Licence`."""

    kind: str
    source: str
    reference: str = ""
    since: date | None = None
    until: date | None = None
    platforms: Sequence[str] = field(default_factory=tuple)
    proof_url: str = ""
    note: str = ""


def record(told: Told, *, by: Actor, proof: Proof | None = None) -> Licence:
    """Keeps a licence. Raises Invalid naming the field that is wrong."""
    by.require("draft.write")
    made = Licence(workspace=by.workspace, recorded_by=by.membership, **_checked(told))
    _add_proof(made, proof)
    with transaction.atomic():
        made.save(force_insert=True)
        auditing.record("licence.record", by=by, subject=made, detail=_detail(made))
    return made


def change(licence: Licence, told: Told, *, by: Actor, proof: Proof | None = None) -> Licence:
    """Sets a licence to what is told; its assets are judged anew. Without a new proof the file that is there stays.
    Raises Invalid."""
    by.require("draft.write")
    for name, value in _checked(told).items():
        setattr(licence, name, value)
    _add_proof(licence, proof)
    with transaction.atomic():
        licence.save()
        auditing.record("licence.change", by=by, subject=licence, detail=_detail(licence))
        provenance.tell(licence.assets.all())
    return licence


def add_proof(licence: Licence, proof: Proof, *, by: Actor) -> Licence:
    """Puts a file that proves it in the place of the one that is there."""
    by.require("draft.write")
    _add_proof(licence, proof)
    with transaction.atomic():
        licence.save(update_fields=["proof_path", "proof_name", "proof_type"])
        auditing.record("licence.change", by=by, subject=licence, detail={"proof": proof.name})
    return licence


def assign(licence: Licence | None, assets: Iterable[Asset], *, by: Actor) -> int:
    """Puts assets under a licence, or with None under none; those under one count as licensed from then on, and
    what was made from them goes along. Answers how many changed; raises Invalid for more than 500 at once."""
    by.require("draft.write")
    chosen = provenance.checked(assets, by)
    moved = [asset for asset in chosen if asset.licence_id != (licence.pk if licence else None)]
    for asset in moved:
        detail = {"from": str(asset.licence_id or ""), "to": str(licence.pk if licence else "")}
        with transaction.atomic():
            same = Asset.objects.filter(Q(pk=asset.pk) | Q(source=asset))
            same.update(licence=licence)
            if licence is not None:
                same.exclude(provenance=Provenance.AI_GENERATED).update(provenance=Provenance.LICENSED)
            auditing.record("asset.licence", by=by, subject=asset, detail=detail)
            provenance.tell([asset])
    return len(moved)


def tell_ended() -> int:
    """Tells, once for each, of the assets whose licence has ended or begun to end another day; answers how many
    licences."""
    ended = Licence.objects.filter(until__lt=today()).exclude(end_told=F("until"))
    count = 0
    for licence in ended.order_by("until")[:MOST_AT_ONCE]:
        with transaction.atomic():
            Licence.objects.filter(pk=licence.pk).update(end_told=licence.until)
            provenance.tell(licence.assets.all())
        count += 1
    return count


def standing_of(licence: Licence) -> str:
    """`ended`, `coming` (not begun yet), `soon` (ends within 30 days) or `valid`."""
    day = today()
    if licence.until and licence.until < day:
        return "ended"
    if licence.since and licence.since > day:
        return "coming"
    return "soon" if licence.until and licence.until <= day + SOON else "valid"


def by_standing(licences: QuerySet[Licence], standing: str) -> QuerySet[Licence]:
    """Those of a standing, as `standing_of` names it; all for another word."""
    return licences.filter(condition(standing)) if standing else licences


def still_used(licences: QuerySet[Licence], standing: str) -> int:
    """How many licences of that standing have assets under them."""
    return by_standing(licences, standing).filter(assets__isnull=False).distinct().count()


def condition(standing: str, prefix: str = "") -> Q:
    """What a row of that standing fulfils; `prefix` leads to the licence. Everything for another word."""
    day = today()
    ended = Q(**{f"{prefix}until__lt": day})
    coming = Q(**{f"{prefix}since__gt": day})
    soon = Q(**{f"{prefix}until__gte": day, f"{prefix}until__lte": day + SOON}) & ~coming
    valid = ~ended & ~coming & (Q(**{f"{prefix}until": None}) | Q(**{f"{prefix}until__gt": day + SOON}))
    return {"ended": ended, "coming": coming, "soon": soon, "valid": valid}.get(standing, Q())


def _checked(told: Told) -> dict[str, Any]:
    if told.kind not in Licence.Kind.values:
        raise Invalid(_("请选授权的类型。"), field="kind")
    source = " ".join(told.source.split())
    if not source:
        raise Invalid(_("请写明向谁取得的授权，例如图库、作者或合作方的名字。"), field="source")
    if told.since and told.until and told.until < told.since:
        raise Invalid(_("到期日期早于开始日期，请核对。"), field="until")
    if unknown := set(told.platforms) - set(registry.manifests()):
        raise Invalid(_("没有这个平台：%s。") % _("、").join(sorted(unknown)), field="platforms")
    if told.proof_url and not told.proof_url.lower().startswith(("https://", "http://")):
        raise Invalid(_("凭证链接要以 https:// 或 http:// 开头。"), field="proof_url")
    return {
        "kind": told.kind,
        "source": source[:120],
        "reference": told.reference.strip()[:80],
        "since": told.since,
        "until": told.until,
        "platforms": sorted(set(told.platforms)),
        "proof_url": told.proof_url.strip()[:500],
        "note": told.note.strip()[:300],
    }


def _add_proof(licence: Licence, proof: Proof | None) -> None:
    if proof is not None:
        licence.proof_path = proofs.keep(proof, licence.workspace)
        licence.proof_name, licence.proof_type = proof.name, proof.content_type


def _detail(licence: Licence) -> dict[str, Any]:
    return {
        "source": licence.source,
        "kind": licence.kind,
        "since": str(licence.since or ""),
        "until": str(licence.until or ""),
        "platforms": licence.platforms,
    }
