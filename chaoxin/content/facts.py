from chaoxin.core.announcing import define

SUBMITTED = define("draft.submitted", "一篇稿件提交了审核。")
APPROVED = define("draft.approved", "一篇稿件的全部分发版本都通过了审核。")
SENT_BACK = define("draft.sent_back", "一篇稿件被审核人退回修改。")
ASSET_KNOWN = define(
    "asset.known", "一份素材的情况变了：识别出了文字或二维码，来源或授权改了，或授权到期了。"
)
