"""The one kind of error that is the user's to mend."""

from __future__ import annotations

from collections.abc import Iterable


class ClaimlintError(Exception):
    """Something the user can mend: a file, a pack, a setting. Printed as one line; the exit code is 2.

    `path` and the 1-based `line` say where, when there is a where.
    """

    def __init__(self, message: str, path: str = "", line: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.path = path
        self.line = line

    def __str__(self) -> str:
        where = f"{self.path}:{self.line}: " if self.path and self.line else f"{self.path}: " if self.path else ""
        return f"{where}{self.message}"


class ClaimlintErrors(ClaimlintError):  # noqa: N818 - several
    """Several things to mend in one go, each printed on its own line. There is at least one."""

    def __init__(self, errors: Iterable[ClaimlintError]) -> None:
        self.errors = tuple(errors)
        first = self.errors[0]
        super().__init__(first.message, first.path, first.line)

    def __str__(self) -> str:
        return "\n".join(str(error) for error in self.errors)
