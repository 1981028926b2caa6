"""Files written in one step, so that nobody ever reads half of one."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from claimlint.errors import ClaimlintError

_READABLE = 0o644  # of a new file, less what the umask takes


def write(path: Path, data: bytes) -> None:
    """Replace a file's content in one step; its permissions and, if it is one, the link to it stay.

    Raises ClaimlintError when it can't be written.
    """
    target = path.resolve()
    try:
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            if target.exists():
                shutil.copymode(target, temporary)
            else:
                Path(temporary).chmod(_READABLE & ~_umask())
            Path(temporary).replace(target)
        except OSError:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise ClaimlintError(f"cannot write this file: {error.strerror}", str(path)) from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
