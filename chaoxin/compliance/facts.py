from chaoxin.core.announcing import define

REQUESTED = define("approval.requested", "有人申请审核一份确定的内容。")
GRANTED = define("approval.granted", "一份确定的内容通过了全部级别的审核。")
REJECTED = define("approval.rejected", "审核人退回了一份内容。")
OVERRIDDEN = define("verdict.overridden", "有权限的人说明理由，放行了一个合规结论。")
FAILED_AGAIN = define("verdict.failed_again", "一份已排期的内容重新检查后不再通过，或一直没有通过")
PASSES_AGAIN = define("verdict.passes_again", "一份已排期的内容重新检查后又通过了")
REJUDGED = define("contents.rejudged", "重新检查做完了")
RULES_CHANGED = define("rules.changed", "一个工作区的规则包启用了新版本，或停用了。")
