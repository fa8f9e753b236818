from .access_token import AccessToken
from .audit_entry import AuditEntry
from .invitation import Invitation
from .membership import Membership
from .user import User
from .workspace import Workspace

__all__ = ["AccessToken", "AuditEntry", "Invitation", "Membership", "User", "Workspace"]
