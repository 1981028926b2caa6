"""Completion on the command line: the command that prints a shell's script, and the values that only claimlint knows.

The scripts are click's own. A shell runs `claimlint` with `_CLAIMLINT_COMPLETE` set to `<shell>_complete` at every press
of the key, so nothing is looked up but what is asked for, and whatever goes wrong offers nothing: a line on stderr would
be written into the command that somebody is typing.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from claimlint.console import Command
from claimlint.errors import ClaimlintError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from claimlint.packs import PackSet

SHELLS = ("bash", "zsh", "fish")
PROGRAM = "claimlint"
VARIABLE = "_CLAIMLINT_COMPLETE"  # what click makes of the program's name


@click.command(
    cls=Command,
    examples=[
        ("claimlint completion zsh", "The script for zsh."),
        ('eval "$(claimlint completion bash)"', "In ~/.bashrc: completion in every new bash."),
        (
            "claimlint completion fish > ~/.config/fish/completions/claimlint.fish",
            "Completion in fish, which reads the file by itself.",
        ),
    ],
)
@click.argument("shell", type=click.Choice(SHELLS), required=False, metavar="[SHELL]")
@click.pass_context
def completion(context: click.Context, shell: str | None) -> None:
    """Print the script by which a shell completes commands, options, rules and families.

    SHELL is bash (4.4 or later), zsh or fish; without it, the shell that $SHELL names.
    """
    from click.shell_completion import get_completion_class

    shell = shell or _own_shell()
    maker = get_completion_class(shell)
    assert maker  # click has all of SHELLS
    click.echo(maker(context.find_root().command, {}, PROGRAM, VARIABLE).source().rstrip())


def _own_shell() -> str:
    name = Path(os.environ.get("SHELL", "")).name
    if name not in SHELLS:
        raise ClaimlintError(f"$SHELL names none of {', '.join(SHELLS)}; name one: {PROGRAM} completion {SHELLS[0]}")
    return name


def rule_ids(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG001
    """The rules and families that begin so; behind a comma, where ids stand in a list, those that aren't in it yet."""
    from click.shell_completion import CompletionItem

    given, comma, begun = incomplete.rpartition(",")
    packs = _packs(context.params)
    if packs is None:
        return []
    titles = {family.id: family.title for family in packs.families}
    known = {rule.id: f"{rule.severity}: {titles[rule.family]}" for rule in packs.compiled} | titles
    taken = set(given.split(","))
    return [
        CompletionItem(f"{given}{comma}{name}", help=told)
        for name, told in sorted(known.items())
        if name.startswith(begun) and name not in taken
    ]


def profile_names(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG001
    """The profiles that begin so."""
    from click.shell_completion import CompletionItem

    packs = _packs(context.params)
    profiles = packs.profiles if packs else ()
    return [CompletionItem(one.id, help=one.title) for one in profiles if one.id.startswith(incomplete)]


def kinds(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG001
    """The types of files, as --type takes them, that begin so."""
    from click.shell_completion import CompletionItem

    from claimlint.sources import READERS
    from claimlint.sources.kinds import TEMPLATES

    return [CompletionItem(kind) for kind in sorted({*READERS, *TEMPLATES}) if kind.startswith(incomplete)]


def _packs(given: Mapping[str, object]) -> PackSet | None:
    """Our packs and those of the configuration and of --pack; None when something is wrong with them."""
    from claimlint.config import load_config
    from claimlint.packs import load_packs

    explicit, extra = given.get("config_file"), given.get("extra_packs")
    try:
        config = load_config(explicit if isinstance(explicit, Path) else None, Path.cwd())
        return load_packs((*config.packs, *(extra if isinstance(extra, tuple) else ())))
    except ClaimlintError:
        return None
