from .approval import ApprovalDecision, ApprovalPolicy, ApprovalRequest
from .batch_check import BatchCheck, BatchPart
from .company_rule import CompanyRule
from .override import Override
from .queued_finding import QueuedFinding
from .rejudging import RejudgedContent, Rejudging
from .rule_pack import RulePack, RulePackVersion
from .rules_change import RulesChange, RulesChangeDecision
from .rules_revision import RulesRevision
from .verdict import Verdict

__all__ = [
    "ApprovalDecision",
    "ApprovalPolicy",
    "ApprovalRequest",
    "BatchCheck",
    "BatchPart",
    "CompanyRule",
    "Override",
    "QueuedFinding",
    "RejudgedContent",
    "Rejudging",
    "RulePack",
    "RulePackVersion",
    "RulesChange",
    "RulesChangeDecision",
    "RulesRevision",
    "Verdict",
]
