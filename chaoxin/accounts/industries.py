"""What a company may be in. Rules of compliance look at some industries more sternly."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

INDUSTRIES = [
    ("", _("未填写")),
    ("general", _("通用")),
    ("food", _("食品饮料")),
    ("beauty", _("美妆个护")),
    ("health", _("医药健康")),
    ("education", _("教育培训")),
    ("finance", _("金融保险")),
    ("real_estate", _("房地产")),
    ("retail", _("零售电商")),
    ("travel", _("文旅酒店")),
    ("technology", _("科技互联网")),
    ("manufacturing", _("制造")),
    ("public", _("政务公益")),
]
