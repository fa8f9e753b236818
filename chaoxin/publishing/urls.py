"""Mounted under /w/<workspace>/; `phone` at the root."""

from __future__ import annotations

from django.urls import path

from .views import app_pages, deliveries, endings, freezes, handoffs, phone_files, timing
from .views import phone as phone_views

app_name = "publishing"
urlpatterns = [
    path("deliveries/", deliveries.index, name="deliveries"),
    path("deliveries/cancellations/", endings.cancel_many, name="cancel-many"),
    path("deliveries/<uuid:pk>/", deliveries.detail, name="delivery"),
    path("deliveries/<uuid:pk>/row/", deliveries.row, name="row"),
    path("deliveries/<uuid:pk>/time/", timing.reschedule, name="reschedule"),
    path("deliveries/<uuid:pk>/release/", timing.release, name="release"),
    path("deliveries/<uuid:pk>/another-try/", timing.send_again, name="send-again"),
    path("deliveries/<uuid:pk>/acknowledgement/", endings.acknowledge, name="acknowledge"),
    path("deliveries/<uuid:pk>/first-comment/", timing.comment_again, name="comment-again"),
    path("deliveries/<uuid:pk>/cancellation/", endings.cancel, name="cancel"),
    path("deliveries/<uuid:pk>/confirmation/", endings.confirm, name="confirm"),
    path("deliveries/<uuid:pk>/unpublished/", endings.declare_unpublished, name="declare-unpublished"),
    path("deliveries/<uuid:pk>/stop/", endings.stop, name="stop"),
    path("deliveries/<uuid:pk>/withdrawal/", endings.withdraw, name="withdraw"),
    path("drafts/<uuid:draft>/deliveries/", timing.for_draft, name="for-draft"),
    path("drafts/<uuid:draft>/schedule/", timing.schedule, name="schedule"),
    path("handoffs/", handoffs.index, name="handoffs"),
    path("handoffs/responsible/", handoffs.assign_many, name="assign-handoffs"),
    path("handoffs/<uuid:pk>/", handoffs.detail, name="handoff-dialog"),
    path("handoffs/<uuid:pk>/link/", handoffs.bring_back, name="bring-back"),
    path("handoffs/<uuid:pk>/unpublished/", handoffs.hand_back, name="hand-back"),
    path("handoffs/<uuid:pk>/new-link/", handoffs.renew_link, name="renew-handoff-link"),
    path("handoffs/<uuid:pk>/responsible/", handoffs.assign, name="assign-handoff"),
    path("handoffs/<uuid:pk>/taking-over/", handoffs.take_over, name="take-over"),
    path("freezes/", freezes.create, name="freeze"),
    path("freezes/<uuid:pk>/thaw/", freezes.thaw, name="thaw"),
]
phone = [
    path("h/<str:secret>/", phone_views.page, name="handoff"),
    path("h/<str:secret>/link/", phone_views.bring_back, name="handoff-link"),
    path("h/<str:secret>/unpublished/", phone_views.hand_back, name="handoff-unpublished"),
    path("h/<str:secret>/steps/", phone_views.tick, name="handoff-steps"),
    path("h/<str:secret>/pictures/<int:place>/", phone_files.picture, name="handoff-picture"),
    path("h/<str:secret>/cover/", phone_files.cover, name="handoff-cover"),
    path("h/<str:secret>/video/", phone_files.video, name="handoff-video"),
    path("h/<str:secret>/all.zip", phone_files.bundle, name="handoff-bundle"),
    path("h/<str:secret>/app/", phone_views.open_app, name="handoff-app"),
    path("a/<str:token>/", app_pages.page, name="handoff-opens"),
    path("m/<str:token>/<str:name>", app_pages.media, name="handoff-media"),
]
