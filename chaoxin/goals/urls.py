from __future__ import annotations

from django.urls import path

from .views import campaigns, objectives

app_name = "goals"
urlpatterns = [
    path("goals/", objectives.index, name="objectives"),
    path("goals/new/", objectives.create, name="objective_new"),
    path("goals/campaigns/", campaigns.index, name="campaigns"),
    path("goals/campaigns/new/", campaigns.create, name="campaign_new"),
    path("goals/campaigns/<uuid:pk>/", campaigns.show, name="campaign"),
    path("goals/campaigns/<uuid:pk>/change/", campaigns.change, name="campaign_change"),
    path("goals/campaigns/<uuid:pk>/close/", campaigns.close, name="campaign_close"),
    path("goals/campaigns/<uuid:pk>/reopen/", campaigns.reopen, name="campaign_reopen"),
    path("goals/<uuid:pk>/", objectives.show, name="objective"),
    path("goals/<uuid:pk>/change/", objectives.change, name="objective_change"),
    path("goals/<uuid:pk>/close/", objectives.close, name="objective_close"),
    path("goals/<uuid:pk>/reopen/", objectives.reopen, name="objective_reopen"),
]
