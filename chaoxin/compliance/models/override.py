from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from chaoxin.accounts.models import Membership
from chaoxin.core.models import Record

from .verdict import Verdict


class Override(Record):
    """Somebody lets a verdict pass and says why. `right` is the right that he did it by and `role` the role that gave
    it to him then, whatever becomes of him; both are empty on what was kept before they were."""

    verdict = models.OneToOneField(Verdict, on_delete=models.CASCADE, related_name="override")
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(_("理由"))
    right = models.CharField(_("所凭权限"), max_length=60, blank=True)
    role = models.CharField(_("当时的角色"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("放行")

    def __str__(self) -> str:
        return f"{self.by}: {self.reason[:40]}"
