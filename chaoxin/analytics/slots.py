"""Places on lower rooms' pages that this room fills; mounted under /w/<workspace>/slots/ in the namespace `slot`."""

from __future__ import annotations

from django.urls import path

from .views import accounts, curves, progress

slots = [
    path("goal-progress/<uuid:pk>/", progress.of_objective, name="goal-progress"),
    path("delivery-curve/<uuid:pk>/", curves.of_delivery, name="delivery-curve"),
    path("channel-readings/<uuid:pk>/", accounts.of_channel, name="channel-readings"),
]
