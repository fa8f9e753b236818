"""Faults that a tester injects: which calls they hit, how often, and what they do."""

import json
from dataclasses import dataclass
from typing import Any

from sandbox.identifiers import draw_fraction
from sandbox.store import Store

CALL, PUBLISH, CALLBACK = "call", "publish", "callback"


@dataclass(frozen=True, slots=True)
class FaultKind:
    key: str
    scope: str
    name: str
    options: dict[str, Any]
    explanation: str


KINDS = {
    kind.key: kind
    for kind in (
        FaultKind("timeout_after_accept", CALL, "受理后超时", {"seconds": 60.0}, "调用生效，之后很久才应答"),
        FaultKind(
            "timeout_before_accept", CALL, "受理前超时", {"seconds": 60.0}, "调用不生效，很久之后应答 504"
        ),
        FaultKind("error_after_accept", CALL, "受理后报错", {"status": 500}, "调用生效，但应答 HTTP 500"),
        FaultKind("error_before_accept", CALL, "受理前报错", {"status": 500}, "调用不生效，应答 HTTP 500"),
        FaultKind("cut_after_accept", CALL, "受理后断线", {}, "调用生效，连接被切断，没有应答"),
        FaultKind("cut_before_accept", CALL, "受理前断线", {}, "调用不生效，连接被切断"),
        FaultKind(
            "apply_late",
            CALL,
            "延迟生效",
            {"seconds": 6.0, "answer": "normal", "code": 0, "hang": 60.0},
            "若干秒后才生效；answer：normal 照常应答、cut 断线、error 应答 500、timeout 超时、code 应答错误码",
        ),
        FaultKind("business_error", CALL, "业务错误码", {"code": -1}, "调用不生效，应答指定的平台错误码"),
        FaultKind(
            "revoked_grant", CALL, "授权被收回", {}, "收回该账号现有的令牌与授权，须由人恢复或重新授权"
        ),
        FaultKind("slow_review", PUBLISH, "审核缓慢", {"seconds": 120.0}, "这次发布的审核要等若干秒"),
        FaultKind(
            "rejection",
            PUBLISH,
            "审核不通过",
            {"status": 4, "reason": "内容未通过平台审核"},
            "这次发布被平台驳回",
        ),
        FaultKind("silent_loss", PUBLISH, "静默丢失", {}, "应答成功，但内容永远不会出现"),
        FaultKind("take_down", PUBLISH, "事后下架", {"seconds": 60.0}, "发布成功，若干秒后被平台删除"),
        FaultKind(
            "restriction",
            PUBLISH,
            "事后限制可见",
            {"seconds": 60.0},
            "发布成功，若干秒后被平台设为只有作者可见；接口读不出可见范围的平台看不出来",
        ),
        FaultKind("duplicate_callback", CALLBACK, "回调重复", {"copies": 2}, "同一条推送投递多次"),
        FaultKind(
            "disorder_callback", CALLBACK, "回调乱序", {"seconds": 5.0}, "推送随机晚到，先后次序被打乱"
        ),
        FaultKind("drop_callback", CALLBACK, "回调丢失", {}, "推送永远不会到达"),
    )
}


@dataclass(slots=True)
class Fault:
    """`account` is an account key or `*`; `path` an API path (for callbacks an event name), `*`, or a prefix
    ending in `*`."""

    id: int
    account: str
    path: str
    kind: str
    remaining: int | None
    probability: float
    options: dict[str, Any]
    considered: int = 0
    hits: int = 0

    @property
    def scope(self) -> str:
        return KINDS[self.kind].scope

    def option(self, name: str) -> Any:
        return self.options.get(name, KINDS[self.kind].options[name])

    def covers(self, account: str | None, path: str) -> bool:
        if self.remaining == 0 or self.account not in ("*", account):
            return False
        if self.path.endswith("*"):
            return path.startswith(self.path[:-1])
        return self.path == path


class Faults:
    """The injected faults, kept in memory for speed and on disk for restarts."""

    def __init__(self, store: Store, *, seed: int) -> None:
        self.store = store
        self.seed = seed
        self.present = [fault_of(row) for row in store.all("SELECT * FROM fault ORDER BY id")]

    def add(
        self,
        *,
        kind: str,
        account: str = "*",
        path: str = "*",
        count: int | None = None,
        probability: float = 1.0,
        options: dict[str, Any] | None = None,
    ) -> Fault:
        """Inject a fault. Raises ValueError for an unknown kind or option, or numbers out of range."""
        if kind not in KINDS:
            raise ValueError(f"unknown fault kind {kind!r}; known: {', '.join(KINDS)}")
        given = options or {}
        strange = set(given) - set(KINDS[kind].options)
        if strange:
            raise ValueError(f"fault {kind} has no option {', '.join(sorted(strange))}")
        if not 0 <= probability <= 1 or (count is not None and count < 1):
            raise ValueError("probability must lie in 0..1 and count must be at least 1")
        row_id = self.store.insert(
            "fault",
            {
                "account": account,
                "path": path,
                "kind": kind,
                "remaining": count,
                "probability": probability,
                "options": json.dumps(given, ensure_ascii=False),
            },
        )
        fault = Fault(row_id, account, path, kind, count, probability, given)
        self.present.append(fault)
        return fault

    def remove(self, fault_id: int | None = None) -> int:
        """Remove one fault, or all; answers how many were there."""
        gone = [fault for fault in self.present if fault_id in (None, fault.id)]
        for fault in gone:
            self.store.run("DELETE FROM fault WHERE id = ?", fault.id)
        self.present = [fault for fault in self.present if fault not in gone]
        return len(gone)

    def draw(self, scope: str, *, account: str | None, path: str) -> list[Fault]:
        """The faults of this scope that hit now, each counted down."""
        if not self.present:
            return []
        hit = []
        for fault in self.present:
            if fault.scope == scope and fault.covers(account, path) and self._strikes(fault):
                hit.append(fault)
                if scope == CALL:
                    break  # one call can only fail in one way
        return hit

    def _strikes(self, fault: Fault) -> bool:
        fault.considered += 1
        strikes = draw_fraction(f"{self.seed}|fault|{fault.id}|{fault.considered}") < fault.probability
        if strikes:
            fault.hits += 1
            if fault.remaining is not None:
                fault.remaining -= 1
        self.store.run(
            "UPDATE fault SET considered = ?, hits = ?, remaining = ? WHERE id = ?",
            fault.considered,
            fault.hits,
            fault.remaining,
            fault.id,
        )
        return strikes


def fault_of(row: Any) -> Fault:
    fields = dict(row)
    fields["options"] = json.loads(fields["options"])
    return Fault(**fields)
