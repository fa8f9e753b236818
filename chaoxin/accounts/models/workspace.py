from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from chaoxin.core.models import Record


class Workspace(Record):
    """A company's own closed world: nothing in it is seen from another."""

    name = models.CharField(_("名称"), max_length=80)
    slug = models.SlugField(_("网址标识"), max_length=40, unique=True)
    industry = models.CharField(_("行业"), max_length=40, blank=True)
    timezone = models.CharField(_("时区"), max_length=60, default="Asia/Shanghai")

    class Meta:
        verbose_name = _("工作区")

    def __str__(self) -> str:
        return self.name
