"""Find out what became of what was sent, by reading; and follow what is live. Nothing here publishes anything."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from chaoxin.accounts.actor import Actor, the_house
from chaoxin.channels import sessions
from chaoxin.channels.models import Channel
from chaoxin.connectors import errors
from chaoxin.connectors.values import Outcome, Post, Submission
from chaoxin.content import packing
from chaoxin.core import clock

from . import alarms, attempting, commenting
from .models import Attempt, Delivery, Handoff, Receipt
from .moving import move
from .states import State, TooLate

log = logging.getLogger("chaoxin.publishing")

# A platform may apply a request seconds after it arrived; looking sooner finds nothing and misleads.
GRACE_SECONDS = 10
# Platforms print whole seconds, and their clocks differ from ours by a few.
CLOCK_SLACK_SECONDS = 5
LOOK_LEASE_SECONDS = 120
REVIEW_PAUSES_SECONDS = (3, 5, 10, 20, 30, 60, 120, 300, 600, 900)
REVIEW_PATIENCE = timedelta(hours=24)
DOUBT_PAUSES_SECONDS = (20, 60, 180)
LATE_LOOK_PAUSE = timedelta(minutes=30)
LATE_LOOKS = 48
# The word in `Delivery.held_for` while a person is asked what became of an unconfirmed delivery.
ASKED = "ask"
# The word there while a person has asked for a stop that the platform has not confirmed.
STOPPING = "stopping"
FOLLOW_UP_AFTER = (
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(days=1),
    timedelta(days=3),
)

TAKE_LOOK = """
UPDATE publishing_delivery SET next_look_at = %(until)s
WHERE id = (
    SELECT id FROM publishing_delivery
    WHERE state IN ('reviewing', 'unconfirmed', 'published') AND next_look_at <= %(now)s
    ORDER BY next_look_at LIMIT 1 FOR UPDATE SKIP LOCKED
)
RETURNING id
"""


def take_look() -> int:
    """Looks after one delivery whose time to look has come; 1 where there was one, else 0."""
    now = clock.now()
    values = {"now": now, "until": now + timedelta(seconds=LOOK_LEASE_SECONDS)}
    with connection.cursor() as cursor:
        cursor.execute(TAKE_LOOK, values)
        row = cursor.fetchone()
    if row is None:
        return 0
    look(Delivery.objects.select_related("channel", "workspace", "variant__draft").get(pk=row[0]))
    return 1


def look(delivery: Delivery) -> None:
    """Asks the platform about one delivery and writes down what it says. Failing to ask costs nothing but time."""
    try:
        session = sessions.open_session(delivery.channel, urgent=delivery.state != State.PUBLISHED)
        if delivery.state == State.UNCONFIRMED and delivery.held_for != STOPPING:
            _look_for_unconfirmed(delivery, session)
        else:
            _look_at_reference(delivery, session)
    except errors.Wait as wait:
        _look_later(delivery, at=max(wait.until, clock.now() + timedelta(seconds=5)))
    except errors.ConnectorError as error:
        Delivery.objects.filter(pk=delivery.pk).update(sentence=error.sentence)
        _look_later(delivery, at=clock.now() + timedelta(minutes=15))
    except TooLate:
        log.info("delivery %s changed its state while it was looked at", delivery.pk)
    except DatabaseError:
        raise
    except Exception:
        # One delivery that cannot be looked at must not hold up the others.
        log.exception("delivery %s could not be looked at", delivery.pk)
        _look_later(delivery, at=clock.now() + timedelta(minutes=15))


def note_result(channel: Channel, submission: Submission) -> int:
    """A platform said that a submission has come to an end: what it may concern is looked at now. Answers how many
    deliveries that is. The platform's own word is not trusted, only read-back is."""
    concerned = Delivery.objects.filter(
        channel=channel, state=State.REVIEWING, reference=submission.reference
    )
    for delivery in concerned:
        # Some platforms tell the link of a post here and nowhere else.
        facts = {**delivery.sent_facts, **submission.facts}
        Delivery.objects.filter(pk=delivery.pk).update(sent_facts=facts, next_look_at=clock.now())
    opened = _opened_with(channel, submission.reference).update(next_outcome_look_at=clock.now())
    doubted = Delivery.objects.filter(channel=channel, state=State.UNCONFIRMED)
    return len(concerned) or opened or doubted.update(next_look_at=clock.now())


