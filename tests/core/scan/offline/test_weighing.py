"""What is worth a master picture, and why; how sure the rules are, and why."""

from __future__ import annotations

from tests.core.scan.offline.conftest import people_of, scene

TALK = ("ADA\nHello.", "BEN\nHello.")


def test_a_lead_whom_the_script_never_describes_is_a_priority_with_that_said() -> None:
    ada = people_of("".join(scene(*TALK) for _ in range(6)))["ADA"]
    assert ada.is_high_priority
    assert "speaks 6 times in 6 scenes" in ada.priority_reason
    assert "look is yours to decide" in ada.priority_reason


def test_a_walk_on_is_not() -> None:
    waiter = people_of(scene(*TALK, "WAITER\nSir?"))["WAITER"]
    assert not waiter.is_high_priority
    assert waiter.priority_reason == "No visual description in the script; speaks once in 1 scene."


def test_a_role_needs_more_speeches_than_a_name() -> None:
    people = people_of("".join(scene("ADA\nHello.", "WAITER\nSir?") for _ in range(6)))
    assert (people["ADA"].is_high_priority, people["WAITER"].is_high_priority) == (True, False)


def test_who_never_speaks_and_is_seen_throughout_is_a_priority() -> None:
    text = "".join(scene(*TALK, "Then FALLOW, 40, nods.", "Fallow smiles at Ben.") for _ in range(3))
    assert people_of(text)["FALLOW"].is_high_priority


def test_a_voice_that_is_only_heard_is_not() -> None:
    text = "".join(scene(*TALK, "DISPATCHER (V.O.)\nCome in.") for _ in range(9))
    dispatcher = people_of(text)["DISPATCHER"]
    assert not dispatcher.is_high_priority
    assert dispatcher.priority_reason.startswith("A voice that is never seen")


def test_the_confidence_has_its_reasons() -> None:
    text = scene(*TALK, "CORA, a tall old woman in a red coat, comes in.", "CORA\nI see.", "WAITER\nSir?")
    people = people_of(text)
    assert people["CORA"].confidence_reason == "Speaks once, introduced in the action, described."
    assert people["WAITER"].confidence_reason == "Speaks once, known by a role only, which several may share."
    assert (
        people["CORA"].confidence_score > people["ADA"].confidence_score > people["WAITER"].confidence_score
    )
