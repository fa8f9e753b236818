"""Whether content may leave the house: its exact text has a verdict that passes, and the approval it needs."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from chaoxin.accounts.models import Workspace
from chaoxin.channels.platform_words import told
from chaoxin.compliance import effective, judging
from chaoxin.compliance.media_facts import ZONE, today
from chaoxin.content import packing, reviewing
from chaoxin.content.models import Variant

from . import lapsing, subjects
from .models import Delivery


def obstacle(variant: Variant, packed: packing.Packed) -> str:
    """Why a variant cannot be scheduled as it stands, as a sentence; "" where nothing is in the way."""
    if not reviewing.is_cleared(variant):
        return _("这份内容还没有通过审核，或审核后又改过。请先提交审核，通过后再排期。")
    if not judging.passes(variant.draft.workspace, packed.hash):
        return _("这份内容没有通过合规检查。请按提示修改，或由有权限的人说明理由后放行。")
    stops = [told(problem.sentence) for problem in packing.problems(variant) if problem.level == "stop"]
    return _("平台不会接受这份内容：") + _("；").join(stops) if stops else ""


def judge_by_today(delivery: Delivery) -> None:
    """Judges the frozen content of a delivery again where days alone have changed what is to be said of it since it was
    judged: the licence of a file in it has ended, a rule has begun or ceased to count. One or two small queries
    where neither is so."""
    judged_at = judging.judged_at(delivery.workspace, delivery.content_hash)
    judged_on = judged_at.astimezone(ZONE).date() if judged_at else today()
    if judged_on < today() and (
        lapsing.ended_since(delivery.content, judged_on) or _rules_turned(delivery.workspace, judged_on)
    ):
        judging.judge_subject(subjects.subject_of(delivery), workspace=delivery.workspace)


def _rules_turned(workspace: Workspace, judged_on: date) -> bool:
    return any(judged_on < day <= today() for day in effective.of_workspace(workspace).days)


def still_passes(delivery: Delivery) -> bool:
    """Whether the frozen content of a delivery still has a verdict that lets it out."""
    return judging.passes(delivery.workspace, delivery.content_hash)
