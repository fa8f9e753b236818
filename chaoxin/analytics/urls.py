"""Mounted under /w/<workspace>/."""

from __future__ import annotations

from django.urls import path

from .views import accounts, actions, ads, curves, origins, overview, readings, reviews, rows

app_name = "analytics"
urlpatterns = [
    path("analytics/", overview.index, name="overview"),
    path("analytics/figures/<slug:figure>/", rows.index, name="rows"),
    path("analytics/figures/<slug:figure>/rows.csv", rows.as_csv, name="rows-csv"),
    path("analytics/figures/<slug:figure>/rows.xlsx", rows.as_xlsx, name="rows-xlsx"),
    path("analytics/counted/<slug:metric>/", origins.index, name="origins"),
    path("analytics/posts/<uuid:pk>/readings/", readings.of_post, name="post-readings"),
    path("analytics/posts/<uuid:pk>/reading/", curves.ask, name="ask-reading"),
    path("analytics/accounts/<uuid:pk>/readings/", readings.of_account, name="account-readings"),
    path("analytics/accounts/<uuid:pk>/ads/", ads.of_channel, name="ad-days"),
    path("analytics/accounts/<uuid:pk>/reading/", accounts.ask, name="ask-account"),
    path("analytics/reviews/", reviews.index, name="reviews"),
    path("analytics/reviews/new/", reviews.begin, name="begin-review"),
    path("analytics/reviews/<uuid:pk>/", reviews.detail, name="review"),
    path("analytics/reviews/<uuid:pk>/text/", reviews.write, name="write-review"),
    path("analytics/reviews/<uuid:pk>/numbers/", reviews.count_again, name="count-again"),
    path("analytics/reviews/<uuid:pk>/finish/", reviews.finish, name="finish-review"),
    path("analytics/reviews/<uuid:pk>/review.xlsx", reviews.as_xlsx, name="review-xlsx"),
    path("analytics/reviews/<uuid:pk>/actions/", actions.add, name="add-action"),
    path("analytics/actions/<uuid:pk>/settlement/", actions.settle, name="settle-action"),
    path("analytics/actions/<uuid:pk>/removal/", actions.remove, name="remove-action"),
]
