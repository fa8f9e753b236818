"""Slots of lower rooms' pages that content fills."""

from __future__ import annotations

from django.urls import URLPattern, path

from .views import reviews, trials

slots: list[URLPattern] = [
    path("approval-subject/<uuid:approval>/", reviews.subject, name="approval-subject"),
    path("channel-trial/<uuid:pk>/", trials.of_channel, name="channel-trial"),
]
