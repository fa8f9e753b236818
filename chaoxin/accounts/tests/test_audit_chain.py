from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from chaoxin.accounts import audit_chain, auditing
from chaoxin.accounts.actor import the_house
from chaoxin.accounts.models import AuditEntry
from chaoxin.accounts.testing.cast import Cast
from chaoxin.core import clock


def chain_now() -> None:
    """Fires the deferred trigger within a test's own transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def test_a_sound_chain_has_no_break_and_no_gap(cast: Cast) -> None:
    for count in range(5):
        auditing.record("draft.saved", by=cast.editor, subject=cast.workspace, detail={"number": count})
    chain_now()
    assert list(audit_chain.verify(cast.workspace.pk)) == []
    numbers = (
        AuditEntry.objects.filter(workspace_id=cast.workspace.pk)
        .order_by("id")
        .values_list("number", flat=True)
    )
    assert list(numbers) == [1, 2, 3, 4, 5]


def test_entries_refuse_to_be_changed_or_removed(cast: Cast) -> None:
    entry = auditing.record("draft.saved", by=cast.editor, subject=cast.workspace)
    chain_now()
    with pytest.raises(DatabaseError), transaction.atomic():
        AuditEntry.objects.filter(pk=entry.pk).update(verb="nothing.happened")
    with pytest.raises(DatabaseError), transaction.atomic():
        AuditEntry.objects.filter(pk=entry.pk).delete()


@pytest.mark.parametrize(
    "change", ["body = replace(body, 'draft.saved', 'draft.seen')", "verb = 'draft.seen'", "hash = 'x'"]
)
def test_a_change_behind_the_guard_breaks_the_chain(cast: Cast, change: str) -> None:
    for _ in range(3):
        auditing.record("draft.saved", by=cast.editor, subject=cast.workspace)
    chain_now()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE accounts_auditentry DISABLE TRIGGER audit_immutable")
        cursor.execute(f"UPDATE accounts_auditentry SET {change} WHERE number = 2")
        cursor.execute("ALTER TABLE accounts_auditentry ENABLE TRIGGER audit_immutable")
    assert any(found.number in (2, 3) for found in audit_chain.verify(cast.workspace.pk))


def test_a_removed_line_is_missed(cast: Cast) -> None:
    for _ in range(3):
        auditing.record("draft.saved", by=cast.editor, subject=cast.workspace)
    chain_now()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE accounts_auditentry DISABLE TRIGGER audit_immutable")
        cursor.execute("DELETE FROM accounts_auditentry WHERE number = 2")
        cursor.execute("ALTER TABLE accounts_auditentry ENABLE TRIGGER audit_immutable")
    assert any("缺少第 2 条" in found.sentence for found in audit_chain.verify(cast.workspace.pk))


def test_only_lines_that_differ_are_looked_at_one_by_one(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the house writes itself is whole by the database's own reading, names with quotes and moments included."""
    assert cast.editor.membership
    cast.editor.membership.user.name = '小"王"\\'
    for moment in (datetime(2026, 3, 1, 8, 0, tzinfo=UTC), datetime(2026, 3, 1, 8, 0, 0, 500, tzinfo=UTC)):
        with clock.frozen(moment):
            auditing.record("draft.saved", by=cast.editor, subject=cast.workspace, detail={"text": "别的"})
            auditing.record("draft.saved", by=the_house(cast.workspace), subject=cast.workspace)
    chain_now()
    monkeypatch.setattr(audit_chain, "_breaks", lambda entry, **_: iter([entry]))
    assert list(audit_chain.verify(cast.workspace.pk)) == []
