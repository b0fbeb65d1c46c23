"""A screenplay as JSON: what `lookbook parse --json` prints."""

from __future__ import annotations

from typing import Any

from core.models import Screenplay


def screenplay_to_wire(screenplay: Screenplay) -> dict[str, Any]:
    """What was read, ready for JSON: of the script as a whole, then its scenes and its lines."""
    return {
        "title": screenplay.title,
        "format": screenplay.format.value,
        "encoding": screenplay.encoding,
        "pages": screenplay.pages,
        "pagesEstimated": screenplay.pages_estimated,
        "cast": list(screenplay.cast),
        "tags": [
            {"name": tag.name, "category": tag.category, "lines": list(tag.lines)} for tag in screenplay.tags
        ],
        "scenes": [
            {
                "number": scene.number,
                "label": scene.label,
                "heading": scene.heading,
                "line": scene.line,
                "page": scene.page,
            }
            for scene in screenplay.scenes
        ],
        "lines": [
            {
                "line": line.number,
                "kind": line.kind.value,
                "text": line.text,
                "scene": line.scene,
                "page": line.page,
            }
            for line in screenplay.lines
        ],
    }
