"""Opening the platform's app on the phone with the package in it, and asking the platform what came of it."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.core import signing
from django.db import DatabaseError, IntegrityError, connection
from django.utils.translation import gettext as _

from chaoxin.accounts import auditing
from chaoxin.accounts.actor import Actor, the_house
from chaoxin.channels import share_apps, wires
from chaoxin.channels.platform_words import told
from chaoxin.connectors import errors
from chaoxin.connectors.assisting import Package
from chaoxin.connectors.opening import Opening
from chaoxin.connectors.values import Post, Submission
from chaoxin.content import packing
from chaoxin.core import clock
from chaoxin.core.refusals import NotFound, Refusal

from . import media_addresses, packages, phone_page, reconciling
from .models import Delivery, Handoff
from .states import State, TooLate

log = logging.getLogger("chaoxin.publishing")

SALT = "chaoxin.publishing.opening"
PAGE_VALID = timedelta(minutes=30)
# A person needs a minute or two in the app; who has not published after some hours pastes the link.
LOOK_PAUSES_SECONDS = (30, 30, 60, 60, 120, 300, 600, 1800, 3600, 3600, 3600)
LOOK_LEASE = timedelta(minutes=2)

TAKE = """
UPDATE publishing_handoff SET next_outcome_look_at = %(until)s
WHERE id = (
    SELECT id FROM publishing_handoff WHERE next_outcome_look_at <= %(now)s
    ORDER BY next_outcome_look_at LIMIT 1 FOR UPDATE SKIP LOCKED
)
RETURNING id
"""


class NotOpened(Refusal):
    """The platform, or this installation, does not open the app with the post; people go the steps by hand."""

    code = "app_not_opened"


@dataclass(frozen=True)
class Way:
    """Whether a touch opens the app with the post in it; where the company has an application for it and something
    else is in the way, `missing` says what."""

    is_open: bool = False
    missing: str = ""


def way_of(handoff: Handoff) -> Way:
    """Whether the app can be opened with the hand-off's post. Makes no call."""
    try:
        acting = share_apps.acting_for(handoff.delivery.channel)
        if acting is None:
            return Way()
        missing = acting.opener.check(_post(handoff.delivery))
    except (errors.ConnectorError, Refusal) as error:
        return Way(missing=told(error.sentence))
    missing = told(missing) or media_addresses.problem_of(handoff.delivery.channel)
    return Way(is_open=not missing, missing=missing)


def open_app(handoff: Handoff, *, by: Actor) -> Handoff:
    """Asks the platform for what opens its app with the package, and keeps it for the page that does. May be repeated;
    publishes nothing. Raises NotOpened with the platform's sentence, NotFound while the package is not to be seen."""
    by.require("delivery.schedule")
    package = phone_page.open_package(handoff)
    way = way_of(handoff)
    if not way.is_open:
        raise NotOpened(way.missing or _("这个账号没有分享应用，请照步骤手动发布。"))
    try:
        opening = _ask(handoff, package)
    except errors.ConnectorError as error:
        raise NotOpened(told(error.sentence)) from error
    now = clock.now()
    handoff.opening, handoff.opening_reference = _kept(handoff.delivery, opening), opening.reference
    handoff.outcome_looks = 0
    pause = timedelta(seconds=LOOK_PAUSES_SECONDS[0])
    handoff.next_outcome_look_at = now + pause if opening.reference else None
    handoff.save(update_fields=["opening", "opening_reference", "outcome_looks", "next_outcome_look_at"])
    auditing.record(
        "handoff.open_app", by=by, subject=handoff.delivery, detail={"title": handoff.delivery.title}
    )
    return handoff


def page_token(handoff: Handoff) -> str:
    """Names the page that opens the app, for half an hour. Whoever has it cannot report anything."""
    value = f"{handoff.pk.hex}.{handoff.link_hash[: media_addresses.MARK]}"
    return signing.TimestampSigner(salt=SALT).sign(value)


