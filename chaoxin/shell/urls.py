"""The frame's own pages: today, search, the system's state."""

from __future__ import annotations

from django.urls import path

from .views import decisions, home, search, status, today

app_name = "shell"
urlpatterns = [
    path("", home.home, name="home"),
    path("w/<slug:workspace>/", home.workspace_home, name="workspace_home"),
    path("w/<slug:workspace>/today/", today.index, name="today"),
    path("w/<slug:workspace>/today/<slug:key>/", today.section, name="today_section"),
    path("w/<slug:workspace>/today/approve/<uuid:pk>/decision/", decisions.decide, name="decide"),
    path("w/<slug:workspace>/search/", search.search, name="search"),
    path("w/<slug:workspace>/status/", status.index, name="status"),
    path("w/<slug:workspace>/status/parked/retrial/", status.retry_all, name="retry_all_parked"),
    path("w/<slug:workspace>/status/parked/<uuid:pk>/retrial/", status.retry, name="retry_parked"),
]
