"""The offline scan: rules in place of a model (SPEC 3)."""

from core.scan.offline.engine import OfflineEngine

__all__ = ["OfflineEngine"]
