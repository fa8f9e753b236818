from chaoxin.core.announcing import define

SCHEDULED = define("delivery.scheduled", "一条投放排好了时间，或改了时间")
HELD = define("delivery.held", "一条投放被搁置，等人处理")
HANDED_OVER = define("delivery.handed_over", "一条投放备好了，等人在平台上发布")
SENT = define("delivery.sent", "一条投放已提交平台，等平台处理")
PUBLISHED = define("delivery.published", "一条投放已从平台读回，确认上线")
REFUSED = define("delivery.refused", "一条投放被平台拒绝，或内容发不出去")
UNCONFIRMED = define("delivery.unconfirmed", "一条投放发出后没有得到答复，正在核实")
REMOVED = define("delivery.removed", "一条已上线的投放不在了：被撤回或被平台下架")
LIMITED = define("delivery.limited", "一条已上线的投放被平台限制了可见范围")
CANCELED = define("delivery.canceled", "一条投放被取消")
FROZEN = define("publishing.frozen", "排队中的投放被冻结")
THAWED = define("publishing.thawed", "冻结解除")
