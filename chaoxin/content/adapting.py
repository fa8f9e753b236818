"""A draft's variants: one for each channel, with inherited or own text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from chaoxin.accounts import auditing
from chaoxin.accounts.actor import Actor
from chaoxin.channels.access import channels_of
from chaoxin.channels.models import Channel
from chaoxin.compliance.disclosures import CATALOGUE
from chaoxin.connectors.manifest import Format
from chaoxin.core import clock
from chaoxin.core.refusals import Invalid, NotFound, Refusal

from . import drafting, preflight
from .models import Draft, Variant
from .options import checked

OWN_FIELDS = ("title", "body", "summary", "link", "pictures")


class StillInUse(Refusal):
    """The variant was scheduled or published; its row has to stay."""

    code = "still_in_use"


class TakesNoPosts(Refusal):
    """Nothing can be published on the channel in the way it is connected."""

    code = "takes_no_posts"


def add(draft: Draft, channel: Channel, *, by: Actor, form_key: str = "") -> Variant:
    """The draft's variant for a channel, made with everything inherited where there is none yet. Pictures beyond
    what the form takes are left out from the start. Raises NotFound for a channel that the actor may not use,
    TakesNoPosts for one that is there for its figures only."""
    check_channel(channel, by)
    if not preflight.formats_of(channel):
        raise TakesNoPosts(_("“%s”只用来读数据，不能发布内容。") % channel.name)
    form = preflight.format_of(channel, form_key)
    with drafting.change(draft, by=by) as locked:
        standing = locked.variants.filter(channel=channel).first()
        if standing:
            return standing
        made = Variant.objects.create(
            draft=locked,
            channel=channel,
            format=form.key,
            own_pictures=_fitting_pictures(locked, form),
            options=checked(form, {}),
        )
        drafting.keep(locked, by=by, note=_("增加“%(channel)s”") % {"channel": channel.name[:60]})
    return made


def change(
    variant: Variant,
    *,
    by: Actor,
    expected_number: int | None = None,
    own: Mapping[str, Any] | None = None,
    form_key: str | None = None,
    options: Mapping[str, Any] | None = None,
    disclosures: Sequence[str] | None = None,
    automatic: bool = False,
) -> Variant:
    """Changes a variant. `own` maps title, body, summary, link or pictures (asset ids in order) to the variant's
    own value, or to None to inherit it. What is None as a whole stays as it is. Raises Invalid, Conflict,
    NotInThisState, NotFound."""
    check_channel(variant.channel, by)
    values = _own_values(own or {})
    values |= _form_values(variant, form_key=form_key, options=options, disclosures=disclosures)
    with drafting.change(variant.draft, by=by, expected_number=expected_number) as locked:
        current = Variant.objects.select_related("channel").get(pk=variant.pk, draft=locked)
        changed = [name for name, value in values.items() if getattr(current, name) != value]
        for name in changed:
            setattr(current, name, values[name])
        if changed:
            current.updated_at = clock.now()
            current.save(update_fields=[*changed, "updated_at"])
            drafting.keep(locked, by=by, automatic=automatic)
    current.draft = locked
    return current


def inherit(variant: Variant, field: str, *, by: Actor) -> Variant:
    """Gives a field of the variant back to the draft. Raises Invalid for an unknown one."""
    return change(variant, by=by, own={field: None})


def remove(variant: Variant, *, by: Actor) -> None:
    """Takes a channel out of the draft. Raises StillInUse where something was scheduled or published from it."""
    check_channel(variant.channel, by)
    with drafting.change(variant.draft, by=by) as locked:
        try:
            with transaction.atomic():
                locked.variants.filter(pk=variant.pk).delete()
        except (models.ProtectedError, IntegrityError) as error:
            raise StillInUse(
                _("“%(channel)s”已有投放记录，不能从稿件里移除。") % {"channel": variant.channel.name}
            ) from error
        note = _("移除“%(channel)s”") % {"channel": variant.channel.name[:60]}
        drafting.keep(locked, by=by, note=note)
        detail = {"title": locked.title, "channel": str(variant.channel_id)}
        auditing.record("variant.remove", by=by, subject=locked, detail=detail)


def check_channel(channel: Channel, by: Actor) -> None:
    """Raises NotFound for a channel that the actor may not use."""
    if not channels_of(by).filter(pk=channel.pk).exists():
        raise NotFound(_("没有这个账号，或者它不在你能使用的分组里。"))


def _fitting_pictures(draft: Draft, form: Format) -> list[str] | None:
    if form.takes_video:
        return None
    assets = [str(entry.asset_id) for entry in draft.pictures.all()]
    return assets[: form.max_pictures] if len(assets) > form.max_pictures else None


def _own_values(own: Mapping[str, Any]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, value in own.items():
        if name not in OWN_FIELDS:
            raise Invalid(_("没有“%(name)s”这一项。") % {"name": name}, field=name)
        if name == "pictures":
            values["own_pictures"] = None if value is None else [str(asset) for asset in value]
        elif value is None:
            values[f"own_{name}"] = None
        else:
            values[f"own_{name}"] = drafting.checked_text(name, str(value))
    return values


def _form_values(
    variant: Variant,
    *,
    form_key: str | None,
    options: Mapping[str, Any] | None,
    disclosures: Sequence[str] | None,
) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if form_key is not None:
        if form_key not in [entry.key for entry in preflight.formats_of(variant.channel)]:
            raise Invalid(_("这个平台没有这种形式。请从列表里选。"), field="format")
        values["format"] = form_key
    if options is not None:
        form = preflight.format_of(variant.channel, form_key or variant.format)
        values["options"] = checked(form, options)
    if disclosures is not None:
        if unknown := set(disclosures) - set(CATALOGUE):
            raise Invalid(
                _("没有这种声明：%(names)s。") % {"names": _("、").join(sorted(unknown))}, field="disclosures"
            )
        values["disclosures"] = sorted(set(disclosures))
    return values
