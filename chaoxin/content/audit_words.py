from django.utils.translation import gettext_lazy as _

from chaoxin.accounts import verb_names

verb_names.define(
    {
        "draft.create": _("新建稿件"),
        "draft.restore_version": _("恢复稿件版本"),
        "draft.archive": _("归档稿件"),
        "draft.restore": _("恢复稿件"),
        "draft.submit": _("稿件提交审核"),
        "draft.withdraw": _("稿件撤回审核"),
        "variant.remove": _("移除分发账号"),
        "asset.take_in": _("上传图片"),
        "asset.recode": _("视频转码"),
        "asset.provenance": _("修改素材来源"),
        "asset.licence": _("修改素材授权"),
        "licence.record": _("登记授权"),
        "licence.change": _("修改授权"),
    }
)
