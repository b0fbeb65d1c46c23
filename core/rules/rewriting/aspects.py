"""What a picture of an asset needs to be told, and which of it nothing tells yet.

By words alone: a word of an aspect that stands anywhere counts as said, so that nothing is asked for twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from core.models import Asset, AssetType, Mention, MentionKind, Trait
from core.rules.conflicts import find_conflicts
from core.rules.prose import content

_AGE = r"""
    \d0s \d\d-year-old year-old years? old aged? elderly ancient young youth youthful teenage teenaged
    teen teens child boy girl baby infant toddler adolescent adult middle-aged old twenties thirties
    forties fifties sixties seventies eighties nineties twenty thirty forty fifty sixty seventy eighty
    ninety tens? mid-\w+ early-\w+ late-\w+ kid veteran grandmother grandfather
"""
_COLOUR = """
    red blue green yellow black white grey gray brown orange purple pink violet crimson scarlet navy
    golden gold silver beige cream ochre teal turquoise copper rust-coloured tan ivory amber maroon pale
    dark coloured colored colou?rs? colourless
"""
_MATERIAL = """
    wood wooden oak pine teak mahogany iron steel brass copper bronze silver gold golden tin metal leather
    canvas cloth cotton linen wool woollen silk velvet paper cardboard parchment plastic rubber glass
    stone marble brick bricks concrete plaster timber plank planks slate tile tiled tiles thatch clay
    ceramic porcelain bone ivory horn wicker rope chrome aluminium aluminum enamel lacquer lacquered
    wrought cast carved adobe mud granite sandstone corrugated whitewashed wallpaper panelled paneled
    shingle carbon nylon
"""
_WEAR = """
    new old worn battered dented scratched rusty rusted rust cracked chipped faded stained polished clean
    dirty filthy torn tattered frayed patched mended broken pristine immaculate gleaming tarnished
    weathered scuffed peeling crumbling derelict ruined restored neglected well-kept tidy shabby dusty
    mouldy moldy mossy bleached salt-bleached repaired
"""
_SIZE = r"""
    big small tiny huge large little long short tall wide narrow vast cramped low high enormous miniature
    palm-sized hand-sized pocket-sized life-sized inch inches feet foot metres? meters? cm cent\w+ yards?
    size sized thumb-sized cavernous tight spacious compact immense massive waist-high man-high
