"""Every address of the product. A room's pages lie under /w/<workspace>/, whoever has no account uses the rest."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from chaoxin.analytics import urls as analytics_urls
from chaoxin.audience import urls as audience_urls
from chaoxin.channels import urls as channels_urls
from chaoxin.compliance import urls as compliance_urls
from chaoxin.content import urls as content_urls
from chaoxin.goals import urls as goals_urls
from chaoxin.inbox import urls as inbox_urls
from chaoxin.notices import urls as notices_urls
from chaoxin.publishing import urls as publishing_urls

from .api import api
from .api_guide import api_guide
from .health import health
from .slots import slots

# One line a room; its urls.py names pages below the workspace's address.
ROOM_URLS = [
    analytics_urls,
    audience_urls,
    channels_urls,
    compliance_urls,
    content_urls,
    goals_urls,
    inbox_urls,
    notices_urls,
    publishing_urls,
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("chaoxin.shell.urls")),
    path("", include("chaoxin.accounts.urls")),
    *inbox_urls.hooks,
    *publishing_urls.phone,
    path("health", health, name="health"),
    path("accounts/", include("allauth.urls")),
    path("api/v1/", api.urls),
    path("api/guide/", api_guide, name="api_guide"),
    path("w/<slug:workspace>/slots/", include((slots, "slot"))),
    *(path("w/<slug:workspace>/", include(room)) for room in ROOM_URLS),
]

handler400 = "chaoxin.shell.views.failures.bad_request"
handler403 = "chaoxin.shell.views.failures.not_allowed"
handler404 = "chaoxin.shell.views.failures.not_found"
handler500 = "chaoxin.shell.views.failures.server_error"
