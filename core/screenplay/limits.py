"""What a reader takes on: sizes far above any real script, low enough that no file can stall it."""

from __future__ import annotations

MAX_PDF_BYTES = 50 * 1024 * 1024
MAX_TEXT_BYTES = 20 * 1024 * 1024
MAX_LINES = 200_000
MAX_PDF_PAGES = 2_000
MAX_LINE_CHARS = 100_000
"""A longer line is a file that has lost its line breaks."""
PATTERN_CHARS = 4_000
"""Patterns are tried on lines up to this length; a longer one is a paragraph and nothing else."""
