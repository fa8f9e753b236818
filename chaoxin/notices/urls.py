"""Mounted under /w/<workspace>/."""

from __future__ import annotations

from django.urls import path

from .views import robots

app_name = "notices"
urlpatterns = [
    path("notices/robots/", robots.index, name="robots"),
    path("notices/robots/<uuid:pk>/trial/", robots.try_out, name="try-out"),
    path("notices/robots/<uuid:pk>/removal/", robots.remove, name="remove-robot"),
]
