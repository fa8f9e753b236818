from .campaign import Campaign
from .kpi_target import KpiTarget
from .objective import Objective

__all__ = ["Campaign", "KpiTarget", "Objective"]
