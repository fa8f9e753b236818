"""What a person brings back of a delivery that he published by hand: the link of the post, or why there is none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from chaoxin.accounts import auditing
from chaoxin.accounts.actor import Actor
from chaoxin.channels.platform_words import told
from chaoxin.connectors import errors
from chaoxin.connectors.assisting import PostedLink
from chaoxin.connectors.values import Outcome, Submission
from chaoxin.core import clock
from chaoxin.core.refusals import Invalid, Refusal

from . import alarms, completing, packages, reconciling, reminding
from .models import Delivery, Handoff, Receipt
from .moving import move
from .states import State

LONGEST_LINK = 800
LONGEST_REASON = 300
LONGEST_NAME = 60
# The word in `Delivery.held_for` after somebody said that he did not publish it.
GIVEN_BACK = "unpublished"


class AnotherLink(Refusal):
    """The delivery has a link already, and this is another one."""

    code = "another_link"


@dataclass(frozen=True)
class Brought:
    """What somebody brings back: the text that he pasted, the keys of the steps that he ticked, the name that he
    typed where he has no account, and whether it shall replace a link brought before."""

    text: str
    ticked: Sequence[str] = ()
    name: str = ""
    instead: bool = False


def bring_back(handoff: Handoff, brought: Brought, *, by: Actor) -> Delivery:
    """The delivery is published and has its receipt. The same link a second time changes nothing; another one raises
    AnotherLink unless it is to replace the first. Raises Invalid for what is no link of a post on this platform or
    for steps left out, Refusal for a post that is another delivery's, TooLate where nothing was handed over."""
    by.require("delivery.schedule")
    delivery = _current(handoff)
    posted = read_link(delivery, brought.text)
    if delivery.state == State.PUBLISHED:
        return _again(delivery, posted, brought, by=by)
    check_steps(delivery, brought.ticked)
    _check_not_taken(delivery, posted)
    return settle_by_hand(delivery, posted, by=by, name=brought.name)


def hand_back(handoff: Handoff, *, reason: str, by: Actor, name: str = "") -> Delivery:
    """Somebody says that he did not publish it, and why; the team decides what becomes of it. Saying it twice
    changes nothing. Raises Invalid without a reason, TooLate."""
    by.require("delivery.schedule")
    why = reason.strip()[:LONGEST_REASON]
    if not why:
        raise Invalid(_("请写一句为什么没有发布，同事要据此决定怎么办。"), field="reason")
    delivery = _current(handoff)
    if delivery.state == State.HELD and delivery.held_for == GIVEN_BACK:
        return delivery
    said = _("%(who)s 没有发布：%(why)s") % {"who": name or by.name, "why": why}
    changes = {"held_for": GIVEN_BACK, "sentence": said, "late_allowed": False}
    with transaction.atomic():
        move(delivery, "hand_back", by=by, changes=changes, note=why, name=name)
        reminding.tell_of_return(delivery, said)
    return delivery


def tick(handoff: Handoff, keys: Iterable[str]) -> None:
    """Keeps which steps are ticked off, so that whoever opens the page again finds them."""
    known = {step.key for step in packages.package_of(handoff.delivery).steps}
    Handoff.objects.filter(pk=handoff.pk).update(ticked=sorted(known & set(keys)))


def read_link(delivery: Delivery, text: str) -> PostedLink:
    """The post that a pasted text points to, as the delivery's platform reads it. A short link of a platform that
    cannot be asked now is taken as it is, with a warning. Raises Invalid with the platform's sentence."""
    pasted = text.strip()[:LONGEST_LINK]
    if not pasted:
        raise Invalid(_("请粘贴平台上这条内容的链接。"), field="link")
    assist = packages.assist_of(delivery.channel)
    if assist is None:
        return _any_link(pasted)
    try:
        posted = assist.recognize(pasted)
    except errors.FixContent as error:
        raise Invalid(told(error.sentence), field="link") from error
    try:
        return assist.resolve(posted)
    except errors.FixContent as error:
        raise Invalid(told(error.sentence), field="link") from error
    except errors.ConnectorError:
        warning = _("平台暂时联系不上，短链接没有核对，先照原样记下。请点开链接看一眼对不对。")
        return PostedLink(url=posted.url, post_id=posted.post_id, warning=warning, unresolved=True)


