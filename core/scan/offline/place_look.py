"""Words that tell the look of a set from what happens in it: general English."""

from __future__ import annotations

import re
from collections.abc import Iterable

from core.scan.offline.lexicon import kind_of, singular
from core.scan.offline.words import words


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


SHOTS = re.compile(
    r"\b(?:CLOSE|ANGLE|INSERT|CAMERA|camera|SHOT|POV|P\.O\.V|PAN|TRACK|TRACKING|DOLLY|ZOOM|CUT|FADE|"
    r"DISSOLVE|SUPER|"
    r"TITLE|INTERCUT|MONTAGE|REVEAL|REVEALING|FLASHBACK|EXTREME|close[- ]up|"
    r"(?<!flat )screen|credits?|sounds?|"
    r"noise|hear|heard|"
    r"address|handwriting|messages?|reads)\b"
)
"""Words of shots, sounds and writings."""

LOOKS = _set(
    """
    small large tiny huge vast long short narrow wide high low tall deep empty bare dark dim dimly lit
    bright gloomy cluttered messy crowded cramped spartan spacious modern elegant shabby luxurious rundown
    run-down dilapidated derelict abandoned crumbling peeling rotting decaying plush ornate opulent posh
    cheap simple plain tidy neat sterile cosy cozy rustic quaint suburban industrial victorian colonial
    gothic art-deco vaulted domed arched panelled paneled tiled carpeted wallpapered whitewashed boarded
    boarded-up barred windowless grimy greasy seedy sleazy drab dreary bleak desolate deserted lush
    manicured overgrown wooded rocky sandy sprawling towering massive expansive upscale fashionable lavish
    makeshift temporary old-fashioned antique futuristic enormous cavernous murky smoky steamy humid sunny
    sunlit moonlit candlelit lamplit fluorescent neon harsh soft warm cold cool stark shadowy hazy misty
    foggy dusty damp wet snow-covered frozen barren remote isolated quiet busy packed unmade unfurnished
    furnished curtained bustling noisy dingy squalid ramshackle comfortable fancy mess chaotic ruined sparse
    sparsely run down tacky gaudy tasteful stylish high-tech state-of-the-art decrepit disused unfinished
    grand filthy immaculate luxury weather-worn weather-beaten personalized modular glittering picturesque
    imposing impressive pristine stunning spectacular
    """
)
"""Adjectives of rooms, houses and landscapes."""

TELLING = _set(
    """
    abandoned boarded boarded-up bombed-out burned burnt cavernous cluttered cozy cramped crowded
    crumbling decaying derelict deserted desolate dilapidated dim dimly dingy dirty dusty elegant filled
    filthy grimy lavish lush luxurious makeshift messy misty modest narrow opulent ornate overgrown
    plush posh ramshackle rocky ruined run-down rundown rustic sandy seedy shabby snowy snow-covered sparse
    spartan spacious sprawling squalid steamy suburban tidy tiny upscale vast windowless wooded
    """
)
"""Those that describe a set in its very heading; HIGH, OLD and WHITE there are as often its name."""

FIXTURES = _set(
    """
    door wall window floor ceiling gate curtain blinds blind shutter stairs staircase stair stairway steps
    railing banister pillar column arch fireplace sink tub bathtub toilet urinal mirror lamp chandelier
    panel panelling paneling tile linoleum carpet rug beam fence hedge tree path shelf shelves roof seat
    dashboard windshield floorboard floorboards furniture wallpaper mantle mantel skylight porthole hatch
    altar pew bleacher bleachers scaffolding bulb facade lawn tapestry bookshelf bookcase jukebox cabinet
    """
)
"""What is built into a set or stands in it for good."""

PLACED = _set(
    """
    overlooking surrounded filled lined cluttered littered covered packed crammed decorated furnished
    strewn scattered stacked piled draped adorned dotted flanked topped mounted painted panelled paneled
    framed crowned hung
    """
)
"""Participles that say how a set is dressed or laid out."""

STATES = _set(
    """
    is are was were stands stand lies lie hangs hang sits sit has have contains contain fills fill lines
    line leads lead overlooks overlook faces face covers cover surrounds surround rises rise stretches
    stretch extends extend runs run looms loom dominates dominate rests rest serves serve looks look feels
    seems marks mark houses shelters glows glow shines shine filters filter streams stream casts cast
    slants bathes illuminates illuminate separates divides adjoins occupies occupy consists boasts
    features rows
    """
)
"""Verbs of what stays as it is."""

STILL_DOING = _set(
    """
    standing lying hanging sitting overlooking facing leading glowing burning shining missing peeling
    crumbling rotting falling looking running stretching surrounding lining covering dripping leaning
    growing decaying building
    """
)
"""What may follow “is” and still be a look: the paint is peeling."""

