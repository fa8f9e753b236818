"""Pages of the team, of a person's own settings, and the public page of an invitation."""

from __future__ import annotations

from django.urls import path

from .views import audit, invitations, joining, members, profile, tokens, workspace

app_name = "accounts"
WORKSPACE = "w/<slug:workspace>/accounts/"
urlpatterns = [
    path("profile/", profile.edit, name="profile"),
    path("profile/theme/", profile.theme, name="theme"),
    path("workspaces/new/", workspace.create, name="new_workspace"),
    path("join/<str:secret>/", joining.join, name="join"),
    path(f"{WORKSPACE}settings/", workspace.settings, name="workspace"),
    path(f"{WORKSPACE}members/", members.index, name="members"),
    path(f"{WORKSPACE}members/<uuid:pk>/role/", members.change_role, name="change_role"),
    path(f"{WORKSPACE}members/<uuid:pk>/removal/", members.remove, name="remove_member"),
    path(f"{WORKSPACE}leaving/", members.leave, name="leave"),
    path(f"{WORKSPACE}invitations/", invitations.create, name="invite"),
    path(f"{WORKSPACE}invitations/<uuid:pk>/renewal/", invitations.renew, name="renew_invitation"),
    path(f"{WORKSPACE}invitations/<uuid:pk>/revocation/", invitations.revoke, name="revoke_invitation"),
    path(f"{WORKSPACE}tokens/", tokens.index, name="tokens"),
    path(f"{WORKSPACE}tokens/<uuid:pk>/revocation/", tokens.revoke, name="revoke_token"),
    path(f"{WORKSPACE}audit/", audit.index, name="audit"),
    path(f"{WORKSPACE}audit/export/", audit.export, name="audit_export"),
    path(f"{WORKSPACE}audit/verification/", audit.verify, name="audit_verify"),
]
