"""A file becomes a `Screenplay`: Fountain, Final Draft, PDF, plain text. Pure: no network, no store."""

from core.screenplay.headings import Heading, parse_heading
from core.screenplay.names import mentions_of
from core.screenplay.reader import parse_script, read_bytes, read_script
from core.screenplay.wire import screenplay_to_wire

__all__ = [
    "Heading",
    "mentions_of",
    "parse_heading",
    "parse_script",
    "read_bytes",
    "read_script",
    "screenplay_to_wire",
]
