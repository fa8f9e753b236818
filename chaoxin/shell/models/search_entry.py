from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from chaoxin.accounts.models import Workspace
from chaoxin.core import clock


class SearchEntry(models.Model):
    """What search knows of one object. `grams` are the pairs of neighboring characters of its words, so that a word
    of two Chinese characters is found; `words` is the normalized text that a find is checked against."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    subject_id = models.UUIDField()
    title = models.CharField(max_length=200)
    note = models.CharField(max_length=200, blank=True)
    words = models.TextField()
    grams = ArrayField(models.CharField(max_length=2))
    changed_at = models.DateTimeField(help_text="When the object last changed, as its row said at indexing.")
    indexed_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = "搜索条目"
        constraints = [models.UniqueConstraint(fields=["kind", "subject_id"], name="one_entry_per_object")]
        indexes = [
            GinIndex(fields=["grams"], name="search_grams"),
            models.Index(fields=["workspace", "kind", "-changed_at"], name="search_recent"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.title}"
