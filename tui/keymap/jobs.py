"""Keys of the image jobs."""

from __future__ import annotations

from tui.keymap.key import Key, Keys

JOBS: Keys = (
    Key(
        "jobs.cancel",
        "x",
        "cancel",
        "Cancel",
        "Take the selected jobs out of the queue",
        "Jobs",
        True,
        needs="a job that waits",
    ),
    Key(
        "jobs.retry",
        "r",
        "retry",
        "Retry",
        "Queue failed jobs again; asks when they may have been paid for",
        "Jobs",
        True,
        needs="a job that failed or was cancelled",
    ),
    Key(
        "jobs.open",
        "enter",
        "open",
        "Open asset",
        "Open the asset of this job in the editor",
        "Jobs",
        True,
        needs="a job",
    ),
)
