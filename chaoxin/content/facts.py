from chaoxin.core.announcing import define

SUBMITTED = define("draft.submitted", "一篇稿件提交了审核。")
APPROVED = define("draft.approved", "一篇稿件的全部分发版本都通过了审核。")
SENT_BACK = define("draft.sent_back", "一篇稿件被审核人退回修改。")
