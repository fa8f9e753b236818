from chaoxin.core.announcing import define

OBJECTIVE_SET = define("objective.set", "有人制定了一个目标或改了它的指标。")
OBJECTIVE_CLOSED = define("objective.closed", "一个目标已结束。")
