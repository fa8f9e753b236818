from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from chaoxin.core import clock


class AuditEntry(models.Model):
    """One line of a workspace's audit trail.

    `body` is the canonical JSON text of what happened. `number`, `previous_hash` and `hash` are set by a database
    trigger at commit, so that lines of one workspace form a chain without gaps; rows can neither be changed nor
    removed.
    """

    id = models.BigAutoField(primary_key=True)
    workspace_id = models.UUIDField()
    at = models.DateTimeField(default=clock.now)
    actor_id = models.UUIDField(null=True)
    verb = models.CharField(max_length=80)
    subject_type = models.CharField(max_length=80)
    subject_id = models.CharField(max_length=64)
    body = models.TextField()
    number = models.BigIntegerField(null=True)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("审计记录")
        indexes = [
            models.Index(fields=["workspace_id", "-at"], name="audit_by_time"),
            models.Index(fields=["subject_type", "subject_id"], name="audit_subject"),
        ]
        constraints = [models.UniqueConstraint(fields=["workspace_id", "number"], name="audit_number_once")]

    def __str__(self) -> str:
        return f"{self.number}: {self.verb} {self.subject_type}:{self.subject_id}"
