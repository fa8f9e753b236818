"""The statements by which a worker takes, marks and ends its turns.

Written out: where a thousand deliveries are due at once, what making statements anew costs decides how late the last
one is; and each is one statement, so that nothing can come between its parts.
"""

from chaoxin.core import rows

from .models import Delivery

# Answers the channel of the lane that was taken and, where the delivery that was due there still is, its row.
CLAIM = f"""
WITH lane AS (
    UPDATE publishing_lane SET lease = %(lease)s, worker = %(worker)s, leased_until = %(until)s
    WHERE channel_id = (
        SELECT lane.channel_id FROM publishing_lane lane
        JOIN LATERAL (
            SELECT due_at FROM publishing_delivery
            WHERE channel_id = lane.channel_id AND state = 'scheduled' AND NOT by_hand AND due_at <= %(now)s
              AND (not_before IS NULL OR not_before <= %(now)s)
            ORDER BY due_at LIMIT 1
        ) due ON true
        WHERE lane.leased_until <= %(now)s AND lane.free_at <= %(now)s
        ORDER BY due.due_at LIMIT 1
        FOR UPDATE OF lane SKIP LOCKED
    )
    RETURNING channel_id
), due AS (
    SELECT delivery.id FROM publishing_delivery delivery JOIN lane USING (channel_id)
    WHERE delivery.state = 'scheduled' AND NOT delivery.by_hand AND delivery.due_at <= %(now)s
      AND (delivery.not_before IS NULL OR delivery.not_before <= %(now)s)
    ORDER BY delivery.due_at, delivery.id LIMIT 1
    FOR UPDATE OF delivery
), claimed AS (
    UPDATE publishing_delivery SET state = %(sending)s, tries = tries + 1
    FROM due WHERE publishing_delivery.id = due.id
    RETURNING publishing_delivery.*
), tried AS (
    INSERT INTO publishing_attempt (
        id, created_at, delivery_id, number, worker, lease, started_at, outcome, remedy, code, sentence, excerpt
    )
    SELECT %(attempt)s, %(now)s, id, tries, %(worker)s, %(lease)s, %(now)s, '', '', '', '', '' FROM claimed
)
SELECT {rows.columns(Delivery, "claimed")}, lane.channel_id FROM lane LEFT JOIN claimed ON true
"""  # noqa: S608

# Whoever takes the lane over waits for it, or makes it find nothing. What was made ready is kept by it,
# also where a freeze stops the intent.
NOTE_INTENT = """
WITH held AS (
    SELECT channel_id FROM publishing_lane
    WHERE channel_id = %(channel)s AND lease = %(lease)s AND leased_until > %(now)s
    FOR UPDATE
), kept AS (
    UPDATE publishing_delivery SET prepared = %(prepared)s::jsonb FROM held
    WHERE publishing_delivery.id = %(delivery)s AND state = 'sending'
      AND prepared IS DISTINCT FROM %(prepared)s::jsonb
)
UPDATE publishing_attempt SET intent_at = %(now)s, first_call_at = %(first_call)s
FROM held, publishing_delivery delivery
WHERE publishing_attempt.id = %(attempt)s AND publishing_attempt.intent_at IS NULL
  AND publishing_attempt.ended_at IS NULL
  AND delivery.id = publishing_attempt.delivery_id AND delivery.state = 'sending'
  AND NOT EXISTS (
    SELECT 1 FROM publishing_freeze stopped
    WHERE stopped.workspace_id = delivery.workspace_id AND stopped.thawed_at IS NULL
      AND (stopped.channel_id IS NULL OR stopped.channel_id = delivery.channel_id)
  )
"""

GIVE_BACK = """
UPDATE publishing_lane SET lease = '', leased_until = %(now)s, free_at = %(free_at)s
WHERE channel_id = %(channel)s AND lease = %(lease)s
"""

ENDING = ("outcome", "ended_at", "first_call_at", "remedy", "code", "sentence", "excerpt")
END_ATTEMPT = f"""
UPDATE publishing_attempt SET {", ".join(f"{name} = %({name})s" for name in ENDING)}
WHERE id = %(id)s AND ended_at IS NULL
"""  # noqa: S608
