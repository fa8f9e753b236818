"""Writing, reviewing and planning a text, each as a person of the company does it."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import datetime
from functools import cached_property

from chaoxin.accounts.actor import Actor
from chaoxin.channels.models import Channel
from chaoxin.compliance import approving
from chaoxin.content import adapting, drafting, pictures, recognizing, reviewing
from chaoxin.content.models import Asset, Draft, Variant
from chaoxin.publishing import scheduling
from chaoxin.publishing.models import Delivery

from . import goals
from . import pictures as painting
from .accounts import BY_KEY, SITE
from .editorial_plan import ZONE
from .topics import Topic

# Texts of these files have a picture besides the cover.
ILLUSTRATED = ("craft", "coming")


class NotPlanned(Exception):
    """A text of the story could not be scheduled; names it and says why."""


class Manuscript:
    """One text on its way. `author` and `reviewer` are roles of the cast."""

    def __init__(
        self,
        topic: Topic,
        cast: Mapping[str, Actor],
        channels: Mapping[str, Channel],
        *,
        author: str = "editor",
        reviewer: str = "reviewer",
    ) -> None:
        self.topic, self.cast, self.channels = topic, cast, channels
        self.author, self.reviewer = cast[author], cast[reviewer]
        self._draft: Draft | None = None

    @property
    def draft(self) -> Draft:
        """The draft as it stands; KeyError before it was written."""
        if self._draft is None:
            raise KeyError(self.topic.key)
        return self._draft

    @cached_property
    def variants(self) -> dict[str, Variant]:
        """The variants by the key of their account."""
        found = {
            variant.channel_id: variant
            for variant in self.draft.variants.select_related("channel", "draft__workspace", "draft__author")
        }
        return {key: found[self.channels[key].pk] for key in self.topic.channels}

    def write(self) -> None:
        """The draft with its pictures and a variant for each account."""
        topic, by = self.topic, self.author
        self._draft = drafting.create(
            by=by,
            title=topic.title,
            body=topic.body,
            summary=topic.summary,
            link=f"{SITE}{topic.path}",
            plan=goals.plan_of(topic, self.cast),
        )
        for asset, alt in self._pictures():
            pictures.attach(self.draft, asset, by=by, alt=alt)
        for key in topic.channels:
            self._adapt(key)
        self.draft.refresh_from_db()

    def submit(self, note: str = "") -> None:
        reviewing.submit_for_review(self.draft, by=self.author, note=note)
        self.draft.refresh_from_db()

    def approve(self, comment: str = "") -> None:
        for request in reviewing.open_requests(self.draft):
            approving.agree(request, by=self.reviewer, comment=comment)
        self._draft = reviewing.settle(self.draft)

    def send_back(self, comment: str) -> None:
        for request in reviewing.open_requests(self.draft):
            approving.reject(request, by=self.reviewer, comment=comment)
        self._draft = reviewing.settle(self.draft)

    def schedule(self, due: Mapping[str, datetime]) -> dict[str, Delivery]:
        """Plans the variants for their times, by account. Raises NotPlanned."""
        made = {}
        for key, at in due.items():
            [planned] = scheduling.schedule(
                [self.variants[key]], due_at=at, zone=ZONE, by=self.author, despite_doubts=True
            )
            if planned.delivery is None:
                raise NotPlanned(f"{self.topic.key} @ {key}: {planned.sentence}")
            made[key] = planned.delivery
        return made

    def _pictures(self) -> list[tuple[Asset, str]]:
        motif = self.topic.motif
        files = [(painting.cover(motif), f"{motif.words}封面")]
        if self.topic.file in ILLUSTRATED and any(BY_KEY[key].takes_articles for key in self.topic.channels):
            files.append((painting.scene(motif), f"{motif.words}配图"))
        return [(self._own_picture(data, name=f"{alt}.jpg"), alt) for data, alt in files]

    def _own_picture(self, data: bytes, *, name: str) -> Asset:
        asset = pictures.take_in(io.BytesIO(data), name=name, by=self.author)
        if asset.provenance != Asset.Provenance.OWN:
            asset.provenance = Asset.Provenance.OWN
            asset.save(update_fields=["provenance"])
        return recognizing.note_drawn(asset)

    def _adapt(self, key: str) -> None:
        variant = adapting.add(self.draft, self.channels[key], by=self.author)
        if not BY_KEY[key].takes_articles and self.topic.short != self.topic.body:
            adapting.change(variant, by=self.author, own={"body": self.topic.short})
