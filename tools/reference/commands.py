"""docs/commands.md: every command as click knows it, told as a manual."""

from __future__ import annotations

import inspect
import re
from collections.abc import Collection, Iterator

import click

from claimlint.cli import cli
from claimlint.console import Command
from reference.markdown import code, inline, page, slug, table

PROGRAM = "claimlint"
_INTRODUCTION = """\
`claimlint COMMAND --help` tells the same in a terminal, `claimlint --help` lists the commands, and `claimlint --version`
tells the version. Options that several commands take mean the same in each of them. [Completion](completion.md) offers
commands, options, rules and families in bash, zsh and fish.
"""
_EXITS = [
    ("0", "done; of `check` and the like: nothing was found that matters"),
    ("1", "something was found that matters; each command tells what that is"),
    ("2", "a file, a pack, a setting or an option is wrong: one line on standard error says which and what to do"),
    ("130", "interrupted"),
]
ENVIRONMENT = [
    (
        "CLAIMLINT_CACHE_DIR",
        "the folder that keeps compiled packs; empty: none are kept. Default: the system's folder for caches",
    ),
    ("NO_COLOR", "not empty: no colour"),
    ("FORCE_COLOR", "not empty: colour, though standard output is no terminal; `NO_COLOR` wins"),
    ("TERM", "`dumb`: no colour"),
    ("GITHUB_STEP_SUMMARY", "a file to which `--format github` appends a summary, as GitHub Actions sets it"),
    ("SHELL", "the shell whose script `claimlint completion` prints when none is named"),
    ("_CLAIMLINT_COMPLETE", "set by the [completion](completion.md) scripts"),
]
_FILES = [
    (
        "`claimlint.yaml`, `.claimlint.yaml`, `pyproject.toml`",
        "the configuration, in the last the table `[tool.claimlint]`: the nearest one, from the current folder upwards",
    ),
    ("`facts.yaml`", "the [register of facts](facts.md), beside the configuration unless that names another"),
    ("`claimlint-baseline.txt`", "the findings that are accepted for now, likewise"),
]
# Pages that tell more about a command, as far as they are there.
_SEE_ALSO = {
    "claimlint check": {
        "sources.md": "what is read",
        "facts.md": "facts and fixes",
        "formats.md": "report formats",
        "json.md": "the JSON report",
        "suppressions.md": "suppressions",
        "baseline.md": "known findings",
        "ci.md": "continuous integration",
    },
    "claimlint explain": {"rules/index.md": "all rules"},
    "claimlint rules": {"rules/index.md": "all rules"},
    "claimlint test": {"packs.md": "writing packs"},
    "claimlint init": {"configuration.md": "configuration", "facts.md": "the register of facts"},
    "claimlint facts": {"facts.md": "the register of facts"},
    "claimlint config": {"configuration.md": "configuration"},
    "claimlint diff": {"diff.md": "comparing versions of copy"},
    "claimlint baseline": {"baseline.md": "known findings"},
    "claimlint completion": {"completion.md": "how to set it up"},
}
_DEFAULT = re.compile(r"\s*\[default: (.*)\]$")
_FILE = r"\.?claimlint\.yaml|facts\.yaml|claimlint-baseline\.txt|pyproject\.toml"
_QUOTED = re.compile(rf"(?<!\w)'([^']+)'(?!\w)|(?<![\w-])(--[a-z][a-z-]*|{_FILE})\b")


def commands_page(pages: Collection[str]) -> str:
    """The page; it points at those of the other `pages` (names under docs/) that are there."""
    context = click.Context(cli, info_name=PROGRAM)
    commands = list(_walk(cli, context))
    listed = [
        (f"[{path}](#{slug(path)})", _prose(_summary(command))) for path, command, _ in commands if not _is_group(command)
    ]
    return page(
        "<!-- written by tools/write_docs.py: mend the help texts in claimlint/cli*.py instead -->",
        "# Commands",
        _INTRODUCTION,
        table(("command", "what it does"), listed),
        "## Exit codes",
        table(("exit code", "meaning"), _EXITS),
        "## Environment",
        table(("variable", "meaning"), [(f"`{name}`", told) for name, told in ENVIRONMENT]),
        "## Files",
        table(("file", "meaning"), _FILES),
        *(part for path, command, inner in commands for part in _command(path, command, inner, pages)),
    )


