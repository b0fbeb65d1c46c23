"""A screenplay as JSON: what `lookbook parse --json` prints."""

from __future__ import annotations

from typing import Any

from core.models import Screenplay


def screenplay_to_wire(screenplay: Screenplay) -> dict[str, Any]:
    """`{"title", "format", "encoding", "pages", "pagesEstimated", "scenes", "lines"}`, ready for JSON."""
    return {
        "title": screenplay.title,
        "format": screenplay.format.value,
        "encoding": screenplay.encoding,
        "pages": screenplay.pages,
        "pagesEstimated": screenplay.pages_estimated,
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
