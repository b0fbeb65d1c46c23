"""A place in one-point perspective: a street, a hall, or open country with a road."""

from __future__ import annotations

import itertools
import math
import re
from dataclasses import dataclass
from typing import Final

from core.providers.cards.figure import any_build, figure_mask
from core.providers.cards.stage import Point, Stage, disc, halo, lay, veil, wash
from core.providers.cards.tones import Rgb, mix

FAR: Final = 14.0
"""Where the depth of a place ends, in units of half its width."""

_OPEN_WORDS: Final = re.compile(
    r"\b(forest|woods?|field|desert|beach|sea|ocean|lake|river|mountains?|hills?|road|highway|island|valley|garden|"
    r"park|farm|meadow|snow|cliffs?|shore)\b"
)
_HALL_WORDS: Final = re.compile(
    r"\b(int|room|kitchen|office|bedroom|bathroom|hall|hallway|corridor|cell|lobby|church|bar|apartment|house|shop|"
    r"store|station|hospital|ward|cabin|lab|studio|basement|attic)\b"
)


@dataclass(frozen=True, slots=True)
class View:
    """A camera looking along z. `eye` is the vanishing point, `scale` the pixels of a unit at z = 1."""

    eye: Point
    scale: float

    def at(self, x: float, y: float, z: float) -> Point:
        """Where a point is in the picture: x to the right, y up from the eye, z away."""
        return self.eye[0] + self.scale * x / z, self.eye[1] - self.scale * y / z


def draw_location(stage: Stage, words: str) -> None:
    """The kind of place that `words` (its name) suggest, or one by chance."""
    words = words.lower()
    if _OPEN_WORDS.search(words):
        return _country(stage)
    if _HALL_WORDS.search(words):
        return _hall(stage)
    return stage.chance.choice((_street, _hall, _country))(stage)


def _view(stage: Stage, horizon: float) -> View:
    across = stage.chance.choice((-1, 1)) * stage.chance.uniform(0.03, 0.12)
    return View((stage.width * (0.5 + across), stage.height * horizon), stage.height * 0.62)


def _sky(stage: Stage, horizon: float) -> Rgb:
    """Paints the sky and its light; returns the colour of the air at the horizon."""
    tones, chance = stage.tones, stage.chance
    air = tones.at(0.82)
    wash(stage, 0, horizon, tones.at(chance.choice((0.3, 0.5))), air)
    light = mix(tones.at(1.0), tones.accent, chance.choice((0.0, 0.6)))
    place = (stage.width * chance.uniform(0.38, 0.62), horizon - stage.height * chance.uniform(0.02, 0.2))
    halo(stage, place, stage.height * chance.uniform(0.07, 0.11), light)
    return air


def _passer_by(stage: Stage, view: View, x: float, z: float, eye: float) -> None:
    """One small figure gives the scale; `eye` is the height of the camera in units."""
    feet, crown = view.at(x, -eye, z), view.at(x, 0.12 * eye, z)
    mask = figure_mask(stage.picture.size, feet, feet[1] - crown[1], any_build(stage.chance))
    lay(stage, stage.tones.at(0.0), mask)


def _street(stage: Stage) -> None:
    view = _view(stage, 0.62)
    air = _sky(stage, view.eye[1])
    wash(stage, view.eye[1], stage.height, mix(air, stage.tones.at(0.5), 0.4), stage.tones.at(0.14))
    for x in (-1.0, -0.33, 0.33, 1.0):
        seam = mix(stage.tones.at(0.24), air, 0.2)
        stage.pen.line([view.at(x * 0.9, -0.5, FAR), view.at(x * 0.9, -0.5, 0.5)], fill=seam, width=3)
    depths = [FAR, 9.0, 6.2, 4.4, 3.1, 2.2, 1.5, 0.9]
    for far, near in itertools.pairwise(depths):
        for side in (-1, 1):
            _block(stage, view, side, far, near, air)
    _passer_by(stage, view, stage.chance.uniform(-0.4, 0.4), 2.6, 0.5)