def _walk(group: click.Group, context: click.Context) -> Iterator[tuple[str, click.Command, click.Context]]:
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is None or command.hidden:
            continue
        inner = click.Context(command, info_name=name, parent=context)
        yield inner.command_path, command, inner
        if isinstance(command, click.Group):
            yield from _walk(command, inner)


def _is_group(command: click.Command) -> bool:
    return isinstance(command, click.Group)


def _summary(command: click.Command) -> str:
    return " ".join(inspect.cleandoc(command.help or "").split("\n\n")[0].split())


def _command(path: str, command: click.Command, context: click.Context, pages: Collection[str]) -> list[str]:
    paragraphs = [_prose(paragraph) for paragraph in inspect.cleandoc(command.help or "").split("\n\n")]
    return [
        f"{'##' if path.count(' ') == 1 else '###'} {path}",
        f"```\n{' '.join([path, *command.collect_usage_pieces(context)])}\n```",
        *paragraphs,
        *_options(command, context),
        *_examples(command),
        *_exits(command),
        _see_also(path, pages),
    ]


def _options(command: click.Command, context: click.Context) -> Iterator[str]:
    if isinstance(command, Command):
        groups = command.grouped_options(context)
    else:
        groups = {"Options": [one for one in command.params if isinstance(one, click.Option) and not one.hidden]}
    for title, options in groups.items():
        rows = [_option(one) for one in options if "--help" not in one.opts]
        if rows:
            yield f"**{title}**"
            yield table(("option", "meaning"), rows)


def _option(option: click.Option) -> tuple[str, str]:
    choices = option.type.choices if isinstance(option.type, click.Choice) else ()
    value = "" if option.is_flag or option.count else f" {option.metavar or ('WORD' if choices else option.type.name.upper())}"
    names = ", ".join(code(f"{name}{value}") for name in (*option.opts, *option.secondary_opts))
    told = option.help or ""
    default = _DEFAULT.search(told)
    sentences = [_prose(_DEFAULT.sub("", told))]
    if choices:
        sentences.append(f"One of {', '.join(code(str(choice)) for choice in choices)}.")
    if option.multiple and "repeated" not in told:
        sentences.append("May be repeated.")
    if default:
        sentences.append(f"Default: {_prose(default[1])}.")
    elif option.show_default and isinstance(option.default, str | int):
        sentences.append(f"Default: {code(str(option.default))}.")
    if option.required:
        sentences.append("Required.")
    return names, " ".join(sentence for sentence in sentences if sentence)


def _examples(command: click.Command) -> Iterator[str]:
    examples = command.examples if isinstance(command, Command) else ()
    if examples:
        yield "**Examples**"
        yield "```\n" + "\n\n".join(f"# {example.does}\n{example.line}" for example in examples) + "\n```"


def _exits(command: click.Command) -> Iterator[str]:
    if isinstance(command, Command) and command.exits:
        yield "**Exit codes**"
        yield table(("exit code", "meaning"), [(str(number), _prose(told)) for number, told in command.exits.items()])


def _see_also(path: str, pages: Collection[str]) -> str:
    links = [f"[{title}]({name})" for name, title in _SEE_ALSO.get(path, {}).items() if name in pages]
    return f"See also: {', '.join(links)}." if links else ""


def _prose(text: str) -> str:
    """A sentence of help; what stands in quotes, options and names of files become code."""
    pieces: list[str] = []
    end = 0
    for found in _QUOTED.finditer(text):
        pieces += [inline(text[end : found.start()]), code(found[1] or found[2])]
        end = found.end()
    return " ".join("".join([*pieces, inline(text[end:])]).split())
