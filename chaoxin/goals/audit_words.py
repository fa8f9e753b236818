from django.utils.translation import gettext_lazy as _

from chaoxin.accounts import detail_words, verb_names

from .kpis import CATALOGUE

verb_names.define(
    {
        "objective.set": _("制定目标"),
        "objective.change": _("修改目标"),
        "objective.close": _("结束目标"),
        "objective.reopen": _("重新打开目标"),
        "campaign.start": _("发起战役"),
        "campaign.change": _("修改战役"),
        "campaign.close": _("结束战役"),
        "campaign.reopen": _("重新打开战役"),
    }
)
detail_words.define(
    {"period": _("周期"), "targets": _("指标")},
    values={"targets": {key: entry.name for key, entry in CATALOGUE.items()}},
)
