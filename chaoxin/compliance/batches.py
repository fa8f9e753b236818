"""Having many texts looked at: begun by a person, small ones at once, large ones by a worker with progress."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from chaoxin.accounts.actor import Actor
from chaoxin.core import clock
from chaoxin.core.refusals import Invalid, NotAllowed, Refusal

from . import batch_turns, vocabulary
from .asking import Said, Where, media_of
from .models import BatchCheck, BatchPart
from .texts.items import Item, Unreadable, limited

PART_ITEMS = 100
PART_CHARACTERS = 50_000
# What is looked at while the asker waits.
AT_ONCE_ITEMS = 300
AT_ONCE_CHARACTERS = 60_000
MOST_UNDER_WAY = 5
KEPT = timedelta(days=7)
State = BatchCheck.State


@dataclass(frozen=True)
class Asked:
    """An item with what is known of it alone; where it goes out is that of the whole batch unless said. `media` are
    pictures and videos as `asking.media_of` takes them."""

    item: Item
    platform: str = ""
    format: str = ""
    industry: str = ""
    disclosures: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    prices: tuple[Mapping[str, str], ...] = field(default=())
    media: tuple[Mapping[str, Any], ...] = field(default=())
    said: Said = field(default_factory=Said)

    def as_json(self) -> dict[str, Any]:
        """The form in which a part keeps it."""
        known = {
            "platform": self.platform,
            "format": self.format,
            "industry": self.industry,
            "disclosures": list(self.disclosures),
            "links": list(self.links),
            "prices": [dict(price) for price in self.prices],
            "media": [dict(told) for told in self.media],
            **asdict(self.said),
        }
        kept = {name: value for name, value in known.items() if value}
        return {"place": self.item.place, "fields": dict(self.item.fields), **kept}


def begin(asked: Iterable[Asked], *, name: str, where: Where, by: Actor) -> BatchCheck:
    """Keeps the texts for some days and has them looked at: small ones are done when this answers, others by a worker.
    Raises Invalid for none, too many, or values that nobody knows, Refusal where too many are under way."""
    by.require("compliance.read")
    if by.membership is None:
        raise NotAllowed(_("批量检查要有一个具体的人来发起。"))
    items = list(asked)
    _check(items, by)
    _check_values(items, where)
    with transaction.atomic():
        made = BatchCheck.objects.create(
            workspace=by.workspace,
            asked_by=by.membership,
            name=name.strip()[:200] or _("粘贴的文字"),
            platform=where.platform,
            format=where.format,
            industry=where.industry,
            disclosures=list(where.disclosures),
            total=len(items),
        )
        BatchPart.objects.bulk_create(
            BatchPart(check_of=made, number=number, items=[entry.as_json() for entry in part])
            for number, part in enumerate(_parts(items))
        )
    if len(items) <= AT_ONCE_ITEMS and _characters(items) <= AT_ONCE_CHARACTERS:
        batch_turns.carry_out(made)
        made.refresh_from_db()
    return made


def cancel(check: BatchCheck, *, by: Actor) -> BatchCheck:
    """Stops it; what was looked at stays. Harmless on one that has ended."""
    by.require("compliance.read")
    under_way = BatchCheck.objects.filter(pk=check.pk, state=State.UNDER_WAY)
    under_way.update(state=State.CANCELLED, ended_at=clock.now(), leased_until=clock.now())
    check.refresh_from_db()
    return check


def remove(check: BatchCheck, *, by: Actor) -> None:
    """Deletes it with its texts, before its time. Raises NotAllowed for another's, unless one may change rules."""
    by.require("compliance.read")
    own = by.membership is not None and by.membership.pk == check.asked_by_id
    if not own and not by.may("compliance.change"):
        raise NotAllowed(_("只能删除自己发起的检查。"))
    BatchCheck.objects.filter(pk=check.pk).delete()


def sweep() -> int:
    """Deletes what was asked for long ago; answers how many rows went."""
    deleted, _each = BatchCheck.objects.filter(created_at__lt=clock.now() - KEPT).delete()
    return deleted


def _check(items: Sequence[Asked], by: Actor) -> None:
    if not items:
        raise Invalid(_("没有要检查的文字。请粘贴文字，或选一个文件。"), field="text")
    try:
        limited(entry.item for entry in items)
    except Unreadable as unreadable:
        raise Invalid(unreadable.sentence, field="text") from unreadable
    if BatchCheck.objects.filter(workspace=by.workspace, state=State.UNDER_WAY).count() >= MOST_UNDER_WAY:
        raise Refusal(
            _("已有 %d 份在检查。请等它们查完，或先取消几份。") % MOST_UNDER_WAY, code="too_many_checks"
        )


def _check_values(items: Sequence[Asked], where: Where) -> None:
    vocabulary.require_where(where)
    for number, entry in enumerate(items):
        at = f"items.{number}."
        own = Where(entry.platform or where.platform, entry.format, entry.industry, entry.disclosures)
        vocabulary.require_where(own, at=at)
        media = [media_of(place, told) for place, told in enumerate(entry.media, 1)]
        vocabulary.require_said(entry.said, media, at=at)


def _parts(items: Sequence[Asked]) -> Iterator[list[Asked]]:
    part: list[Asked] = []
    characters = 0
    for entry in items:
        if part and (len(part) >= PART_ITEMS or characters >= PART_CHARACTERS):
            yield part
            part, characters = [], 0
        part.append(entry)
        characters += _characters([entry])
    if part:
        yield part


def _characters(items: Iterable[Asked]) -> int:
    texts = sum(len(text) for entry in items for text in entry.item.fields.values())
    return texts + sum(len(line["text"]) for entry in items for told in entry.media for line in told["lines"])
