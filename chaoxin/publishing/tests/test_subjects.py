from __future__ import annotations

from datetime import timedelta

from chaoxin.accounts.testing.cast import Cast
from chaoxin.compliance import subjects
from chaoxin.compliance.subjects import Standing, Wanted
from chaoxin.content import packing
from chaoxin.content.testing import rows
from chaoxin.publishing.models import Delivery
from chaoxin.publishing.states import State

from .stage import NOON


def deliver(cast: Cast) -> Delivery:
    variant = rows.approved_variant(cast.editor, cast.reviewer, rows.post_channel(cast.workspace))
    packed = packing.pack(variant)
    return Delivery.objects.create(
        workspace=cast.workspace,
        variant=variant,
        channel=variant.channel,
        due_at=NOON,
        content=packed.content,
        content_hash=packed.hash,
        title=variant.draft.title,
    )


def published(cast: Cast, **since: object) -> list[subjects.Subject]:
    wanted = Wanted(frozenset({Standing.PUBLISHED}), **since)  # type: ignore[arg-type]
    return list(subjects.gather(cast.house, wanted))


def test_what_is_scheduled_as_it_stands_is_told_of_once_with_the_hash_of_its_verdict(cast: Cast) -> None:
    delivery = deliver(cast)
    (found,) = subjects.gather(cast.house)
    assert found.standing == Standing.SCHEDULED
    assert found.judged.hash == delivery.content_hash
    assert found.row == delivery.variant
    assert found.url == f"/w/demo/deliveries/{delivery.pk}/"
    assert list(subjects.gather(cast.stranger)) == []


def test_what_is_out_is_told_of_only_when_it_is_asked_for_and_late_enough(cast: Cast) -> None:
    delivery = deliver(cast)
    Delivery.objects.update(state=State.PUBLISHED)
    assert [subject.standing for subject in subjects.gather(cast.house)] == [Standing.DRAFT]
    assert [subject.judged.hash for subject in published(cast)] == [delivery.content_hash]
    assert published(cast, since=NOON + timedelta(hours=1)) == []
    assert len(published(cast, since=NOON)) == 1


def test_a_canceled_delivery_is_not_told_of(cast: Cast) -> None:
    deliver(cast)
    Delivery.objects.update(state=State.CANCELED)
    assert [subject.standing for subject in subjects.gather(cast.house)] == [Standing.DRAFT]
    assert published(cast) == []
