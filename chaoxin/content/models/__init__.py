from .asset import Asset
from .draft import Draft
from .draft_picture import DraftPicture
from .recoding import Recoding
from .upload import Upload
from .variant import Variant
from .version import Version

__all__ = ["Asset", "Draft", "DraftPicture", "Recoding", "Upload", "Variant", "Version"]
