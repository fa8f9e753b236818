"""What content does when others tell something."""

from __future__ import annotations

from chaoxin.compliance import judging, rejudging
from chaoxin.core.announcing import subscribe
from chaoxin.core.models import Fact

from . import marked_files, reviewing, subjects
from .models import Asset


@subscribe("approval.granted")
def note_grant(fact: Fact) -> None:
    reviewing.settle_subject(fact.payload["subject_type"], fact.payload["subject_id"])


@subscribe("approval.rejected")
def note_rejection(fact: Fact) -> None:
    reviewing.settle_subject(fact.payload["subject_type"], fact.payload["subject_id"])


@subscribe("asset.known")
def note_asset(fact: Fact) -> None:
    asset = Asset.objects.select_related("workspace").filter(pk=fact.subject_id).first()
    if asset is not None:
        marked_files.prepare(asset)
        variants = subjects.variants_with([str(asset.pk)]).values_list("pk", flat=True)
        if judging.has_judged(asset.workspace, reviewing.SUBJECT, map(str, variants)):
            rejudging.media_known(asset.workspace, str(asset.pk), asset.name)
