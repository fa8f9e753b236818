from __future__ import annotations

from django.db import models

from chaoxin.accounts.models import Membership
from chaoxin.core.models import Record

from .review import Review


class ReviewAction(Record):
    """Something that a review has decided to do. One that was not done by the next review is carried over into it;
    `carried_from` is what it was there."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="actions")
    text = models.CharField("行动", max_length=200)
    owner = models.ForeignKey(
        Membership,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="review_actions",
        verbose_name="负责人",
    )
    due_on = models.DateField("期限", null=True, blank=True)
    done_at = models.DateTimeField("完成时间", null=True, blank=True)
    done_by = models.ForeignKey(Membership, on_delete=models.SET_NULL, null=True, related_name="+")
    carried_from = models.OneToOneField(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="carried_to"
    )

    class Meta:
        verbose_name = "复盘行动"
        ordering = ["created_at", "id"]

    def __str__(self) -> str:
        return self.text
