"""Who reads a channel: one worker at a time, by a lease."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from chaoxin.channels.models import Channel
from chaoxin.core import clock, ids, worker_identity

from .models import ChannelReadingPlan, PostReadingPlan

LEASE = timedelta(minutes=5)
MOST_POSTS = 200
MOST_ALONE = 3
# A post that failed this often in a row is read apart, so that it hinders no other.
FAILURES_BEFORE_ALONE = 2


@dataclass(frozen=True)
class Turn:
    """A channel taken for reading: the posts to read together, those to read one by one, and whether the account's
    own figures are due. `urgent` says that a person waits."""

    plan: ChannelReadingPlan
    together: list[PostReadingPlan]
    alone: list[PostReadingPlan]
    account_due: bool
    urgent: bool

    @property
    def channel(self) -> Channel:
        return self.plan.channel


def claim() -> Turn | None:
    """Takes a channel of which something is due; None where nothing is."""
    now = clock.now()
    for pk in _due(now).values_list("pk", flat=True)[:20]:
        free = ChannelReadingPlan.objects.filter(pk=pk, leased_until__lte=now)
        taken = {"lease": ids.new_token(), "worker": worker_identity.current(), "leased_until": now + LEASE}
        if free.update(**taken):
            plan = ChannelReadingPlan.objects.select_related("channel__workspace").get(pk=pk)
            return _turn(plan, now)
    return None


def let_go(turn: Turn) -> None:
    """Gives the channel back, unless the lease ran out and another has it."""
    held = ChannelReadingPlan.objects.filter(pk=turn.plan.pk, lease=turn.plan.lease)
    held.update(lease="", worker="", leased_until=clock.now())


def release_dead_worker(name: str) -> None:
    """Frees what a worker that has ended had taken."""
    held = ChannelReadingPlan.objects.filter(worker=name)
    held.update(lease="", worker="", leased_until=clock.now())


def _due(now: datetime) -> QuerySet[ChannelReadingPlan]:
    posts = PostReadingPlan.objects.filter(channel_id=OuterRef("channel_id"), ended_at=None)
    asked, planned = posts.filter(asked_at__isnull=False), posts.filter(next_read_at__lte=now)
    open_channels = ChannelReadingPlan.objects.filter(
        leased_until__lte=now, channel__removed_at=None
    ).exclude(channel__state=Channel.State.DISCONNECTED)
    something = Q(next_account_at__lte=now) | Q(Exists(asked)) | (Q(next_posts_at__lte=now) & Exists(planned))
    return open_channels.filter(something).order_by("leased_until", "pk")


def _turn(plan: ChannelReadingPlan, now: datetime) -> Turn:
    posts = PostReadingPlan.objects.filter(channel_id=plan.channel_id, ended_at=None)
    asked = Q(asked_at__isnull=False)
    wanted = posts.filter(asked | Q(next_read_at__lte=now) if plan.next_posts_at <= now else asked)
    chosen = list(
        wanted.filter(delivery__receipt__isnull=False)
        .select_related("delivery__receipt", "delivery__channel")
        .order_by("next_read_at", "pk")[:MOST_POSTS]
    )
    return Turn(
        plan=plan,
        together=[post for post in chosen if post.failures < FAILURES_BEFORE_ALONE],
        alone=[post for post in chosen if post.failures >= FAILURES_BEFORE_ALONE][:MOST_ALONE],
        account_due=plan.next_account_at <= now,
        urgent=plan.account_asked_at is not None or any(post.asked_at for post in chosen),
    )