def replace_link(delivery: Delivery, text: str, *, by: Actor) -> Delivery:
    """Another link in place of the one on the receipt. Raises Invalid, and Refusal for another delivery's post."""
    posted = read_link(delivery, text)
    _check_not_taken(delivery, posted)
    _replace(delivery.receipt, posted, Brought(text), by=by)
    delivery.refresh_from_db()
    return delivery


def check_steps(delivery: Delivery, ticked: Sequence[str]) -> None:
    """Raises Invalid where a step that has to be done first is not ticked."""
    steps = packages.package_of(delivery).steps
    missing = [step.sentence for step in steps if step.required and step.key not in ticked]
    if missing:
        raise Invalid(_("这几步还没有打勾：%s") % _("；").join(missing), field="steps")


def settle_by_hand(delivery: Delivery, posted: PostedLink, *, by: Actor, name: str = "") -> Delivery:
    """Writes the receipt of a post whose link a person gives. Raises TooLate, Refusal for another delivery's post."""
    found = Submission(
        outcome=Outcome.PUBLISHED,
        post_id=post_id_of(posted),
        url=posted.url[:LONGEST_LINK],
        facts=_facts(posted),
    )
    try:
        with transaction.atomic():
            reconciling.settle(delivery, found, by=by, person=True, name=name[:LONGEST_NAME])
            completing.plan(delivery, posted)
    except IntegrityError as error:
        raise _taken() from error
    return delivery


def post_id_of(posted: PostedLink) -> str:
    """What tells posts apart: the platform's id, or the link where it does not say one."""
    return (posted.post_id or posted.url)[:200]


def _current(handoff: Handoff) -> Delivery:
    found = Delivery.objects.select_related("channel", "workspace", "receipt", "scheduled_by")
    return found.get(pk=handoff.delivery_id)


def _again(delivery: Delivery, posted: PostedLink, brought: Brought, *, by: Actor) -> Delivery:
    receipt = delivery.receipt
    if post_id_of(posted) == receipt.post_id or posted.url == receipt.url:
        return delivery
    if not brought.instead:
        raise AnotherLink(
            _("这条已经记过链接 %(old)s，和刚粘贴的不一样。刚粘贴的才对的话，请确认替换。")
            % {"old": receipt.url},
            field="link",
        )
    _check_not_taken(delivery, posted)
    _replace(receipt, posted, brought, by=by)
    return delivery


def _replace(receipt: Receipt, posted: PostedLink, brought: Brought, *, by: Actor) -> None:
    detail = {"old": receipt.url, "new": posted.url, "name": brought.name}
    receipt.post_id, receipt.url = post_id_of(posted), posted.url[:LONGEST_LINK]
    receipt.confirmation = Receipt.Confirmation.PERSON
    receipt.confirmed_by, receipt.confirmed_at = by.membership, clock.now()
    receipt.confirmed_name = brought.name[:LONGEST_NAME]
    receipt.facts, receipt.reference = _facts(posted), ""
    try:
        with transaction.atomic():
            receipt.save()
            alarms.note_read_link(receipt.delivery)
            completing.plan(receipt.delivery, posted)
            auditing.record("delivery.replace_link", by=by, subject=receipt.delivery, detail=detail)
    except IntegrityError as error:
        raise _taken() from error


def _check_not_taken(delivery: Delivery, posted: PostedLink) -> None:
    if completing.is_taken(delivery, post_id_of(posted)):
        raise _taken()


def _facts(posted: PostedLink) -> dict[str, Any]:
    told = {"warning": posted.warning, completing.UNRESOLVED: posted.unresolved}
    return {key: value for key, value in told.items() if value}


def _taken() -> Refusal:
    return Refusal(_("这个链接已经是另一条投放的回执。请核对是不是复制错了。"), field="link")


def _any_link(pasted: str) -> PostedLink:
    parts = urlsplit(pasted)
    if parts.scheme not in ("http", "https") or "." not in parts.netloc or " " in pasted:
        raise Invalid(_("请粘贴平台上这条内容的完整链接，以 https:// 开头。"), field="link")
    return PostedLink(url=pasted)
