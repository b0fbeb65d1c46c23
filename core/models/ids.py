"""What names a row of the store."""

from __future__ import annotations

from typing import NewType

ProjectId = NewType("ProjectId", int)
BranchId = NewType("BranchId", int)
ScriptId = NewType("ScriptId", int)
ReviewId = NewType("ReviewId", int)
DraftId = NewType("DraftId", int)
AssetId = NewType("AssetId", int)
ImageId = NewType("ImageId", int)
JobId = NewType("JobId", int)
StyleId = NewType("StyleId", int)
GlobalAssetId = NewType("GlobalAssetId", int)
