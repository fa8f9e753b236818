"""Places on lower rooms' pages that this room fills; mounted under /w/<workspace>/slots/ in the namespace `slot`."""

from __future__ import annotations

from django.urls import path

from .views import plans, timing

slots = [
    path("draft-deliveries/<uuid:draft>/", timing.for_draft, name="draft-deliveries"),
    path("channel-plans/<uuid:pk>/", plans.of_channel, name="channel-plans"),
]
