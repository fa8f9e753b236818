"""What messages are judged by; the labels are those of the models in `zhtext`."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

# A judgement below this confidence is kept and not shown. Of the messages that the sandbox's audience writes, nine of
# ten judgements above it are right, and half of the complaints are among them.
SURE = 0.7


class Purpose(models.TextChoices):
    """What somebody writes for."""

    COMPLAINT = "complaint", _("投诉")
    LEAD = "lead", _("线索")
    CONSULTATION = "consultation", _("咨询")
    PRAISE = "praise", _("表扬")
    SPAM = "spam", _("垃圾")
    OTHER = "other", _("其他")


class Sentiment(models.TextChoices):
    NEGATIVE = "negative", _("负面")
    NEUTRAL = "neutral", _("中性")
    POSITIVE = "positive", _("正面")


def signs(purpose: str, sentiment: str) -> str:
    """What stands out, in words for a chip: 投诉 · 负面. Mere talk and a neutral tone do not; "" where nothing does."""
    shown = [Purpose(purpose).label] if purpose and purpose != Purpose.OTHER else []
    shown += [Sentiment(sentiment).label] if sentiment and sentiment != Sentiment.NEUTRAL else []
    return " · ".join(str(label) for label in shown)
