"""Rewriting and enriching a description: who does it, by rules or by a model (SPEC 2.5)."""
