"""The command `claimlint`, and `python -m claimlint`."""

from __future__ import annotations

import gc
import os
import sys

# A short life makes many values that stay and few circles: to look for these less often takes a twentieth of the time, and no
# more memory over a site. Python's own first number is 700.
_VALUES_BETWEEN_LOOKS = 50_000


def main() -> None:
    """Run the command line of the process. A plain check is run without click, which takes as long to import as a check."""
    gc.set_threshold(_VALUES_BETWEEN_LOOKS)
    try:
        _run(sys.argv[1:])
    finally:
        gc.freeze()  # else Python looks once more at all that there is before it ends, which takes a tenth of a short run


def _run(arguments: list[str]) -> None:
    # On Windows click writes out `*.html`; it also answers shells that ask how a line may go on.
    if arguments[:1] == ["check"] and os.name != "nt" and "_CLAIMLINT_COMPLETE" not in os.environ:
        from claimlint.check import check, plainly_asked
        from claimlint.terminal import ended, ready

        asked = plainly_asked(arguments[1:])
        if asked:
            ready()
            sys.exit(ended(lambda: check(asked)))
    from claimlint.cli import main as whole

    whole()


if __name__ == "__main__":
    main()