def _block(stage: Stage, view: View, side: int, far: float, near: float, air: Rgb) -> None:
    """One building: the face along the street, the face towards us, rows of windows."""
    haze = min(1.0, near / FAR + 0.12)
    tall = stage.chance.uniform(0.75, 2.3)
    along = mix(stage.tones.at(0.12 if side < 0 else 0.3), air, haze)
    towards = mix(stage.tones.at(0.04), air, haze * 0.9)
    x, low = side * 1.0, -0.5
    gap = near + (far - near) * 0.08
    stage.pen.polygon(
        [view.at(x, low, far), view.at(x, tall, far), view.at(x, tall, gap), view.at(x, low, gap)], fill=along
    )
    stage.pen.polygon(
        [view.at(x, low, gap), view.at(x, tall, gap), view.at(x * 6, tall, gap), view.at(x * 6, low, gap)],
        fill=towards,
    )
    _windows(stage, view, x, (gap, far), tall, along)


def _windows(stage: Stage, view: View, x: float, depth: tuple[float, float], tall: float, wall: Rgb) -> None:
    dark, lit = mix(wall, stage.tones.at(0.0), 0.45), mix(stage.tones.accent, stage.tones.at(1.0), 0.35)
    near, far = depth
    columns = 4
    for row in range(int((tall + 0.1) / 0.32)):
        for column in range(columns):
            start = near + (far - near) * (column + 0.28) / columns
            end = near + (far - near) * (column + 0.72) / columns
            low = -0.18 + row * 0.32
            pane = [view.at(x, low, start), view.at(x, low + 0.18, start), view.at(x, low + 0.18, end)]
            fill = lit if stage.chance.random() < 0.12 else dark
            stage.pen.polygon([*pane, view.at(x, low, end)], fill=fill)


def _hall(stage: Stage) -> None:
    view, tones = _view(stage, 0.56), stage.tones
    end, low, high = 5.2, -0.55, 0.95
    light = mix(tones.at(0.94), tones.accent, stage.chance.choice((0.0, 0.45)))
    _shell(stage, view, end, low, high)
    _doorway(stage, view, end, low, light)
    side = stage.chance.choice((-1, 1))
    for bay in range(4):
        near = 1.05 + bay * 1.02
        _window_and_its_light(stage, view, side, (near + 0.22, near + 0.68), light)
        for wall in (-1, 1):
            _pillar(stage, view, wall * 1.4, near, (low, high))
    _passer_by(stage, view, -side * 0.25, 3.3, -low)


def _shell(stage: Stage, view: View, end: float, low: float, high: float) -> None:
    """Floor, ceiling, side walls and the wall at the far end."""
    tones = stage.tones
    near, wide = 0.35, 1.5
    for corners, fill in (
        (((-wide, high), (wide, high)), tones.at(0.1)),
        (((-wide, low), (wide, low)), tones.at(0.3)),
        (((-wide, low), (-wide, high)), tones.at(0.2)),
        (((wide, low), (wide, high)), tones.at(0.26)),
    ):
        (x0, y0), (x1, y1) = corners
        face = [view.at(x0, y0, near), view.at(x1, y1, near), view.at(x1, y1, end), view.at(x0, y0, end)]
        stage.pen.polygon(face, fill=fill)
    stage.pen.rectangle((*view.at(-wide, high, end), *view.at(wide, low, end)), fill=tones.at(0.42))
    for x in (-1.0, -0.5, 0.0, 0.5, 1.0):
        stage.pen.line([view.at(x, low, near), view.at(x, low, end)], fill=tones.at(0.22), width=3)
    for board in range(1, 12):
        z = 0.7 * 1.2**board
        if z < end:
            stage.pen.line([view.at(-wide, low, z), view.at(wide, low, z)], fill=tones.at(0.22), width=3)


def _doorway(stage: Stage, view: View, end: float, low: float, light: Rgb) -> None:
    left, top = view.at(-0.34, 0.42, end)
    right, bottom = view.at(0.34, low, end)
    stage.pen.rectangle((left, top, right, bottom), fill=light)
    disc(stage, ((left + right) / 2, top), (right - left) / 2, light)
    pool = [
        view.at(-0.34, low, end),
        view.at(0.34, low, end),
        view.at(0.62, low, 2.4),
        view.at(-0.62, low, 2.4),
    ]
    veil(stage, pool, light, 0.3)


