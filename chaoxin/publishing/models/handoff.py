from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from chaoxin.accounts.models import Membership
from chaoxin.core.models import Record

from .delivery import Delivery


class Handoff(Record):
    """What a person who publishes a delivery by hand has to do with: who is responsible, the link to the phone page,
    what is ticked off. Whether it is open is the state of the delivery (`handed_over`).

    `opened_at` is when it was last handed over, `seen_at` when somebody first opened the phone page after that.
    `next_notice` and `next_notice_at` say of what the responsible person is told next, and when.
    Of the link only a hash is kept; with `link_seed` and the installation's secret key the house can make the same
    link again, for reminders.
    """

    class Told(models.TextChoices):
        READY = "ready", _("已备好")
        DUE = "due", _("到点")
        LATE = "late", _("超时")

    delivery = models.OneToOneField(Delivery, on_delete=models.CASCADE, related_name="handoff")
    responsible = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, blank=True, related_name="handoffs"
    )
    opened_at = models.DateTimeField(_("备好时间"), null=True, blank=True)
    seen_at = models.DateTimeField(_("首次打开"), null=True, blank=True)
    ticked = models.JSONField(default=list, blank=True)
    escalated_at = models.DateTimeField(_("升级提醒时间"), null=True, blank=True)
    next_notice = models.CharField(max_length=6, choices=Told.choices, blank=True)
    next_notice_at = models.DateTimeField(null=True, blank=True)

    # What opens the app on the phone, as `app_opening` keeps it; `opening_reference` names it at the platform.
    opening = models.JSONField(default=dict, blank=True)
    opening_reference = models.CharField(max_length=80, blank=True)
    outcome_looks = models.PositiveSmallIntegerField(default=0)
    next_outcome_look_at = models.DateTimeField(null=True, blank=True)

    link_seed = models.CharField(max_length=48)
    link_hash = models.CharField(max_length=64, unique=True)
    link_expires_at = models.DateTimeField(_("链接到期"))

    class Meta:
        verbose_name = _("交接")
        ordering = ["delivery__due_at", "id"]
        indexes = [
            models.Index(
                fields=["next_notice_at"],
                name="handoff_to_tell",
                condition=models.Q(next_notice_at__isnull=False),
            ),
            models.Index(
                fields=["next_outcome_look_at"],
                name="handoff_to_ask_about",
                condition=models.Q(next_outcome_look_at__isnull=False),
            ),
            models.Index(
                fields=["opening_reference"],
                name="handoff_by_opening",
                condition=~models.Q(opening_reference=""),
            ),
        ]

    def __str__(self) -> str:
        return f"交接：{self.delivery_id}"