def read_page(token: str) -> Handoff:
    """The hand-off of such a page, whose `opening` still serves. Raises NotFound."""
    try:
        number, mark = signing.TimestampSigner(salt=SALT).unsign(token, max_age=PAGE_VALID).split(".")
        found = Handoff.objects.select_related("delivery__channel", "delivery__workspace").get(pk=number)
    except (signing.BadSignature, ValueError, Handoff.DoesNotExist):
        raise _over() from None
    ends = found.opening.get("serves_until")
    if found.link_hash[: media_addresses.MARK] != mark or not ends:
        raise _over()
    if datetime.fromisoformat(ends) <= clock.now():
        raise _over()
    return found


def look_for_outcome() -> int:
    """Asks the platform about one opening whose time has come; 1 where there was one, else 0."""
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(TAKE, {"now": now, "until": now + LOOK_LEASE})
        row = cursor.fetchone()
    if row is None:
        return 0
    found = Handoff.objects.select_related("delivery__channel", "delivery__workspace").get(pk=row[0])
    try:
        _look(found)
    except DatabaseError:
        raise
    except Exception:
        # One opening that cannot be asked about must not hold up the others.
        log.exception("the opening of hand-off %s could not be asked about", found.pk)
        _look_later(found)
    return 1


def _look(handoff: Handoff) -> None:
    if handoff.delivery.state != State.HANDED_OVER:
        _stop(handoff)
        return
    try:
        found = _outcome(handoff)
    except errors.ConnectorError as error:
        log.info("the opening of hand-off %s: %s", handoff.pk, error.code or type(error).__name__)
        found = None
    if found is None:
        _look_later(handoff)
        return
    try:
        reconciling.settle(handoff.delivery, _as_linked(handoff.delivery, found), by=_house(handoff))
    except (IntegrityError, TooLate):
        # Somebody has brought the link meanwhile, or it is another delivery's.
        log.info("hand-off %s: what was published has a receipt", handoff.pk)
    _stop(handoff)


def _outcome(handoff: Handoff) -> Submission | None:
    acting = share_apps.acting_for(handoff.delivery.channel)
    if acting is None:
        return None
    reference = handoff.opening_reference
    return acting.call(lambda opener, credentials, token: opener.outcome(credentials, token, reference))


def _as_linked(delivery: Delivery, found: Submission) -> Submission:
    """The post as a pasted link of it would name it, so that both are known as the same."""
    assist = packages.assist_of(delivery.channel)
    if assist is None or not found.url:
        return found
    try:
        posted = assist.recognize(found.url)
    except errors.ConnectorError:
        return found
    return replace(found, url=posted.url, post_id=posted.post_id or found.post_id)


def _ask(handoff: Handoff, package: Package) -> Opening:
    acting = share_apps.acting_for(handoff.delivery.channel)
    assert acting
    post, media = _post(handoff.delivery), media_addresses.of(handoff, package)
    return acting.call(lambda opener, credentials, token: opener.open(credentials, token, post, media))


def _kept(delivery: Delivery, opening: Opening) -> Mapping[str, Any]:
    environment = delivery.channel.environment
    kept = {
        **asdict(opening),
        "url": wires.address_for_people(environment, opening.url),
        "script": wires.address_for_people(environment, opening.script),
        "serves_until": opening.serves_until.isoformat(),
        "left": list(opening.left),
    }
    return {key: value for key, value in kept.items() if value}


def _post(delivery: Delivery) -> Post:
    return packing.post_of(delivery.content, key=str(delivery.pk), fetch=False)


def _look_later(handoff: Handoff) -> None:
    looks = handoff.outcome_looks + 1
    at = None
    if looks < len(LOOK_PAUSES_SECONDS):
        at = clock.now() + timedelta(seconds=LOOK_PAUSES_SECONDS[looks])
    Handoff.objects.filter(pk=handoff.pk).update(outcome_looks=looks, next_outcome_look_at=at)


def _stop(handoff: Handoff) -> None:
    Handoff.objects.filter(pk=handoff.pk).update(next_outcome_look_at=None)


def _house(handoff: Handoff) -> Actor:
    return the_house(handoff.delivery.workspace)


def _over() -> NotFound:
    return NotFound(_("这个页面已失效。请回到发布页面，再点一次打开 App。"))
