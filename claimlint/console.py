"""The terminal: exit codes, complaints, colour, and the options that commands share."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from claimlint.errors import ClaimlintError, ClaimlintErrors

if TYPE_CHECKING:
    from claimlint.model import Result
    from claimlint.reports import ReportOptions

CLEAN, FOUND, TROUBLE, INTERRUPTED = 0, 1, 2, 130
MOST_LINES = 40  # of one kind of trouble


class Commands(click.Group):
    """The one place where trouble becomes lines on stderr and an exit code. Any other exception is a bug."""

    def main(self, *args: Any, **extra: Any) -> Any:
        _speak_utf8()
        try:
            code = super().main(*args, **{**extra, "standalone_mode": False})
        except click.UsageError as error:
            told = error.format_message()
            command = error.ctx.command_path if error.ctx else "claimlint"
            code = complain(f"{told}{'' if told.endswith(('.', '?')) else '.'} See {command} --help")
        except click.ClickException as error:
            code = complain(error.format_message())
        except ClaimlintErrors as error:
            code = complain(*map(str, error.errors))
        except ClaimlintError as error:
            code = complain(str(error))
        except click.Abort:
            code = INTERRUPTED
        sys.exit(code or CLEAN)


def _speak_utf8() -> None:
    """Hebrew, Arabic and odd file names come through whatever the locale is."""
    for stream in (sys.stdout, sys.stderr):
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(encoding="utf-8", errors="backslashreplace")


def complain(*messages: str) -> int:
    """Say on stderr what is wrong, a line each, and give the exit code for it."""
    from claimlint.reports.layout import visible

    for message in messages[:MOST_LINES]:
        click.echo(f"claimlint: {visible(message)}", err=True)
    if len(messages) > MOST_LINES:
        click.echo(f"claimlint: and {len(messages) - MOST_LINES:,} more; mend these first", err=True)
    return TROUBLE


config_option = click.option(
    "--config",
    "config_file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The configuration to use, instead of the nearest claimlint.yaml, .claimlint.yaml or pyproject.toml.",
)
pack_option = click.option(
    "--pack",
    "extra_packs",
    type=click.Path(path_type=Path),
    metavar="FILE_OR_FOLDER",
    multiple=True,
    help="A rule pack of your own, besides those in the configuration. May be repeated.",
)

facts_option = click.option(
    "--facts",
    "facts_file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The register of facts, instead of facts.yaml beside the configuration.",
)
today_option = click.option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="The day on which facts must be live, year-month-day.  [default: today]",
)
messages_option = click.option(
    "--messages",
    metavar="LANGUAGE",
    help="The language of reasons and reports, such as en.  [default: page, that of the copy]",
)


def split(context: click.Context, parameter: click.Parameter, values: Sequence[str]) -> tuple[str, ...]:  # noqa: ARG001
    """`--select a,b --select c` is a, b and c."""
    return tuple(name.strip() for value in values for name in value.split(",") if name.strip())


def write(result: Result, form: str, output: Path | None, options: ReportOptions) -> None:
    from claimlint.reports import FORMATS, ReportOptions

    if output is None:
        click.echo(FORMATS[form](result, options), nl=False, color=options.colour)
        return
    report = FORMATS[form](result, replace(options, colour=False, width=ReportOptions().width))
    try:
        output.write_bytes(report.encode("utf-8", "backslashreplace"))
    except OSError as error:
        raise ClaimlintError(f"cannot write the report here: {error.strerror}", str(output)) from None


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
    return shutil.get_terminal_size((100, 24)).columns if sys.stdout.isatty() else 100