def _window_and_its_light(
    stage: Stage, view: View, side: int, depth: tuple[float, float], light: Rgb
) -> None:
    near, far = depth
    x = side * 1.49
    pane = [view.at(x, 0.0, near), view.at(x, 0.72, near), view.at(x, 0.72, far), view.at(x, 0.0, far)]
    stage.pen.polygon(pane, fill=light)
    bar = stage.tones.at(0.14)
    middle = (near + far) / 2
    stage.pen.line([view.at(x, 0.0, middle), view.at(x, 0.72, middle)], fill=bar, width=5)
    stage.pen.line([view.at(x, 0.36, near), view.at(x, 0.36, far)], fill=bar, width=5)
    fall = [
        view.at(side * 0.95, -0.55, near),
        view.at(side * 0.95, -0.55, far),
        view.at(-side * 0.1, -0.55, far - 0.16),
        view.at(-side * 0.1, -0.55, near - 0.16),
    ]
    veil(stage, fall, light, 0.42)


def _pillar(stage: Stage, view: View, x: float, z: float, span: tuple[float, float]) -> None:
    low, high = span
    inner, outer = x - math.copysign(0.09, x), x + math.copysign(0.12, x)
    face = [view.at(inner, low, z), view.at(inner, high, z), view.at(outer, high, z), view.at(outer, low, z)]
    cheek = [view.at(inner, low, z), view.at(inner, high, z), view.at(inner, high, z + 0.18)]
    stage.pen.polygon([*cheek, view.at(inner, low, z + 0.18)], fill=stage.tones.at(0.34))
    stage.pen.polygon(face, fill=stage.tones.at(0.06))


def _country(stage: Stage) -> None:
    view = _view(stage, 0.58)
    air = _sky(stage, view.eye[1])
    tones, chance = stage.tones, stage.chance
    for layer in range(4):
        depth = 1 - layer / 4
        base = view.eye[1] + stage.height * (0.015 * layer)
        ridge = _ridge(stage, base, stage.height * 0.15 * (0.4 + depth * 0.6))
        stage.pen.polygon(
            [(0, stage.height), *ridge, (stage.width, stage.height)],
            fill=mix(tones.at(0.22), air, depth * 0.7),
        )
    wash(stage, view.eye[1] + stage.height * 0.06, stage.height, tones.at(0.34), tones.at(0.12))
    road = [
        view.at(-0.05, -0.9, FAR),
        view.at(0.05, -0.9, FAR),
        view.at(0.7, -0.9, 1.0),
        view.at(-0.7, -0.9, 1.0),
    ]
    stage.pen.polygon(road, fill=mix(tones.at(0.5), air, 0.3))
    side = chance.choice((-1, 1))
    for post in range(9):
        _post(stage, view, side * 1.05, 1.5 * 1.33**post)
    _house(stage, view, -side * chance.uniform(1.7, 2.3), 3.4)


def _ridge(stage: Stage, base: float, tall: float) -> list[Point]:
    phases = [stage.chance.uniform(0, math.tau) for _ in range(4)]
    points = []
    for step in range(97):
        along = step / 96
        lift = sum(
            math.sin(along * math.tau * (n + 1) * 0.8 + phase) / (n + 1) for n, phase in enumerate(phases)
        )
        points.append((along * stage.width, base - tall * (0.45 + lift * 0.3)))
    return points


def _post(stage: Stage, view: View, x: float, z: float) -> None:
    ink = stage.tones.at(0.02)
    thick = max(2, round(stage.height * 0.012 / z))
    stage.pen.line([view.at(x, -0.9, z), view.at(x, 0.62, z)], fill=ink, width=thick)
    stage.pen.line([view.at(x - 0.16, 0.5, z), view.at(x + 0.16, 0.5, z)], fill=ink, width=thick)
    if z < 9:
        for end in (-0.15, 0.15):
            stage.pen.line([view.at(x + end, 0.52, z), view.at(x + end, 0.52, z * 1.33)], fill=ink, width=2)


def _house(stage: Stage, view: View, x: float, z: float) -> None:
    tones = stage.tones
    low, eaves, ridge, half = -0.85, 0.05, 0.55, 0.62
    wall = [view.at(x - half, low, z), view.at(x - half, eaves, z), view.at(x + half, eaves, z)]
    stage.pen.polygon([*wall, view.at(x + half, low, z)], fill=tones.at(0.08))
    roof = [
        view.at(x - half * 1.15, eaves, z),
        view.at(x - half * 0.7, ridge, z),
        view.at(x + half * 0.7, ridge, z),
    ]
    stage.pen.polygon([*roof, view.at(x + half * 1.15, eaves, z)], fill=tones.at(0.02))
    pane = (*view.at(x + 0.1, -0.12, z), *view.at(x + 0.34, -0.46, z))
    stage.pen.rectangle(pane, fill=mix(tones.accent, tones.at(1.0), 0.4))
