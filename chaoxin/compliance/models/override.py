from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from chaoxin.accounts.models import Membership
from chaoxin.core.models import Record

from .verdict import Verdict


class Override(Record):
    """Somebody with the right lets a verdict pass and says why."""

    verdict = models.OneToOneField(Verdict, on_delete=models.CASCADE, related_name="override")
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(_("理由"))

    class Meta:
        verbose_name = _("放行")

    def __str__(self) -> str:
        return f"{self.by}: {self.reason[:40]}"
