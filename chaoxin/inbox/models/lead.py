from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from chaoxin.accounts.models import Membership
from chaoxin.core.encryption import EncryptedJSONField
from chaoxin.core.models import Record

from .conversation import Conversation


class Lead(Record):
    """Somebody who left contact data on a platform, as the newest push tells of him. `contacts` are his contact data,
    encrypted, each with the push that told of it; `masked` are the same as lists and pages may show them.
    `newest` orders pushes: the one that `facts` are from."""

    conversation = models.OneToOneField(Conversation, on_delete=models.CASCADE, related_name="lead")
    facts = models.JSONField(default=dict)
    newest = models.JSONField(default=list)
    contacts = EncryptedJSONField(null=True)
    masked = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("线索")

    def __str__(self) -> str:
        return str(self.conversation)


class LeadContact(Record):
    """A member got in touch with somebody who had left contact data, outside of this system."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="lead_contacts")
    at = models.DateTimeField(_("时间"))
    author = models.ForeignKey(Membership, on_delete=models.SET_NULL, null=True, related_name="+")
    note = models.CharField(_("联系情况"), max_length=500)

    class Meta:
        verbose_name = _("联系记录")
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.author} {self.at}"
