"""`chaoxin audit verify`: does every workspace's audit trail hold?"""

from __future__ import annotations

from chaoxin.accounts import audit_chain
from chaoxin.accounts.models import AuditEntry, Workspace

from .telling import say


def report() -> int:
    """Says of every workspace whether its chain is whole; exit code 1 if one is not."""
    broken = 0
    for workspace in Workspace.objects.order_by("slug"):
        count = AuditEntry.objects.filter(workspace_id=workspace.pk).count()
        breaks = list(audit_chain.verify(workspace.pk))
        if not breaks:
            say(
                f"{workspace.name}：{count} 条审计记录完整。",
                f"{workspace.slug}: {count} entries, the chain holds.",
            )
            continue
        broken += 1
        say(
            f"{workspace.name}：审计记录有 {len(breaks)} 处不完整。",
            f"{workspace.slug}: {len(breaks)} breaks.",
        )
        for one in breaks:
            print(f"    {one.sentence}")
    return 1 if broken else 0
