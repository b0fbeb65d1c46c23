"""The errors that a front end shows.

    LookbookError                 title for the dialog, message: what happened, why, what to do
    ├── UnreadableScript          the file is no screenplay that can be read
    ├── NotFound                  no such project, branch, review, asset, style, image, job
    ├── NotAllowed                a rule of SPEC 2 forbids it
    │   ├── StyleNotLocked        generation without the branch's locked style
    │   ├── AssetLocked           a locked asset can't change
    │   ├── NotLockable           no image key, or one that is not current
    │   ├── NotPromotable         not locked, or without an image key
    │   ├── NotCommittable        nothing approved, or nothing of it can be made
    │   └── NotUndoable           what a commit made has been worked on since
    ├── Stale                     another session changed it since it was shown
    ├── InvalidInput              what was given does not make sense (a name, a file, a JSON row)
    ├── BadPicture                bytes that are no usable picture
    │   └── WrongShape            a picture of another ratio than the asset's; it can be cropped or padded
    ├── StoreError                the database or a file of the workspace can't be used
    ├── SettingsError             a setting is wrong
    ├── PromptError               a prompt file and its variables don't fit
    └── ProviderError             a model did not do what was asked
        ├── ProviderUnreachable   no network, no server, a time-out
        ├── KeyRejected           the key is wrong or lacks a permission
        ├── QuotaExceeded         too many requests or too much money; `retry_after_s`
        ├── Refused               the model declined, with its reason; never repeated blindly
        └── AnswerInvalid         an answer that can't be used; `raw` keeps it
            └── PromptTooLong     the model did not see the whole prompt; a shorter one may do

Vendors' errors are translated where they arise. Anything else that is raised is a bug.
"""

from __future__ import annotations


class LookbookError(Exception):
    """An error to show to a person: `title` for the dialog, `message` as one or two sentences."""

    title = "That did not work"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class UnreadableScript(LookbookError):
    """The file is no screenplay that can be read."""

    title = "This script can't be read"


class NotFound(LookbookError):
    """There is no such thing."""

    title = "Not found"


class NotAllowed(LookbookError):
    """A rule of the product forbids it."""

    title = "Not possible now"


class StyleNotLocked(NotAllowed):
    """Generation was asked for on a branch without a locked visual style (SPEC 2.4)."""

    title = "No visual style is locked"

    def __init__(self) -> None:
        super().__init__(
            "Stage 5 requires a locked visual style. Please select a visual style anchor before generating."
        )


class AssetLocked(NotAllowed):
    """A locked asset can't change until it is unlocked (SPEC 2.7)."""

    title = "This asset is locked"


class NotLockable(NotAllowed):
    """The asset has no image key, or one that is not current (SPEC 2.7)."""

    title = "This asset can't be locked yet"


class NotPromotable(NotAllowed):
    """Only a locked asset with an image key can be promoted (SPEC 2.7)."""

    title = "This asset can't be promoted yet"


class NotCommittable(NotAllowed):
    """The review has nothing approved, or nothing of it can be made."""

    title = "Nothing to commit"


class NotUndoable(NotAllowed):
    """An asset that the commit made or updated has been worked on since; taking it back would lose that."""

    title = "This can't be taken back"


class Stale(LookbookError):
    """Another session changed the row since it was shown."""

    title = "Changed elsewhere"


class InvalidInput(LookbookError):
    """What was given does not make sense."""

    title = "That can't be used"


class BadPicture(LookbookError):
    """The bytes are no picture that can be used."""

    title = "No usable picture"


class WrongShape(BadPicture):
    """The picture has another ratio than the asset's; cropped or padded it can be used."""

    title = "Another aspect ratio"


class StoreError(LookbookError):
    """The workspace can't be used: missing, newer, damaged, not writable."""

    title = "The workspace can't be used"


class SettingsError(LookbookError):
    """A setting is wrong."""

    title = "A setting is wrong"


class PromptError(LookbookError):
    """A prompt file and the variables it is given don't fit."""

    title = "A prompt file is wrong"


class ProviderError(LookbookError):
    """A model provider did not do what was asked. `provider` names it."""

    title = "The model did not answer"

    def __init__(self, message: str, provider: str = "") -> None:
        super().__init__(message)
        self.provider = provider


class ProviderUnreachable(ProviderError):
    """No network, no server, or no answer in time. `sent`: the request may have got through, and may
    have been paid for."""

    title = "The model can't be reached"

    def __init__(self, message: str, provider: str = "", *, sent: bool = False) -> None:
        super().__init__(message, provider)
        self.sent = sent


class KeyRejected(ProviderError):
    """The key is wrong, expired, or lacks a permission."""

    title = "The key was rejected"


class QuotaExceeded(ProviderError):
    """The provider's limit is reached. `retry_after_s` is its own delay in seconds, None if unsaid;
    `daily` when it is a limit of the day."""

    title = "The provider's limit is reached"

    def __init__(
        self, message: str, provider: str = "", retry_after_s: float | None = None, daily: bool = False
    ) -> None:
        super().__init__(message, provider)
        self.retry_after_s = retry_after_s
        self.daily = daily


class Refused(ProviderError):
    """The model declined, with its reason."""

    title = "The model refused"


class AnswerInvalid(ProviderError):
    """The answer can't be used. `raw` is what came, for the record."""

    title = "The answer can't be used"

    def __init__(self, message: str, provider: str = "", raw: str = "") -> None:
        super().__init__(message, provider)
        self.raw = raw


class PromptTooLong(AnswerInvalid):
    """The prompt does not fit the model's context, or was cut to fit: only a shorter one can do."""

    title = "The prompt is too long for the model"
