"""The audience of the sandbox: who reads, likes, comments and writes, and when; all from a seed."""

from sandbox.audience.accounts import account_acts_between
from sandbox.audience.act import Act
from sandbox.audience.facts import AccountFacts, PostFacts
from sandbox.audience.posts import acts_between

__all__ = ["AccountFacts", "Act", "PostFacts", "account_acts_between", "acts_between"]
