"""Whether the audit trail still is what was written: the hashes that chain its lines are computed again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from .models import AuditEntry

# The database walks the chain and points at every line that is not, octet for octet, what `auditing` writes and what
# its trigger makes of it. Few lines, if any, are left to be looked at one by one.
SUSPECTS = """
WITH walked AS (
    SELECT id, number, previous_hash, hash, body, verb, subject_type, subject_id, actor_id, at AT TIME ZONE 'UTC' AS at,
        lag(number) OVER line AS number_before, lag(hash) OVER line AS hash_before
    FROM accounts_auditentry WHERE workspace_id = %s
    WINDOW line AS (ORDER BY number)
)
SELECT id, number_before, hash_before FROM walked
WHERE number IS DISTINCT FROM coalesce(number_before, 0) + 1
   OR previous_hash <> coalesce(hash_before, '')
   OR hash <> encode(sha256(convert_to(previous_hash || E'\n' || number || E'\n' || body, 'UTF8')), 'hex')
   OR NOT starts_with(body, '{"actor": "' || coalesce(actor_id::text, '') || '", "at": "'
        || to_char(at, 'YYYY-MM-DD"T"HH24:MI:SS')
        || CASE WHEN to_char(at, 'US') = '000000' THEN '' ELSE to_char(at, '.US') END || '+00:00", ')
   OR right(body, length(subject_type || subject_id || verb) + 27)
        <> '"subject": "' || subject_type || ':' || subject_id || '", "verb": "' || verb || '"}'
ORDER BY number
"""


@dataclass(frozen=True)
class Break:
    """A place where the chain does not hold."""

    number: int
    sentence: str


def verify(workspace_id: UUID) -> Iterator[Break]:
    """Every break of a workspace's chain, from its first line to its last; nothing where it is sound."""
    with connection.cursor() as cursor:
        cursor.execute(SUSPECTS, [workspace_id])
        suspects = {row[0]: (row[1], row[2]) for row in cursor.fetchall()}
    for entry in AuditEntry.objects.filter(pk__in=suspects).order_by("number"):
        number_before, hash_before = suspects[entry.pk]
        yield from _breaks(entry, expected=(number_before or 0) + 1, previous=hash_before or "")


def digest(*, previous: str, number: int, body: str) -> str:
    """The hash of a line, as the database computes it: SHA-256 over previous, number and body, each on a line."""
    return hashlib.sha256(f"{previous}\n{number}\n{body}".encode()).hexdigest()


def _breaks(entry: AuditEntry, *, expected: int, previous: str) -> Iterator[Break]:
    number = entry.number or 0
    if entry.number != expected:
        missing = _("缺少第 %(number)s 条，后面直接是第 %(next)s 条。")
        yield Break(expected, missing % {"number": expected, "next": entry.number})
    if entry.previous_hash != previous:
        yield Break(number, _("第 %s 条记的上一条摘要与实际不符。") % number)
    if entry.hash != digest(previous=entry.previous_hash, number=number, body=entry.body):
        yield Break(number, _("第 %s 条的内容与摘要不符，可能被改动过。") % number)
    if not _columns_match(entry):
        yield Break(number, _("第 %s 条的检索字段与正文不符，可能被改动过。") % number)


def _columns_match(entry: AuditEntry) -> bool:
    try:
        said = json.loads(entry.body)
    except ValueError:
        return False
    return bool(
        said["verb"] == entry.verb
        and said["subject"] == f"{entry.subject_type}:{entry.subject_id}"
        and said["actor"] == str(entry.actor_id or "")
        and said["at"] == entry.at.isoformat()
    )
