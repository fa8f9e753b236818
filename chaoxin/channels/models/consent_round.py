from __future__ import annotations

from django.db import models

from chaoxin.accounts.models import Membership, Workspace
from chaoxin.core.encryption import EncryptedJSONField
from chaoxin.core.models import Record

from .channel import Channel


class ConsentRound(Record):
    """A trip of a member's browser to a platform's consent page and back. `state_hash` is the hash of the
    value that must come back; `channel` is set when an existing account is connected again. `name` is
    what the member wants the account to be called. The secrets are wiped when the round is used."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE)
    member = models.ForeignKey(Membership, on_delete=models.CASCADE)
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, null=True)
    platform = models.CharField(max_length=30)
    mode = models.CharField(max_length=20)
    environment = models.CharField(max_length=10)
    state_hash = models.CharField(max_length=64, unique=True)
    credentials = EncryptedJSONField(default=dict)
    settings = models.JSONField(default=dict)
    name = models.CharField(max_length=120, blank=True)
    keep = EncryptedJSONField(default=dict)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.platform} {self.created_at}"
