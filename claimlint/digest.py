"""BLAKE2 without OpenSSL: `hashlib` gives the same function, and loads for the others a library that takes 4 ms."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hashlib import blake2b as blake2b
else:
    try:
        from _blake2 import blake2b
    except ImportError:  # another Python than CPython
        from hashlib import blake2b  # noqa: F401
