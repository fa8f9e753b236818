"""Mounted under /w/<workspace>/."""

from __future__ import annotations

from django.urls import path

from .views import deliveries, endings, freezes, timing

app_name = "publishing"
urlpatterns = [
    path("deliveries/", deliveries.index, name="deliveries"),
    path("deliveries/cancellations/", endings.cancel_many, name="cancel-many"),
    path("deliveries/<uuid:pk>/", deliveries.detail, name="delivery"),
    path("deliveries/<uuid:pk>/row/", deliveries.row, name="row"),
    path("deliveries/<uuid:pk>/time/", timing.reschedule, name="reschedule"),
    path("deliveries/<uuid:pk>/release/", timing.release, name="release"),
    path("deliveries/<uuid:pk>/another-try/", timing.send_again, name="send-again"),
    path("deliveries/<uuid:pk>/first-comment/", timing.comment_again, name="comment-again"),
    path("deliveries/<uuid:pk>/cancellation/", endings.cancel, name="cancel"),
    path("deliveries/<uuid:pk>/confirmation/", endings.confirm, name="confirm"),
    path("deliveries/<uuid:pk>/unpublished/", endings.declare_unpublished, name="declare-unpublished"),
    path("deliveries/<uuid:pk>/withdrawal/", endings.withdraw, name="withdraw"),
    path("drafts/<uuid:draft>/deliveries/", timing.for_draft, name="for-draft"),
    path("drafts/<uuid:draft>/schedule/", timing.schedule, name="schedule"),
    path("freezes/", freezes.create, name="freeze"),
    path("freezes/<uuid:pk>/thaw/", freezes.thaw, name="thaw"),
]
