from .approval import ApprovalDecision, ApprovalPolicy, ApprovalRequest
from .batch_check import BatchCheck, BatchPart
from .override import Override
from .queued_finding import QueuedFinding
from .rejudging import RejudgedContent, Rejudging
from .verdict import Verdict

__all__ = [
    "ApprovalDecision",
    "ApprovalPolicy",
    "ApprovalRequest",
    "BatchCheck",
    "BatchPart",
    "Override",
    "QueuedFinding",
    "RejudgedContent",
    "Rejudging",
    "Verdict",
]
