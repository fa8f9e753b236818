from .approval import ApprovalDecision, ApprovalPolicy, ApprovalRequest
from .batch_check import BatchCheck, BatchPart
from .override import Override
from .verdict import Verdict

__all__ = [
    "ApprovalDecision",
    "ApprovalPolicy",
    "ApprovalRequest",
    "BatchCheck",
    "BatchPart",
    "Override",
    "Verdict",
]
