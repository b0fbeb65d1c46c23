"""A scan by a language model: it proposes, the program checks every claim against the script."""

from core.scan.model.engine import ModelEngine

__all__ = ["ModelEngine"]
