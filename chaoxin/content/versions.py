"""The history of a draft: a snapshot after each saving, and going back to one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from chaoxin.accounts.actor import Actor
from chaoxin.core import clock

from .models import Draft, DraftPicture, Variant, Version

# Savings of one person within this time become one version; an automatic saving comes every few seconds.
ONE_SITTING = timedelta(minutes=10)
VARIANT_FIELDS = (
    "format", "own_title", "own_body", "own_summary", "own_link", "own_pictures", "crops", "options", "disclosures",
)  # fmt: skip
TEXT_FIELDS = ("title", "body", "summary", "link")
# What the author says of the post; versions of long ago do not hold it.
SAID_FIELDS = ("origin", "fictional", "paid")
MEDIA_FIELDS = ("pictures", "video", "video_cover")


def record(
    draft: Draft,
    *,
    by: Actor,
    note: str = "",
    automatic: bool = False,
    submitted: Mapping[str, str] | None = None,
) -> Version:
    """Writes the next version of a locked draft. An automatic one takes the place of the same person's last
    automatic one of the same sitting. `submitted` are the content hashes by variant id of a submission. Whoever changed
    what goes out is one of the draft's writers from then on."""
    snapshot = snapshot_of(draft)
    last = draft.versions.order_by("-number").first()
    if by.membership is not None and _differs(snapshot, last.snapshot if last else None):
        draft.writers = sorted({*draft.writers, str(by.membership.pk)})
    draft.number += 1
    draft.updated_at = clock.now()
    draft.save(update_fields=["number", "updated_at", "writers"])
    if automatic and last is not None:
        _drop_of_sitting(last, by=by)
    return Version.objects.create(
        draft=draft,
        number=draft.number,
        by=by.membership,
        note=note[:120],
        automatic=automatic,
        snapshot={**snapshot, **({"submitted": dict(submitted)} if submitted else {})},
    )


def snapshot_of(draft: Draft) -> dict[str, Any]:
    """The draft with its media and variants as plain JSON."""
    variants = [
        {
            "channel": str(variant.channel_id),
            "name": variant.channel.name,
            **{name: getattr(variant, name) for name in VARIANT_FIELDS},
        }
        for variant in draft.variants.select_related("channel")
    ]
    told = {name: getattr(draft, name) for name in (*TEXT_FIELDS, *SAID_FIELDS)}
    return {**told, **media_of(draft), "variants": variants}


def media_of(draft: Draft) -> dict[str, Any]:
    """The draft's pictures in order, its video and the video's cover as plain JSON."""
    return {
        "pictures": [{"asset": str(entry.asset_id), "alt": entry.alt} for entry in draft.pictures.all()],
        "video": str(draft.video_id) if draft.video_id else None,
        "video_cover": str(draft.video_cover_id) if draft.video_cover_id else None,
    }


def submitted_versions(draft: Draft) -> list[Version]:
    """The versions in which the draft was submitted for review, newest first."""
    return list(draft.versions.filter(snapshot__has_key="submitted").order_by("-number"))


def approved_texts(submitted: Iterable[Version], variant: Variant, hashes: set[str]) -> dict[str, str] | None:
    """The texts (title, body, summary) of the variant as they were last submitted with one of these content
    hashes; None where they never were."""
    for version in submitted:
        if version.snapshot["submitted"].get(str(variant.pk)) in hashes:
            return texts_in(version.snapshot, variant)
    return None


def texts_in(snapshot: Mapping[str, Any], variant: Variant | None = None) -> dict[str, str]:
    """Title, body and summary in a snapshot: those of a variant with what it inherited, or the draft's own."""
    entries = {entry["channel"]: entry for entry in snapshot["variants"]}
    own = entries.get(str(variant.channel_id), {}) if variant else {}
    texts = {}
    for name in ("title", "body", "summary"):
        given = own.get(f"own_{name}")
        texts[name] = snapshot[name] if given is None else given
    return texts


def put_back(draft: Draft, snapshot: dict[str, Any]) -> None:
    """Sets a locked draft, its pictures and those of its variants that still exist to a snapshot."""
    for name in TEXT_FIELDS:
        setattr(draft, name, snapshot[name])
    for name in SAID_FIELDS:
        setattr(draft, name, snapshot.get(name, getattr(draft, name)))
    draft.video_id, draft.video_cover_id = snapshot.get("video"), snapshot.get("video_cover")
    draft.save(update_fields=[*TEXT_FIELDS, *SAID_FIELDS, "video", "video_cover"])
    draft.pictures.all().delete()
    DraftPicture.objects.bulk_create(
        DraftPicture(draft=draft, asset_id=entry["asset"], position=place, alt=entry["alt"])
        for place, entry in enumerate(snapshot["pictures"])
    )
    by_channel = {entry["channel"]: entry for entry in snapshot["variants"]}
    for variant in draft.variants.all():
        entry = by_channel.get(str(variant.channel_id))
        if entry:
            _put_back_variant(variant, entry)


def _put_back_variant(variant: Variant, entry: dict[str, Any]) -> None:
    for name in VARIANT_FIELDS:
        setattr(variant, name, entry.get(name, {}) if name == "crops" else entry[name])
    variant.updated_at = clock.now()
    variant.save(update_fields=[*VARIANT_FIELDS, "updated_at"])


def _differs(snapshot: Mapping[str, Any], before: Mapping[str, Any] | None) -> bool:
    """Whether what goes out was changed since; an account that was added or taken away changes no words."""
    if before is None:
        return True
    channels = {entry["channel"]: entry for entry in before["variants"]}
    pairs = [(entry, channels.get(entry["channel"])) for entry in snapshot["variants"]]
    return any(
        snapshot[name] != before.get(name, snapshot[name])
        for name in (*TEXT_FIELDS, *SAID_FIELDS, *MEDIA_FIELDS)
    ) or any(entry[name] != known.get(name) for entry, known in pairs if known for name in VARIANT_FIELDS)


def _drop_of_sitting(last: Version, *, by: Actor) -> None:
    if (
        last.automatic
        and last.by_id == (by.membership.pk if by.membership else None)
        and last.created_at > clock.now() - ONE_SITTING
        and last.number > 1
    ):
        last.delete()
