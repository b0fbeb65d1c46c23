"""The style capsules that come with the program, what identifies the text of any style, and its file."""

from core.styles.capsules import Capsule, builtin_capsules, text_hash

__all__ = ["Capsule", "builtin_capsules", "text_hash"]
