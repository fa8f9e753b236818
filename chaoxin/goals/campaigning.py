"""Campaigns: start, change, close, reopen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from chaoxin.accounts import auditing
from chaoxin.accounts.actor import Actor
from chaoxin.accounts.models import Membership
from chaoxin.core import clock
from chaoxin.core.refusals import Invalid

from .models import Campaign
from .planning import Closed


@dataclass(frozen=True)
class Brief:
    """What a campaign says. Days are those of the workspace's time zone, both ends included."""

    name: str
    starts_on: date
    ends_on: date
    brief: str = ""
    owner: Membership | None = None


def start(terms: Brief, *, by: Actor) -> Campaign:
    """A new campaign. Raises Invalid for what does not make sense."""
    by.require("goal.change")
    _check(terms, by)
    with transaction.atomic():
        campaign = Campaign.objects.create(workspace=by.workspace, **_columns(terms))
        auditing.record("campaign.start", by=by, subject=campaign, detail={"name": campaign.name})
    return campaign


def change(campaign: Campaign, terms: Brief, *, by: Actor) -> Campaign:
    """Changes an open campaign. Raises Invalid, Closed."""
    by.require("goal.change")
    _check(terms, by)
    with transaction.atomic():
        locked = Campaign.objects.select_for_update().get(pk=campaign.pk)
        if locked.closed_at:
            raise Closed(_("这个战役已结束，不能再改。要改请先重新打开。"))
        for name, value in _columns(terms).items():
            setattr(locked, name, value)
        locked.save()
        auditing.record("campaign.change", by=by, subject=locked, detail={"name": locked.name})
    return locked


def close(campaign: Campaign, *, by: Actor) -> Campaign:
    """Ends a campaign; closing it again changes nothing."""
    return _set_closed(campaign, closed=True, verb="campaign.close", by=by)


def reopen(campaign: Campaign, *, by: Actor) -> Campaign:
    """Takes a closed campaign up again; harmless on an open one."""
    return _set_closed(campaign, closed=False, verb="campaign.reopen", by=by)


def _set_closed(campaign: Campaign, *, closed: bool, verb: str, by: Actor) -> Campaign:
    by.require("goal.change")
    with transaction.atomic():
        locked = Campaign.objects.select_for_update().get(pk=campaign.pk)
        if bool(locked.closed_at) != closed:
            locked.closed_at = clock.now() if closed else None
            locked.save(update_fields=["closed_at"])
            auditing.record(verb, by=by, subject=locked, detail={"name": locked.name})
    return locked


def _columns(terms: Brief) -> dict[str, object]:
    return {
        "name": terms.name.strip(),
        "brief": terms.brief.strip(),
        "owner": terms.owner,
        "starts_on": terms.starts_on,
        "ends_on": terms.ends_on,
    }


def _check(terms: Brief, by: Actor) -> None:
    if not 0 < len(terms.name.strip()) <= 80:
        raise Invalid(_("请给战役起一个名字，最多 80 个字。"), field="name")
    if terms.ends_on < terms.starts_on:
        raise Invalid(_("结束日期不能早于开始日期。"), field="ends_on")
    if terms.owner is not None and terms.owner.workspace_id != by.workspace.pk:
        raise Invalid(_("负责人要是当前工作区的成员。"), field="owner")