"""

_CHARACTER: Mapping[str, str] = {
    "age": _AGE,
    "build": """
        tall short thin slim slender lean fat heavy heavyset stocky stout muscular burly broad
        broad-shouldered wiry lanky gaunt plump petite small big huge massive frail skinny athletic build
        built bony giant willowy round-shouldered stooped bulky hulking towering slight
    """,
    "face": r"""
        face faces faced \w+-faced jaw cheek cheeks cheekbones nose chin brow forehead lips mouth features
        freckles freckled wrinkles wrinkled lined dimples scar scarred
    """,
    "hair": r"""
        hair haired \w+-haired bald balding beard bearded moustache mustache ponytail braid braids plait
        bun curls curly fringe shaven shaved stubble locks blond blonde brunette redhead grey-haired
        crew-?cut dreadlocks
    """,
    "eyes": r"eyes? eyed \w+-eyed gaze",
    "skin": r"""
        skin skinned \w+-skinned complexion pale tanned weathered sunburnt sunburned dark-skinned freckled
        ruddy olive ebony leathery
    """,
    "clothing": """
        coat jacket dress shirt trousers pants suit uniform gown robe robes sweater jersey jeans skirt
        cloak cape blouse wears wearing dressed clad clothes clothing apron overalls coveralls tunic vest
        waistcoat pyjamas pajamas t-shirt scarf armour armor nightdress oilskins kimono sari habit rags
        costume smock
    """,
    "shoes": "shoes boots sandals barefoot slippers heels sneakers trainers clogs feet wellingtons socks",
}
_CREATURE: Mapping[str, str] = {
    "age": _AGE,
    "size and build": _SIZE + _CHARACTER["build"],
    "head": r"head muzzle snout beak ears? horns face eyes eyed \w+-eyed",
    "coat or surface": """
        fur coat hide scales feathers skin shaggy smooth plating shell metal chrome wool mane tail
    """,
    "colour": _COLOUR,
}
_IS_CREATURE = re.compile(
    r"\b(?:dog|hound|puppy|cat|kitten|horse|mare|pony|wolf|bear|bird|raven|crow|parrot|fish|shark|whale|snake|dragon"
    r"|monster|creature|robot|android|droid|alien|beast|lion|tiger|elephant|monkey|ape|rat|mouse|goat|sheep|cow|bull)\b",
    re.IGNORECASE,
)
_LOCATION: Mapping[str, str] = {
    "materials": _MATERIAL,
    "light": """
        light lit lights lamp lamps lantern lanterns candle candles sun sunlight sunny moonlight moonlit
        moon dark darkness dim bright gloom gloomy shadow shadows neon fluorescent glow glowing dusk dawn
        daylight firelight window windows skylight shaft bulb bulbs twilight
    """,
    "size": _SIZE,
    "colour": _COLOUR,
    "dressing": """
        table tables chair chairs bed desk shelf shelves furniture rug carpet curtains bench benches
        crates barrels boxes sofa couch counter machinery tools nets ropes books pictures paintings mirror
        stove fireplace cabinet cupboard signs posters cars boats crane crates statues trees wreckage
        clutter cluttered bare empty piles
    """,
    "condition": _WEAR,
}
_OUTDOORS = {
    "season and weather": """
        spring summer autumn winter snow snowy rain rainy wet fog foggy mist misty storm stormy wind windy
        sun sunny clouds cloudy overcast frost frosty ice icy heat dry season weather drizzle hail
    """
}
_PROP: Mapping[str, str] = {
    "material": _MATERIAL,
    "colour": _COLOUR,
    "size": _SIZE,
    "shape": r"""
        round square oval flat curved straight pointed shaped \w+-shaped rectangular cylindrical thin
        thick slim slender hollow folded bent coiled oblong tapered conical spherical handle handled blade
        lid spout
    """,
    "wear": _WEAR,
    "make": r"""
        make made hand-made handmade home-made homemade factory engraved stamped maker's antique vintage
        modern military victorian georgian edwardian medieval deco nouveau century \d\d\d\ds model brand
        period army-issue government-issue
    """,
}


def missing_aspects(asset: Asset, text: str, additions: str = "") -> tuple[str, ...]:
    """What a picture needs and neither the text, its additions nor the script's own facts say, in order.

    A place that the script only shows from inside has no weather.
    """
    facts = " ".join(trait.value for trait in asset.traits if not trait.inferred)
    said = f"{text} {additions} {facts}"
    wanted = _wanted(asset, f"{asset.name} {said}")
    return tuple(aspect for aspect, words in wanted.items() if not _pattern(words).search(said))


def _wanted(asset: Asset, said: str) -> Mapping[str, str]:
    if asset.type is AssetType.CHARACTER:
        return _CREATURE if _IS_CREATURE.search(said) else _CHARACTER
    if asset.type is AssetType.PROP:
        return _PROP
    return {**_LOCATION, **({} if _indoors(asset.source_mentions) else _OUTDOORS)}


def _indoors(mentions: Iterable[Mention]) -> bool:
    headings = [
        one.text.lstrip(" .0123456789").upper() for one in mentions if one.kind is MentionKind.HEADING
    ]
    return bool(headings) and all(one.startswith("INT") and "EXT" not in one for one in headings)


_INSIDE = re.compile(r"[\s.\dA-Z]{0,8}?\bINT\b")


@cache
def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{'|'.join(words.split())})(?![\w-])", re.IGNORECASE)


def repeats(idea: str, said: str) -> bool:
    """Whether an idea says nothing that is not said already."""
    return content(idea) <= content(said)


_FIELDS: Mapping[AssetType, Sequence[str]] = {
    AssetType.CHARACTER: ("clothing", "physical_features"),
    AssetType.LOCATION: ("condition",),
    AssetType.PROP: ("condition",),
}


def contradicts(idea: str, said: Sequence[str], type: AssetType) -> bool:
    """Whether an idea and one of the sentences that are said can't both be in one picture."""
    return any(_clash(idea, one, field) for one in said for field in _FIELDS[type])


def _clash(idea: str, said: str, field: str) -> bool:
    mentions = [Mention(1, 1, 1, said), Mention(2, 2, 1, idea)]
    return bool(find_conflicts([Trait(field, said, (1,)), Trait(field, idea, (2,))], mentions))
