"""Mounted under /w/<workspace>/."""

from __future__ import annotations

from django.urls import path

from .views import channels, connecting, ending, groups, limits, register

app_name = "channels"
urlpatterns = [
    path("channels/", channels.index, name="channels"),
    path("channels/new/", connecting.platforms, name="platforms"),
    path("channels/new/<slug:platform>/", connecting.modes, name="modes"),
    path("channels/new/<slug:platform>/<slug:mode>/", connecting.connect, name="connect"),
    path("channels/return/", connecting.consent_return, name="consent-return"),
    path("channels/<uuid:pk>/", channels.detail, name="channel"),
    path("channels/<uuid:pk>/callback/", channels.callback, name="callback"),
    path("channels/<uuid:pk>/check/", channels.check, name="check"),
    path("channels/<uuid:pk>/reconnection/", connecting.reconnect, name="reconnect"),
    path("channels/<uuid:pk>/register/", register.change_register, name="register"),
    path("channels/<uuid:pk>/settings/", register.change_settings, name="settings"),
    path("channels/<uuid:pk>/disconnection/", ending.disconnect, name="disconnect"),
    path("channels/<uuid:pk>/removal/", ending.remove, name="remove"),
    path("channel-groups/", groups.index, name="groups"),
    path("channel-groups/assignments/", groups.assign, name="assign"),
    path("channel-groups/limits/<uuid:member>/", limits.change, name="limit"),
    path("channel-groups/<uuid:pk>/name/", groups.rename, name="rename-group"),
    path("channel-groups/<uuid:pk>/channels/", groups.fill, name="fill-group"),
    path("channel-groups/<uuid:pk>/deletion/", groups.delete, name="delete-group"),
]
