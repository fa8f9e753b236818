"""Mounted under /w/<workspace>/."""

from __future__ import annotations

from django.urls import path

from .views import people

app_name = "audience"
urlpatterns = [
    path("people/", people.index, name="people"),
    path("people/<uuid:pk>/", people.detail, name="person"),
]
