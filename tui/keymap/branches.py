"""Keys of the film's branches, and of two of them side by side."""

from __future__ import annotations

from tui.keymap.key import Key, Keys

BRANCHES: Keys = (
    Key("branches.open", "enter", "open", "Work on it", "Switch to the branch", "Branches", True),
    Key("branches.fork", "n", "fork", "Fork", "Try another look: fork the branch", "Branches", True),
    Key(
        "branches.compare",
        "c",
        "compare",
        "Compare",
        "Put the branch beside the one that is worked on",
        "Branches",
        True,
    ),
    Key("branches.rename", "e", "rename", "Rename", "Give the branch another name", "Branches", True),
    Key("branches.delete", "x", "delete", "Delete", "Delete the branch, after asking", "Branches", True),
)

COMPARE: Keys = (
    Key("compare.side", "tab", "other_side", "Other side", "Go to the other branch", "Compare", True),
    Key("compare.left", "left", "side(0)", "Left", "Go to the branch at the left", "Compare"),
    Key("compare.right", "right", "side(1)", "Right", "Go to the branch at the right", "Compare"),
    Key("compare.edit", "e,enter", "edit", "Edit", "Open this side's asset in the editor", "Compare", True),
    Key(
        "compare.take",
        "t",
        "take",
        "Take the text",
        "Give this side's asset the text that it has on the other branch",
        "Compare",
        True,
    ),
    Key("compare.pictures", "f2", "toggle_pictures", "Pictures", "Show or hide pictures", "Compare", True),
    Key(
        "compare.different",
        "D",
        "toggle_different",
        "Differences",
        "Show only what differs in more than its picture, or everything",
        "Compare",
        True,
        display="D",
    ),
    Key(
        "compare.filter",
        "slash,f",
        "filter",
        "Filter",
        "Show only the assets that contain what you type",
        "Compare",
        True,
        display="/",
    ),
    Key("compare.scroll_down", "J", "scroll_text(4)", "Text down", "Scroll both texts down", "Compare"),
    Key("compare.scroll_up", "K", "scroll_text(-4)", "Text up", "Scroll both texts up", "Compare"),
)
