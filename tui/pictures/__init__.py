"""Pictures in the terminal: the ways to show one, which is chosen and why, painting, and what is kept.

`tui.widgets.picture.Picture` is the widget; `PictureSession` (one an application) knows the terminal and what
the user chose; `choosing` decides; `engines` paint; `copy_path` is for the key that copies a picture's path.
"""

from __future__ import annotations

from tui.pictures.copying import copy_path

__all__ = ["copy_path"]
