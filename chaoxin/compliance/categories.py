"""What rules are about."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Category(models.TextChoices):
    """The matter of a rule; packs/README.md says what belongs where."""

    SUPERLATIVE = "superlative", _("绝对化用语")
    MISLEADING = "misleading", _("虚假与误导")
    CITATION = "citation", _("数据与引证")
    PRICE = "price", _("价格与促销")
    DISPARAGEMENT = "disparagement", _("贬低同行")
    AUTHORITY = "authority", _("国家象征与机关")
    MEDICAL = "medical", _("医疗")
    DRUG = "drug", _("药品与器械")
    HEALTH_FOOD = "health_food", _("保健食品")
    FOOD = "food", _("食品")
    COSMETICS = "cosmetics", _("化妆品")
    FINANCE = "finance", _("金融")
    EDUCATION = "education", _("教育培训")
    PROPERTY = "property", _("房地产")
    ALCOHOL_TOBACCO = "alcohol_tobacco", _("烟酒")
    MINORS = "minors", _("未成年人")
    INDUCEMENT = "inducement", _("诱导分享与关注")
    DIVERSION = "diversion", _("引流与外链")
    PRIVACY = "privacy", _("个人信息")
    ABUSE = "abuse", _("低俗与辱骂")
    DISCRIMINATION = "discrimination", _("歧视")
    DISCLOSURE = "disclosure", _("声明与标识")
    LICENCE = "licence", _("素材授权")
    SENSITIVE = "sensitive", _("时政与灾害")
    COMPANY = "company", _("公司用语")