LEADS_AWAY = _set("up down seen through past out off from over toward towards along beyond back")
"""What a phrase of a way or a view begins with: through the windshield, up a stairway."""

LEADS_IN = _set("in inside under at on within near beside behind outside during for with")
"""What a phrase begins with that only says where or when, unless it goes on to what is there."""

EVENTS = _set(
    """
    it like simultaneously replaced transformed tossed hunker lunge lunges careen careens bangs streak
    streaks fold folds recede recedes litter suddenly then again finally meanwhile now after when before
    later next once as while behind god silence go goes went come comes fly flies fire fires approach
    approaches appear appears emerge emerges dive dives crash crashes slam slams drop drops fall falls
    pour pours spread spreads burst bursts begin begins start starts stop stops close closes erupt erupts
    explode explodes shake shakes rock rocks swing swings swirl swirls rush rushes race races roar roars
    scream screams speed speeds turn turns move moves drift drifts float floats pull pulls push pushes hit
    hits strike strikes smash smashes shatter shatters break breaks pop pops spin spins roll rolls bounce
    bounces climb climbs descend descends ascend ascends land lands lift lifts tilt tilts bank banks pitch
    pitches jerk jerks lurch lurches vanish vanishes disappear disappears fade fades brighten darken flash
    spill spills patrol patrols loom opens
    play plays
    flashes rip rips tear tears collapse collapses sink sinks splash splashes scurry scurries wash washes
    arrive arrives leave leaves enter enters exit exits pass passes cross crosses circle circles follow
    follows chase chases wait waits watch watches wear wears ring rings buzz buzzes click clicks creak
    creaks groan groans echo echoes howl howls whistle whistles rattle rattles rumble rumbles thunder
    becomes become changes change grows gets get destroyed knocked identifies holler warms corrects doesn
    identify accelerates
    """
)
"""Verbs of what happens, and words that begin a happening."""

NATURE = _set(
    """
    tree bush hill mountain rock stone flower leaf leav plant vine hedge cloud star river field meadow
    cliff boulder dune wave grass weed shadow color colour book photo photograph poster picture painting
    paper magazine toy bottle tile pane fragment remnant pipe wire cable plank beam log ruin remain acre
    storey story side edge corner end view plain valley peak slope crag wood forest animal bird horse
    cattle sheep cow trophi trophy commendation plaque inch feet yard mile row stack pile heap line lot
    bit piece kind sort number pair dozen hundred section level
    """
)
"""Nouns in the singular that the lexicon of made things does not have, and that stand in descriptions."""

SEEN_DIMLY = _set("figure figures shape shapes silhouettes")
"""What somebody is called who is not made out yet."""

NOUNS_OF_FORM = _set("blade bow chain handle lid pane panes shape size spine strap window windows")

VAGUE_BUILT = _set(
    "BACK SIDE TOP FRONT REAR CORNER AREA LOT SECTION WING KEY DESK TABLE COUNTER LINE PLANE SPACE SKY BAR"
)
"""Nouns of places that are as often something else."""

MORE_FURNITURE = _set("table nightstand bunk cot bookcase bookshelf cupboard locker mattress crib hammock")
"""Furniture whose word is first of all something else, or that the lexicon does not have."""


def is_furniture(token: str) -> bool:
    """Whether a noun in lower case, singular or plural, is a piece of furniture."""
    one = singular(token)
    return one in MORE_FURNITURE or kind_of(one) == "furniture"


def looks() -> frozenset[str]:
    """The adjectives that tell a look: of rooms and landscapes, colours, materials, condition and form."""
    return LOOKS | words("colours", "materials", "condition", "worn_out", "form", "sound") - NOUNS_OF_FORM


def pieces(tokens: Iterable[str]) -> set[str]:
    """The words, and the pieces of those with a hyphen: steam-filled is filled."""
    return {piece for token in tokens for piece in (token, *token.split("-"))}


def whole(phrase: str) -> str:
    """A phrase without what its cut left hanging: “a desk with papers and a”; "" if its noun is gone."""
    kept = phrase.strip(" ,-–—").split(" ")
    while kept and kept[-1].lower() in words("determiners", "boundaries"):
        kept.pop()
        if kept and kept[-1].lower() in ("is", "are"):
            return ""
    described = {word.lower().strip(",") for word in kept[1:]}
    ends_in_look = kept[-1:] and kept[-1].lower() in LOOKS and kept[-2:-1] in (["a"], ["an"], ["the"])
    only_looks = kept and kept[0].lower() in words("determiners") and described <= LOOKS
    return "" if ends_in_look or only_looks else " ".join(kept)
