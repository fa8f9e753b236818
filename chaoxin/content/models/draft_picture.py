from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from .asset import Asset
from .draft import Draft


class DraftPicture(models.Model):
    """A picture's place in a draft; the first one is the cover."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="pictures")
    asset = models.ForeignKey(Asset, on_delete=models.PROTECT, related_name="uses")
    position = models.PositiveSmallIntegerField()
    alt = models.CharField(_("图片说明"), max_length=120, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["draft", "asset"], name="one_place_per_picture"),
            models.UniqueConstraint(
                fields=["draft", "position"],
                name="one_picture_per_place",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.draft} #{self.position}"
