"""What rules make of a selection without a model: shorter, plainer, and honest about finding nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from core.rules.rewriting.edits import Edit, edited
from core.rules.rewriting.plainness import plainer
from core.rules.rewriting.selecting import Selection, select
from core.rules.rewriting.shortening import shorter


def whole(text: str) -> Selection:
    return select(text, 0, len(text))


def part(text: str) -> Selection:
    """The part between square brackets, which are not of the text."""
    start, end = text.index("["), text.index("]") - 1
    return select(text.replace("[", "").replace("]", ""), start, end)


SHORTER = [
    ("A very tall man in a really long coat.", "A tall man in a long coat."),
    ("She is wearing an extremely large hat.", "She wears a large hat."),
    ("An incredibly thin, slender boy.", "A thin boy."),
    ("A big, enormous door of oak.", "A big door of oak."),
    ("Rooms dark and gloomy.", "Rooms dark."),
    ("A hall, dark, gloomy and wide.", "A hall, dark and wide."),
    ("A coat which is torn at the hem.", "A coat torn at the hem."),
    ("A coat, which is covered in mud, hangs there.", "A coat, covered in mud, hangs there."),
    ("A lamp, red in colour and round in shape.", "A lamp, red and round."),
    ("The coat, of course, is blue.", "The coat is blue."),
    ("Of course, the coat is blue.", "The coat is blue."),
    ("The coat is blue, of course.", "The coat is blue."),
    ("A woman of fifty (more of her later) in a blue coat.", "A woman of fifty in a blue coat."),
    ("A blue coat with brass buttons. The blue coat.", "A blue coat with brass buttons."),
    ("Truly, the house stands in order to be seen.", "Truly, the house stands to be seen."),
    ("Completely bald. Utterly filthy hands.", "Bald. Filthy hands."),
]


@pytest.mark.parametrize(("text", "short"), SHORTER, ids=[text for text, _ in SHORTER])
def test_shorter_says_the_same_in_fewer_words(text: str, short: str) -> None:
    assert shorter(whole(text)) == short


@pytest.mark.parametrize(
    "text",
    [
        "A harbour pilot of fifty in a blue coat.",
        "The very man. Not very tall. Rather a ruin.",
        "A woman (in a red hat) and a man (40s).",
        "The hat is red. A red coat, a black hat.",
        "A coat that is red. A man who is bald. A boy who is ten.",
        "Blue rather than green.",
        "The outside of the curve.",
        "An old woman, aged hands folded.",
        "It was there all the time.",
        "Dark hair. Gloomy eyes.",
    ],
)
def test_shorter_takes_no_fact_away(text: str) -> None:
    assert shorter(whole(text)) == text


PLAINER = [
    ("CLOSE ON: a scarred left hand.", "A scarred left hand."),
    ("CLOSE ON the scarred hand.", "The scarred hand."),
    ("ANGLE ON A brass whistle.", "A brass whistle."),
    ("We see a tall man in black.", "A tall man in black."),
    ("We can see that the wall is cracked.", "The wall is cracked."),
    ("A close-up of a dented whistle.", "A dented whistle."),
    ("A hauntingly beautiful face.", "A beautiful face."),
    ("An eerie old house.", "An old house."),
    ("A mysterious iron crane.", "An iron crane."),
    ("A grey man with a sense of dread.", "A grey man."),
    ("A stone quay. There is a sense of menace about it. One iron crane.", "A stone quay. One iron crane."),
    ("She stands, as if the sea had left her there, in a blue coat.", "She stands in a blue coat."),
    ("She stands there as though she waited.", "She stands there."),
    ("As if asleep, she sits in a chair.", "She sits in a chair."),
    ("The door appears to be oak.", "The door is oak."),
    ("A tower in the background.", "A tower."),
    ("A quay. You can almost smell the tar. A crane.", "A quay. A crane."),
    ("He smiles ominously.", "He smiles."),
    ("MARA (O.S.) in a coat.", "MARA in a coat."),
    ("A cinematic low-angle close-up of a very, very moody and mysterious man.", "A man."),
    ("An extreme wide-angle shot of the old harbour.", "The old harbour."),
    ("A slow, dramatic tracking shot of a black car.", "A black car."),
    ("A bird's-eye view of a village.", "A village."),
    ("In a tight close-up, a woman with red hair.", "A woman with red hair."),
    (
        "It opens on a wide shot of a street, then a close-up of her eyes.",
        "It opens on a street, then her eyes.",
    ),
    ("Low-angle close-up of the very, very old man.", "The old man."),
    ("Wide shot: a street.", "A street."),
    ("The camera slowly pans across a kitchen.", "A kitchen."),
    ("The haunting and mysterious woman in grey.", "The woman in grey."),
    ("A dark, brooding, mysterious man in black.", "A dark man in black."),
    ("A mysterious but kind woman.", "A kind woman."),
    ("CLOSE UP on the countdown.", "The countdown."),
    ("She shakes it as if it rang, but nothing falls.", "She shakes it, but nothing falls."),
    ("She opens her mouth, as if to speak, but closes it.", "She opens her mouth, but closes it."),
    ("She floats, as if asleep, her body limp.", "She floats, her body limp."),
    ("A quay. As if asleep, she sits.", "A quay. She sits."),
    ("In the corner, we see a man.", "In the corner, a man."),
    ("The walls seem to be oak.", "The walls are oak."),
]


@pytest.mark.parametrize(("text", "plain"), PLAINER, ids=[text for text, _ in PLAINER])
def test_plainer_keeps_what_can_be_drawn(text: str, plain: str) -> None:
    assert plainer(whole(text)) == plain


@pytest.mark.parametrize(
    "text",
    [
        "A harbour pilot of fifty in a blue coat, her left hand scarred.",
        "The house is eerie and old.",
        "She has an air of menace and a coat.",
        "Close to the door, a chair.",
        "A hint of blue in grey eyes.",
        "As tall as the door.",
        "A view of the sea from the window, a shot of whiskey.",
        "A man holds the camera tightly.",
        "The camera follows him down the stairs.",
        "A ghost haunting the house.",
        "A ladder set at an angle on the wall.",
        "He turns, mysterious eyes glowing.",
        "A nice close-up of a man.",
        "We go CLOSE ON her face.",
        "There doesn't appear to be a door. It would seem to be oak.",
        "She turns before we can see her face.",
        "It rises, and we see a palace on the rock.",
    ],
)
def test_plainer_leaves_a_sentence_whole(text: str) -> None:
    assert plainer(whole(text)) == text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("A [very] old door.", "very"),  # nothing would be left of the selection
        ("An [extremely] large hat.", "extremely"),
        ("A [very old] door.", "very old"),
        ("A [very tall] door.", "tall"),
        ("An [extremely large] hat.", "extremely large"),  # “An” would have to change, and is not selected
        ("[An extremely large] hat.", "A large"),
        ("a thin, sl[ender man of very] great height", "ender man of very"),
        ("[Very ]tall men.", "Very "),  # nothing would be left, nor could “tall” get its capital
    ],
)
def test_nothing_outside_the_selection_is_needed(text: str, words: str) -> None:
    assert shorter(part(text)) == words


def test_hostile_text_takes_no_time() -> None:
    for text in (
        "as if " * 6_000,
        "(" * 20_000,
        "a, " * 10_000,
        "very " * 8_000,
        "A. " * 10_000,
        "with a sense of " * 2_000,
        "a very, very " * 2_000,
        "a slow, moody, " * 2_000,
        "the " * 7_000,
    ):
        selection = whole(text[:30_000])
        shorter(selection)
        plainer(selection)


@pytest.mark.parametrize("words", ["A grim a boat.", "the iconic shot of a boat"])
def test_no_rule_leaves_two_articles_side_by_side(words: str) -> None:
    def rule(text: str) -> Iterator[Edit]:
        yield Edit(words.index(" ") + 1, words.index("a boat"))

    assert edited(whole(words), [rule]) == words
