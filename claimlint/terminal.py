"""The terminal: streams, exit codes, lines, colour, and trouble as lines and an exit code. Needs no click."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable

from claimlint.errors import ClaimlintError, ClaimlintErrors

CLEAN, FOUND, TROUBLE, INTERRUPTED = 0, 1, 2, 130
MOST_LINES = 40  # of one kind of trouble
_CLOSED = 1  # the exit code where whoever reads the output has enough


def ready() -> None:
    """Make the streams take what is written to them.

    Where a stream is closed (`>&-`), Python has None. Hebrew, Arabic and odd file names come through whatever the locale is.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115
    for stream in (sys.stdout, sys.stderr):
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(encoding="utf-8", errors="backslashreplace")


def say(text: str, *, end: str = "\n", err: bool = False, colour: bool | None = None) -> None:
    """Write a text at once. `colour`: whether its escape sequences are kept; None: where a terminal shows them."""
    if colour or os.name == "nt" or "\x1b" in text:
        import click  # knows the terminals that show colours in another way, and what is to be left out for others

        click.echo(text + end, nl=False, err=err, color=colour)
        return
    stream = sys.stderr if err else sys.stdout
    stream.write(text + end)
    stream.flush()


def complain(*messages: str) -> int:
    """Say on stderr what is wrong, a line each, and give the exit code for it."""
    from claimlint.reports.layout import visible

    try:
        for message in messages[:MOST_LINES]:
            say(f"claimlint: {visible(message)}", err=True)
        if len(messages) > MOST_LINES:
            say(f"claimlint: and {len(messages) - MOST_LINES:,} more; mend these first", err=True)
    except OSError:
        pass  # the exit code tells, too
    return TROUBLE


def ended(run: Callable[[], int | None]) -> int:
    """The exit code of what is run. The one place where trouble becomes lines on stderr; any other exception is a bug."""
    try:
        return run() or CLEAN
    except ClaimlintErrors as error:
        return complain(*map(str, error.errors))
    except ClaimlintError as error:
        return complain(str(error))
    except KeyboardInterrupt:
        say("", err=True)
        return INTERRUPTED
    except OSError as error:
        if error.errno == errno.EPIPE:
            return _without_readers()
        if error.filename is not None:  # of a file, and those are seen to where they are read and written
            raise
        return complain(f"cannot write the output: {error.strerror}")


def _without_readers() -> int:
    """Throw away what streams still hold, as Python complains at its end of what it can't write."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            os.dup2(nowhere, stream.fileno())
    return _CLOSED


def colour_wanted(asked: bool | None) -> bool:
    """The option, else NO_COLOR, else FORCE_COLOR (when not empty), else whether this is a terminal."""
    if asked is not None:
        return asked
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def width() -> int:
    """Of the terminal, in cells; 100 where there is none."""
    if not sys.stdout.isatty():
        return 100
    from shutil import get_terminal_size  # brings what reads archives

    return get_terminal_size((100, 24)).columns
