"""What leaves the application: pictures, a manifest, a lookbook to show people (SPEC 2.7)."""

from core.handoff.bundle import HandoffAsset, HandoffBundle
from core.handoff.write import write_handoff

__all__ = ["HandoffAsset", "HandoffBundle", "write_handoff"]
