"""Mounted under /w/<workspace>/; `hooks` at the root."""

from __future__ import annotations

from django.urls import path

from .views import assignments, callbacks, conversations, corrections, fetches, leads, replies

app_name = "inbox"
urlpatterns = [
    path("inbox/", conversations.index, name="inbox"),
    path("inbox/closings/", assignments.close_many, name="close-many"),
    path("inbox/corrections/", corrections.index, name="corrections"),
    path("inbox/corrections/<slug:task>/csv/", corrections.export, name="corrections-csv"),
    path("inbox/fetches/", fetches.create, name="fetch"),
    path("inbox/<uuid:pk>/", conversations.detail, name="conversation"),
    path("inbox/<uuid:pk>/messages/", conversations.messages, name="messages"),
    path("inbox/<uuid:pk>/messages/<uuid:message_pk>/correction/", corrections.correct, name="correct"),
    path("inbox/<uuid:pk>/replies/", replies.create, name="reply"),
    path("inbox/<uuid:pk>/replies/check/", replies.check, name="check"),
    path("inbox/<uuid:pk>/replaced/", replies.replaced, name="word_replaced"),
    path("inbox/<uuid:pk>/contact-data/", leads.reveal, name="reveal"),
    path("inbox/<uuid:pk>/contacts/", leads.note_contact, name="note-contact"),
    path("inbox/<uuid:pk>/assignee/", assignments.assign, name="assign"),
    path("inbox/<uuid:pk>/closing/", assignments.close, name="close"),
    path("inbox/<uuid:pk>/reopening/", assignments.reopen, name="reopen"),
    path("inbox/<uuid:pk>/snooze/", assignments.snooze, name="snooze"),
]
hooks = [path("hooks/<str:key>", callbacks.hook, name="hook")]