def take_answer(delivery: Delivery, found: Submission) -> None:
    """Writes down what the platform says of a delivery that is under way. Raises TooLate."""
    house = the_house(delivery.workspace)
    if found.outcome == Outcome.PUBLISHED:
        try:
            settle(delivery, found, by=house)
        except IntegrityError:
            log.warning("delivery %s: post %s already has a receipt", delivery.pk, found.post_id)
            _not_seen(delivery)
    elif found.outcome == Outcome.REMOVED and _stop_was_asked_for(delivery):
        sentence = found.sentence or _("平台已停止，这条内容没有发出。")
        changes = {"sentence": sentence, "held_for": "", "ended_at": clock.now(), "next_look_at": None}
        with transaction.atomic():
            move(delivery, "stop", by=house, changes=changes, note=sentence)
            attempting.end(delivery, Attempt.Outcome.STOPPED, sentence)
    elif found.outcome in (Outcome.REFUSED, Outcome.REMOVED):
        sentence = found.sentence or _("平台没有通过这条内容。")
        changes = {"sentence": sentence, "ended_at": clock.now(), "next_look_at": None}
        with transaction.atomic():
            move(delivery, "refuse", by=house, changes=changes)
            attempting.end(delivery, Attempt.Outcome.REFUSED, sentence)
            alarms.tell_refused(delivery)
    elif found.outcome == Outcome.PENDING and delivery.state != State.REVIEWING:
        at = clock.now() + timedelta(seconds=found.look_again_after_seconds)
        changes = {"reference": found.reference, "looks": 0, "next_look_at": at, "sentence": found.sentence}
        with transaction.atomic():
            move(delivery, "await_platform", by=house, changes=changes)
    elif delivery.state == State.UNCONFIRMED:
        _not_seen(delivery)
    else:
        _still_reviewing(delivery, found)


def _opened_with(channel: Channel, reference: str) -> QuerySet[Handoff]:
    """Open hand-offs whose app was opened under that reference, on whatever account of the same platform: the
    callback address is that of the application."""
    return Handoff.objects.filter(
        opening_reference=reference,
        delivery__state=State.HANDED_OVER,
        delivery__channel__workspace=channel.workspace_id,
        delivery__channel__platform=channel.platform,
    ).exclude(opening_reference="")


def was_doubtful(delivery: Delivery) -> bool:
    """Whether an earlier try ended with an unknown outcome."""
    return delivery.attempts.filter(outcome=Attempt.Outcome.UNKNOWN).exists()


def already_there(delivery: Delivery, session: sessions.Session, post: Post) -> bool:
    """Whether an earlier try of unknown outcome did succeed after all; then the delivery moves on from there. To
    be asked before anything is sent a second time."""
    found = _find(delivery, session, post)
    if found is None:
        return False
    take_answer(delivery, found)
    return True


def settle(delivery: Delivery, found: Submission, *, by: Actor, person: bool = False, name: str = "") -> None:
    """Moves a delivery to `published` with its receipt. `name` is who a person without an account says he is. Raises
    TooLate, or IntegrityError when the post already belongs to another delivery."""
    now = clock.now()
    published_at = found.published_at or now
    verb = "confirm" if person else "read_back"
    changes = {
        "reference": found.reference or delivery.reference,
        "published_at": published_at,
        "sentence": "",
        "held_for": "",
        "looks": 0,
        # Nobody can read the account of a post that was published by hand.
        "next_look_at": None
        if delivery.by_hand or (person and not found.reference)
        else now + FOLLOW_UP_AFTER[0],
    }
    with transaction.atomic():
        move(delivery, verb, by=by, changes=changes, note=found.url, name=name)
        Receipt.objects.create(
            delivery=delivery,
            channel=delivery.channel,
            post_id=found.post_id,
            url=found.url or str(delivery.sent_facts.get("url", "")),
            reference=found.reference or delivery.reference,
            facts={**delivery.sent_facts, **found.facts},
            confirmation=Receipt.Confirmation.PERSON if person else Receipt.Confirmation.READ_BACK,
            confirmed_by=by.membership if person else None,
            confirmed_name=name,
            confirmed_at=now,
        )
        attempting.end(delivery, Attempt.Outcome.PUBLISHED, _said_by(by, name) if person else "")
        if not person and not delivery.by_hand:
            commenting.plan(delivery)


def _said_by(by: Actor, name: str) -> str:
    who = name or (by.membership.user.name if by.membership else "")
    return _("%s确认已发出。") % who if who else _("人工确认已发出。")


def _look_at_reference(delivery: Delivery, session: sessions.Session) -> None:
    reference = delivery.receipt.reference if delivery.state == State.PUBLISHED else delivery.reference
    found = session.call(
        lambda connector, account: connector.publish.look_up(account, reference)  # type: ignore[union-attr]
    )
    if delivery.state == State.PUBLISHED:
        _follow_up(delivery, found)
    else:
        take_answer(delivery, found)


