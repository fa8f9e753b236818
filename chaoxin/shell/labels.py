"""The words that behaviours in the browser say; they reach it as JSON in the page."""

from __future__ import annotations

from django.utils.translation import gettext as _


def labels() -> dict[str, str]:
    """Words by the key that the behaviours use."""
    return {
        "copied": _("已复制"),
        "copy_failed": _("浏览器不允许复制，请手动选中后复制。"),
        "network": _("网络断开，这次操作没有送达。内容还在页面上，请稍后再试。"),
        "server": _("服务器出错，这次操作没有完成。内容还在页面上，请稍后再试，或请管理员查看系统状态。"),
        "undo": _("撤销"),
        "not_allowed": _("没有权限做这件事。"),
        "not_found": _("对象不存在或已被移除，请刷新页面。"),
        "confirm": _("确定"),
        "cancel": _("取消"),
        "close": _("关闭"),
        "unsaved": _("有改动未保存"),
        "saving": _("保存中…"),
        "saved": _("已保存"),
        "save_failed": _("保存失败，改动还在页面上"),
        "restored": _("已恢复上次没有提交的内容。"),
        "just_now": _("刚刚"),
        "minutes_ago": _("{n} 分钟前"),
        "hours_ago": _("{n} 小时前"),
        "days_ago": _("{n} 天前"),
        "in_minutes": _("{n} 分钟后"),
        "in_hours": _("{n} 小时后"),
        "in_days": _("{n} 天后"),
        "days": _("{n} 天"),
        "left": _("剩 {time}"),
        "overdue": _("超时 {time}"),
        "no_data": _("暂无数据"),
    }
