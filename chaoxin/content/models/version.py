from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from chaoxin.accounts.models import Membership
from chaoxin.core.models import Record

from .draft import Draft


class Version(Record):
    """A draft with all its variants as it stood after one saving; never changed. `automatic` ones were saved while
    typing; of one sitting only the last is kept, so numbers have gaps."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    by = models.ForeignKey(Membership, on_delete=models.SET_NULL, null=True, related_name="+")
    note = models.CharField(_("说明"), max_length=120, blank=True)
    automatic = models.BooleanField(_("自动保存"), default=False)
    snapshot = models.JSONField()

    class Meta:
        verbose_name = _("版本")
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["draft", "number"], name="one_version_per_number")]

    def __str__(self) -> str:
        return f"{self.draft} v{self.number}"
