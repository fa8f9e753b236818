from .approval import ApprovalDecision, ApprovalPolicy, ApprovalRequest
from .override import Override
from .verdict import Verdict

__all__ = ["ApprovalDecision", "ApprovalPolicy", "ApprovalRequest", "Override", "Verdict"]
