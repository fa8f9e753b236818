from .asset import Asset
from .draft import Draft
from .draft_picture import DraftPicture
from .variant import Variant
from .version import Version

__all__ = ["Asset", "Draft", "DraftPicture", "Variant", "Version"]