def _stop_was_asked_for(delivery: Delivery) -> bool:
    # Somebody may have asked while the platform was being read.
    delivery.refresh_from_db(fields=["held_for"])
    return delivery.held_for == STOPPING


def _look_for_unconfirmed(delivery: Delivery, session: sessions.Session) -> None:
    found = _find(delivery, session, packing.post_of(delivery.content, key=str(delivery.pk)))
    if found is not None:
        take_answer(delivery, found)
    else:
        _not_seen(delivery)


def _find(delivery: Delivery, session: sessions.Session, post: Post) -> Submission | None:
    """What carries the delivery's content on the platform since the first intent, and is no other delivery's."""
    first = delivery.attempts.filter(intent_at__isnull=False).order_by("intent_at").first()
    since = first.intent_at if first and first.intent_at else delivery.due_at
    sighting = session.call(
        lambda connector, account: connector.publish.find_published(  # type: ignore[union-attr]
            account, post, delivery.prepared, since=since - timedelta(seconds=CLOCK_SLACK_SECONDS)
        )
    )
    taken = set(
        Receipt.objects.filter(
            channel=delivery.channel, post_id__in=[found.post_id for found in sighting.candidates]
        )
        .exclude(delivery=delivery)
        .values_list("post_id", flat=True)
    )
    free = [found for found in sighting.candidates if not found.post_id or found.post_id not in taken]
    return free[0] if free else None


def _still_reviewing(delivery: Delivery, found: Submission) -> None:
    last = delivery.attempts.filter(intent_at__isnull=False).order_by("-number").first()
    waited = clock.now() - (last.intent_at if last and last.intent_at else delivery.due_at)
    invisible = found.outcome == Outcome.UNKNOWN and delivery.looks >= len(REVIEW_PAUSES_SECONDS) - 2
    patience = timedelta(seconds=found.patience_seconds) if found.patience_seconds else REVIEW_PATIENCE
    if waited > patience or invisible:
        sentence = _("平台说提交成功，但一直读不到这条内容。请到平台上看一眼，再告诉系统结果。")
        if found.patience_seconds and found.sentence:
            sentence = _("等了很久还没有结果：%s请到平台上看一眼，再告诉系统结果。") % found.sentence
        changes = {"held_for": ASKED, "sentence": sentence, "looks": 0, "next_look_at": None}
        with transaction.atomic():
            move(delivery, "doubt", by=the_house(delivery.workspace), changes=changes)
        return
    pause = REVIEW_PAUSES_SECONDS[min(delivery.looks, len(REVIEW_PAUSES_SECONDS) - 1)]
    if found.patience_seconds and not _stop_was_asked_for(delivery):
        pause = max(pause, found.look_again_after_seconds)
        Delivery.objects.filter(pk=delivery.pk, state=delivery.state).update(sentence=found.sentence)
    _look_later(delivery, at=clock.now() + timedelta(seconds=pause))


def _not_seen(delivery: Delivery) -> None:
    """Not found this time. After a few looks a person is asked, while looking goes on now and then, since a slow
    review may end well after all; machinery never sends again."""
    if delivery.looks < len(DOUBT_PAUSES_SECONDS):
        pause = DOUBT_PAUSES_SECONDS[delivery.looks]
        _look_later(delivery, at=clock.now() + timedelta(seconds=pause))
        return
    sentence = _(
        "多次核实都没有在平台上找到这条内容。请到平台上确认：已发出就填链接，没有发出可以重新发送或取消。"
    )
    patient = delivery.looks < len(DOUBT_PAUSES_SECONDS) + LATE_LOOKS
    Delivery.objects.filter(pk=delivery.pk, state=State.UNCONFIRMED).update(
        held_for=ASKED,
        sentence=sentence,
        looks=delivery.looks + 1,
        next_look_at=clock.now() + LATE_LOOK_PAUSE if patient else None,
    )


def _look_later(delivery: Delivery, *, at: datetime) -> None:
    Delivery.objects.filter(pk=delivery.pk, state=delivery.state).update(
        looks=delivery.looks + 1, next_look_at=at
    )


def _follow_up(delivery: Delivery, found: Submission) -> None:
    now = clock.now()
    if found.outcome == Outcome.REMOVED:
        alarms.raise_removed(delivery, found)
        return
    if found.limited:
        alarms.raise_limited(delivery, found)
    elif delivery.limited:
        alarms.note_unlimited(delivery)
    published_at = delivery.published_at or now
    coming = [published_at + pause for pause in FOLLOW_UP_AFTER if published_at + pause > now]
    Delivery.objects.filter(pk=delivery.pk).update(next_look_at=coming[0] if coming else None)
