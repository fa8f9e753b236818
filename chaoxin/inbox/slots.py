"""Places on lower rooms' pages that this room fills; mounted under /w/<workspace>/slots/ in the namespace `slot`."""

from __future__ import annotations

from django.urls import path

from .views import conversations

slots = [
    path("delivery-conversations/<uuid:pk>/", conversations.of_delivery, name="delivery-conversations"),
    path("person-conversations/<uuid:pk>/", conversations.of_person, name="person-conversations"),
]
