"""Framing cards: what an asset's picture will hold, drawn from the style's palette with Pillow.

Importing this package loads Pillow; import it where a card is drawn.
"""

from core.providers.cards.card import draw_card

__all__ = ["draw_card"]
