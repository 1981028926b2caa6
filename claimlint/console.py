"""Commands as click runs them: their help, trouble with a command line, and the options that they share."""

from __future__ import annotations

import sys
from collections import UserDict
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, Literal, NamedTuple, TypeVar

import click

from claimlint.terminal import CLEAN, INTERRUPTED, TROUBLE, complain, ended, ready

_WRONG = "a file, a pack, a setting or an option is wrong: one line says which and what to do"
_MANY_OPTIONS = 8  # more than these are told under headings
_WIDEST = 30  # columns of the names in a list; the text of a longer one begins on the next line

Group = Literal["Rules", "Facts", "Known findings", "Fixes", "Report", "Exit code", "Files", "Options"]
_Decorated = TypeVar("_Decorated", bound=Callable[..., Any])


class Example(NamedTuple):
    """A command line, and what it does."""

    line: str
    does: str


class Option(click.Option):
    """An option that the help of a command with many options shows under the heading `group`."""

    def __init__(self, *arguments: Any, group: Group = "Options", **attributes: Any) -> None:
        super().__init__(*arguments, **attributes)
        self.group = group


def option(*names: str, group: Group = "Options", **attributes: Any) -> Callable[[_Decorated], _Decorated]:
    """`click.option`, with the heading under which help shows it."""
    return click.option(*names, cls=Option, group=group, **attributes)


class Command(click.Command):
    """A command that tells examples and exit codes in its help, and many options under headings.

    `examples`: pairs of a command line and what it does. `exits`: what exit codes mean; 0 and 2 need no mention where they
    mean the usual.
    """

    def __init__(
        self,
        *arguments: Any,
        examples: Sequence[tuple[str, str]] = (),
        exits: Mapping[int, str] | None = None,
        **attributes: Any,
    ) -> None:
        super().__init__(*arguments, **attributes)
        self.examples = tuple(Example(*example) for example in examples)
        self.exits = dict(sorted(({CLEAN: "done", TROUBLE: _WRONG} | dict(exits)).items())) if exits else {}

    def grouped_options(self, context: click.Context) -> dict[str, list[click.Option]]:
        """The options that help shows by their heading, in the order in which they are written, "Options" last."""
        options = [one for one in self.get_params(context) if isinstance(one, click.Option) and not one.hidden]
        if len(options) <= _MANY_OPTIONS:
            return {"Options": options}
        groups: dict[str, list[click.Option]] = {}
        for one in options:
            groups.setdefault(one.group if isinstance(one, Option) else "Options", []).append(one)
        return dict(sorted(groups.items(), key=lambda entry: entry[0] == "Options"))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        groups = {
            title: [record for one in options if (record := one.get_help_record(ctx))]
            for title, options in self.grouped_options(ctx).items()
        }
        column = max((len(name) for records in groups.values() for name, _ in records if len(name) <= _WIDEST), default=0)
        for title, records in groups.items():
            with formatter.section(title):
                formatter.write_dl([(name.ljust(column), told) for name, told in records], column)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        if self.examples:
            with formatter.section("Examples"):
                for example in self.examples:
                    formatter.write(f"{'':{formatter.current_indent}}{example.line}\n")
                    with formatter.indentation(), formatter.indentation():
                        formatter.write_text(example.does)
        if self.exits:
            with formatter.section("Exit codes"):
                formatter.write_dl([(str(code), told) for code, told in self.exits.items()])
        super().format_epilog(ctx, formatter)


class Commands(Command, click.Group):
    """The one place where trouble with a command line becomes lines on stderr and an exit code.

    Help tells the commands first, in the order in which they were added, each with its whole first sentence. A command that is
    added as a place ("claimlint.cli_diff:diff") is imported when it is asked for.
    """

    command_class = Command
    group_class = type  # groups within are Commands, too

    def __init__(self, *arguments: Any, **attributes: Any) -> None:
        super().__init__(*arguments, **attributes)
        self.commands = _Commands(self.commands)

    def add_late(self, name: str, place: str) -> None:
        """Add a command by the module and the name where it stands."""
        self.commands[name] = _Place(place)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(self.commands)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        shown = [(name, first_sentence(command)) for name, command in self.commands.items() if not command.hidden]
        with formatter.section("Commands"):
            formatter.write_dl(shown)
        super().format_options(ctx, formatter)

    def main(self, *args: Any, **extra: Any) -> Any:
        ready()
        sys.exit(ended(lambda: self._code(*args, **extra)))

    def _code(self, *args: Any, **extra: Any) -> int | None:
        try:
            code: int | None = super().main(*args, **{**extra, "standalone_mode": False})
        except click.UsageError as error:
            told = error.format_message()
            command = error.ctx.command_path if error.ctx else "claimlint"
            return complain(f"{told}{'' if told.endswith(('.', '?')) else '.'} See {command} --help")
        except click.ClickException as error:
            return complain(error.format_message())
        except click.Abort:
            return INTERRUPTED
        return code


class _Place(click.Command):
    """Stands for a command whose module isn't imported yet."""

    def __init__(self, place: str) -> None:
        super().__init__(place)

    def found(self) -> click.Command:
        module, _, name = str(self.name).partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command


class _Commands(UserDict[str, click.Command]):
    """Commands by name, of which nobody sees a place."""

    def __getitem__(self, name: str) -> click.Command:
        command: click.Command = super().__getitem__(name)
        if isinstance(command, _Place):
            command = self[name] = command.found()
        return command


def first_sentence(command: click.Command) -> str:
    """What a command does, in the first sentence of its help, whatever its length."""
    return command.get_short_help_str(limit=len(command.help or "") + 1)


config_option = option(
    "--config",
    "config_file",
    group="Files",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The configuration to use, instead of the nearest claimlint.yaml, .claimlint.yaml or pyproject.toml.",
)
pack_option = option(
    "--pack",
    "extra_packs",
    group="Rules",
    type=click.Path(path_type=Path),
    metavar="FILE_OR_FOLDER",
    multiple=True,
    help="A rule pack of your own, besides those in the configuration. May be repeated.",
)

facts_option = option(
    "--facts",
    "facts_file",
    group="Facts",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The register of facts, instead of facts.yaml beside the configuration.",
)
today_option = option(
    "--today",
    group="Facts",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="The day on which facts must be live, year-month-day.  [default: today]",
)
baseline_option = option(
    "--baseline",
    "baseline_file",
    group="Known findings",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The baseline, instead of that of the configuration or claimlint-baseline.txt beside it.",
)
force_exclude_option = option(
    "--force-exclude",
    group="Files",
    is_flag=True,
    help="Leave out files that are named, too, where a folder's would be left out. For hooks, which name every file.",
)
messages_option = option(
    "--messages",
    group="Report",
    metavar="LANGUAGE",
    help="The language of reasons and reports, such as en.  [default: page, that of the copy]",
)


def split(context: click.Context, parameter: click.Parameter, values: Sequence[str]) -> tuple[str, ...]:  # noqa: ARG001
    """`--select a,b --select c` is a, b and c."""
    return tuple(name.strip() for value in values for name in value.split(",") if name.strip())
