from django.utils.translation import gettext_lazy as _

from chaoxin.accounts import detail_words, verb_names

from .models import Asset, Licence


def _licences(ids: set[str]) -> dict[str, str]:
    return {str(row.pk): str(row) for row in Licence.objects.filter(pk__in=ids)}


def _assets(ids: set[str]) -> dict[str, str]:
    return {str(pk): name for pk, name in Asset.objects.filter(pk__in=ids).values_list("pk", "name")}


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
detail_words.define(
    {
        "version": _("版本"),
        "asset.recode/source": _("原视频"),
        "licence.record/source": _("来源"),
        "licence.change/source": _("来源"),
        "proof": _("凭证"),
        "with": _("制作工具"),
        "size": _("大小（字节）"),
        "sha256": _("文件指纹"),
    },
    values={
        "licence.record/kind": dict(Licence.Kind.choices),
        "licence.change/kind": dict(Licence.Kind.choices),
        "asset.provenance/from": dict(Asset.Provenance.choices),
        "asset.provenance/to": dict(Asset.Provenance.choices),
    },
    lookups={
        "asset.licence/from": _licences,
        "asset.licence/to": _licences,
        "asset.recode/source": _assets,
    },
)
