from chaoxin.core.announcing import define

OPENED = define("conversation.opened", "有用户开始了一个新会话")
RECEIVED = define("message.received", "收到一条消息或评论")
CORRECTED = define("message.corrected", "有人更正了一条消息的来意或情绪")
ANSWERED = define("reply.sent", "一条回复已送达平台")
FAILED = define("reply.failed", "一条回复没有发出去")
UNCONFIRMED = define("reply.unconfirmed", "一条回复发出后没有得到答复，正在核实")
CONTACTED = define("lead.contacted", "有同事联系了留下联系方式的人")
ASSIGNED = define("conversation.assigned", "会话换了负责人")
CLOSED = define("conversation.closed", "会话被关闭")
BREACHED = define("conversation.breached", "会话超过回复期限还没有回复")
