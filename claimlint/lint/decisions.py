"""What grammar decided, kept between runs, so that a sentence isn't parsed again before something changes that decides.

A decision is found by a digest of all that made it, and is a yes or a no. All stand in one entry: a line that names the format,
a digest of the rest, then for each decision its digest and a byte, 0 or 1. Those that were of no use for longest come first,
and the first half goes when there are too many.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping

from claimlint.digest import blake2b
from claimlint.keep import Keep

ENTRY = "grammar"
KEY_SIZE = 12  # bytes
MOST = 50_000
_HEAD = b"claimlint grammar 1\n"
_CHECK_SIZE = 16  # bytes
_RECORD = struct.Struct(f"{KEY_SIZE}s?")


class Decisions:
    """Decisions by their digests. `keep`: where they are kept; None: nowhere. Read when the first one is asked for."""

    def __init__(self, keep: Keep | None = None) -> None:
        self._keep = keep
        self._kept: dict[bytes, bool] | None = None
        self._used: dict[bytes, bool] = {}  # in this run, from the entry or made
        self._made: dict[bytes, bool] = {}  # since they were last kept or taken

    def find(self, key: bytes) -> bool | None:
        """A decision; None when it has not been made."""
        found = self._used.get(key)
        if found is None:
            if self._kept is None:
                self._kept = self._read()
            found = self._kept.get(key)
            if found is not None:
                self._used[key] = found
        return found

    def add(self, decisions: Mapping[bytes, bool]) -> None:
        """Learn decisions, here made or by another process."""
        self._used.update(decisions)
        self._made.update(decisions)

    def take(self) -> dict[bytes, bool]:
        """The decisions that were made since the last time, for another process to add and keep."""
        made, self._made = self._made, {}
        return made

    def save(self) -> None:
        """Keep what was made, together with what the entry holds by now. Writes nothing when nothing was made.

        Of two runs that save at the same moment one may lose what it made, which costs it time later and nothing else.
        """
        if self._keep is None or not self._made:
            return
        others = {key: decision for key, decision in self._read().items() if key not in self._used}
        known = list((others | self._used).items())
        if len(known) > MOST:
            known = known[-(MOST // 2) :]
        body = b"".join(_RECORD.pack(*one) for one in known)
        self._keep.write(ENTRY, _HEAD + _check(body) + body)
        self._made = {}

    def _read(self) -> dict[bytes, bool]:
        """What the entry holds; nothing when there is none or it isn't as it was written."""
        entry = (self._keep.read(ENTRY) if self._keep else None) or b""
        start = len(_HEAD) + _CHECK_SIZE
        body = entry[start:]
        if not entry.startswith(_HEAD) or entry[len(_HEAD) : start] != _check(body) or len(body) % _RECORD.size:
            return {}
        return dict(_RECORD.iter_unpack(body))


def _check(body: bytes) -> bytes:
    return blake2b(body, digest_size=_CHECK_SIZE).digest()
