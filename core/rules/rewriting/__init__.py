"""Rewriting a part of a description: what may change, and what rules can do without a model (SPEC 2.5)."""
