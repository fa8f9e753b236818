from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from chaoxin.accounts.models import Workspace
from chaoxin.core.models import Record


class Person(Record):
    """A customer across platforms."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="people")
    name = models.CharField(_("称呼"), max_length=120)
    note = models.TextField(_("备注"), blank=True)
    last_seen_at = models.DateTimeField(_("最近互动"), null=True, blank=True)

    class Meta:
        verbose_name = _("用户")
        verbose_name_plural = _("用户")
        ordering = ["-last_seen_at", "-id"]
        indexes = [models.Index(fields=["workspace", "-last_seen_at"], name="person_recent")]

    def __str__(self) -> str:
        return self.name
