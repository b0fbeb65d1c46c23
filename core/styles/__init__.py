"""The style capsules that come with the program, and what identifies the text of any style."""

from core.styles.capsules import Capsule, builtin_capsules, text_hash

__all__ = ["Capsule", "builtin_capsules", "text_hash"]
