from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from chaoxin.accounts.models import Membership
from chaoxin.channels import wires
from chaoxin.channels.models import Channel
from chaoxin.core.models import Record

from .delivery import Delivery


class Receipt(Record):
    """The proof that a delivery is on the platform: found there by reading back, or confirmed by a person: a member
    (`confirmed_by`), or whoever held the link of the hand-off and typed his name (`confirmed_name`). A receipt that a
    person gave may lack what the platform knows: `complete_at` is when it is asked for next, after so many tries."""

    class Confirmation(models.TextChoices):
        READ_BACK = "read_back", _("平台读回")
        PERSON = "person", _("人工确认")

    delivery = models.OneToOneField(Delivery, on_delete=models.CASCADE, related_name="receipt")
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="receipts")
    post_id = models.CharField(_("平台帖子 ID"), max_length=200)
    url = models.URLField(_("链接"), max_length=800, blank=True)
    reference = models.CharField(max_length=200)
    facts = models.JSONField(default=dict)
    confirmation = models.CharField(_("确认方式"), max_length=12, choices=Confirmation.choices)
    confirmed_by = models.ForeignKey(Membership, on_delete=models.SET_NULL, null=True, related_name="+")
    confirmed_name = models.CharField(_("确认人姓名"), max_length=60, blank=True)
    confirmed_at = models.DateTimeField(_("确认时间"))
    complete_at = models.DateTimeField(_("下次补全"), null=True, blank=True)
    complete_tries = models.PositiveSmallIntegerField(default=0)
    removed_at = models.DateTimeField(_("下架时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("回执")
        constraints = [models.UniqueConstraint(fields=["channel", "post_id"], name="one_receipt_per_post")]
        indexes = [
            models.Index(
                fields=["complete_at"],
                name="receipt_to_complete",
                condition=models.Q(complete_at__isnull=False),
            )
        ]

    @property
    def address(self) -> str:
        """Where a browser finds the post: on the platform, or in the sandbox for accounts that live there; "" where
        the platform tells no link, or the sandbox is not running here."""
        return wires.address_in_browser(self.delivery.channel.environment, self.url)

    def __str__(self) -> str:
        return self.url or self.post_id
