"""What an account really can do, from its mode, settings, facts and the scopes of its grant."""

from __future__ import annotations

from collections.abc import Iterable

from chaoxin.connectors import registry
from chaoxin.connectors.manifest import Format, Manifest, Mode, Offer, Standing

from .models import Channel, Grant

BROUGHT = "brought_scopes"


def standing_of(channel: Channel, *, scopes: Iterable[str] | None = None) -> Standing:
    """What is known of the channel's account. `scopes`, or `bring_scopes` before, saves reading those of its grant."""
    if scopes is None:
        scopes = channel.__dict__.get(BROUGHT)
    if scopes is None:
        scopes = Grant.objects.filter(channel=channel).values_list("token_scopes", flat=True).first() or ()
    return Standing(
        mode=channel.mode, settings=channel.settings, facts=channel.facts, scopes=frozenset(scopes)
    )


def bring_scopes(channels: Iterable[Channel]) -> None:
    """Reads the scopes of many channels' grants at once, for what is asked about these objects from now on."""
    asked = list(channels)
    pairs = Grant.objects.filter(channel__in=asked).values_list("channel_id", "token_scopes")
    scopes = dict(pairs) if asked else {}
    for channel in asked:
        channel.__dict__[BROUGHT] = scopes.get(channel.pk, ())


def offer_of(channel: Channel, *, scopes: Iterable[str] | None = None) -> Offer:
    """What the channel can do and cannot do with the reasons, and the forms of post that it takes."""
    return registry.manifest(channel.platform).offer(standing_of(channel, scopes=scopes))


def offer_before(manifest: Manifest, mode: Mode) -> Offer:
    """What an account connected by that mode can do as far as can be said before it is known."""
    return manifest.offer(Standing(mode.key))


def formats_of(channel: Channel) -> tuple[Format, ...]:
    """The forms of post that the channel takes; none where it is not there for publishing. Reads no grant."""
    return offer_of(channel, scopes=()).formats
