"""The one exception tree. A message says what failed, on which input, and what to do."""

from __future__ import annotations


class OnrecordError(Exception):
    """Base of every error that onrecord raises on purpose."""


class InputError(OnrecordError):
    """An input could not be read or is not what it claims to be.

    ``source`` names the input as the user gave it; ``hint`` says what to do about it.
    """

    def __init__(self, source: str, problem: str, hint: str = "") -> None:
        self.source = source
        self.problem = problem
        self.hint = hint
        super().__init__(f"{source}: {problem}" + (f" ({hint})" if hint else ""))

    def __reduce__(self) -> tuple[type[InputError], tuple[str, str, str]]:
        """Pickle by the three parts, so that a worker process can hand the error back."""
        return type(self), (self.source, self.problem, self.hint)


class FetchError(InputError):
    """A URL was refused or could not be fetched."""


class StoreError(OnrecordError):
    """The case file could not be opened, read or written."""


class StoreVersionError(StoreError):
    """The case file was written by a newer onrecord."""


class IntegrityError(StoreError):
    """A stored hash, id or span does not follow from the stored text."""


class MissingDependencyError(OnrecordError):
    """A library or model that this command needs is not installed."""


class UsageError(OnrecordError):
    """An argument or option has a value that cannot be used."""
