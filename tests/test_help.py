"""Help reads like a manual: options under headings, examples, exit codes, commands with their whole first sentence."""

from __future__ import annotations

from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner

from claimlint.cli import cli
from claimlint.console import Command, Commands, option


@click.group(cls=Commands, examples=[("shop open", "Open it.")])
def shop() -> None:
    """A shop."""


@shop.command(
    examples=[
        ("shop open --tea green", "Only green tea."),
        ("shop open", "All that there is, from the shelf at the door to the one at the back of the room."),
    ],
    exits={1: "there is no tea"},
)
@option("--tea", group="Rules", metavar="KIND", help="Which tea.")
@option("--coffee", group="Rules", help="Which coffee.")
@option("--price", group="Report", type=click.Choice(["low", "fair", "as it was told at the fair"]), help="What it costs.")
@option("--cups", type=int, default=2, show_default=True, help="How many.")
@option("--milk", is_flag=True, help="With milk.")
@option("--sugar", is_flag=True, help="With sugar.")
@option("--lemon", is_flag=True, hidden=True, help="With lemon.")
@click.option("--cake", is_flag=True, help="With cake.")
@click.option("--music", is_flag=True, help="With music.")
def open_shop(**_: object) -> None:
    """Open the shop for everybody who wants tea and has walked a long way to get here.

    It closes at night.
    """


@shop.command()
@option("--tea", group="Rules", help="Which tea.")
def close(tea: str) -> None:
    """Close the shop."""


@shop.group()
def stock() -> None:
    """Look after the stock."""


@stock.command()
def order() -> None:
    """Order tea."""


def help_of(*arguments: str) -> str:
    result = CliRunner().invoke(shop, [*arguments, "--help"], terminal_width=72)
    return result.output.replace("Usage: shop ", "Usage: ")


def test_many_options_stand_under_headings_in_one_column_and_examples_and_exit_codes_follow() -> None:
    assert (
        help_of("open-shop")
        == """\
Usage: open-shop [OPTIONS]

  Open the shop for everybody who wants tea and has walked a long way to
  get here.

  It closes at night.

Rules:
  --tea KIND      Which tea.
  --coffee TEXT   Which coffee.

Report:
  --price [low|fair|as it was told at the fair]
                  What it costs.

Options:
  --cups INTEGER  How many.  [default: 2]
  --milk          With milk.
  --sugar         With sugar.
  --cake          With cake.
  --music         With music.
  --help          Show this message and exit.

Examples:
  shop open --tea green
      Only green tea.
  shop open
      All that there is, from the shelf at the door to the one at the
      back of the room.

Exit codes:
  0  done
  1  there is no tea
  2  a file, a pack, a setting or an option is wrong: one line says
     which and what to do
"""
    )


def test_few_options_need_no_headings() -> None:
    assert "Options:\n  --tea TEXT  Which tea.\n  --help      Show this message and exit.\n" in help_of("close")


def test_commands_come_first_in_their_order_with_their_whole_first_sentence() -> None:
    assert """\
Commands:
  open-shop  Open the shop for everybody who wants tea and has walked a
             long way to get here.
  close      Close the shop.
  stock      Look after the stock.

Options:
""" in help_of()


def test_a_group_within_a_group_tells_its_help_alike() -> None:
    assert isinstance(shop.commands["stock"], Commands)
    assert isinstance(stock.commands["order"], Command)


def walk(group: click.Group, path: str = "claimlint") -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        yield f"{path} {name}", command
        if isinstance(command, click.Group):
            yield from walk(command, f"{path} {name}")


ALL = dict(walk(cli))


@pytest.mark.parametrize("path", ALL)
def test_every_command_says_what_it_does_and_shows_an_example(path: str) -> None:
    command = ALL[path]
    assert command.help
    assert isinstance(command, Command)
    assert isinstance(command, Commands) or command.examples
    assert [example.line for example in command.examples if "claimlint" not in example.line] == []


@pytest.mark.parametrize("path", ALL)
def test_every_option_says_what_it_does_and_every_value_has_a_name(path: str) -> None:
    options = [one for one in ALL[path].params if isinstance(one, click.Option)]
    assert [one.name for one in options if not one.help] == []
    assert [one.name for one in options if not one.is_flag and not one.metavar and not isinstance(one.type, click.Choice)] == []


@pytest.mark.parametrize("path", ALL)
def test_every_example_is_a_command_line_that_claimlint_takes(path: str) -> None:
    """Options that don't exist and values that no option takes would be refused here."""
    command = ALL[path]
    for example in command.examples if isinstance(command, Command) else ():
        line = example.line.partition("claimlint ")[2].partition(")")[0]
        words = line.partition(" < ")[0].partition(" > ")[0].split()
        reached: click.Command = cli
        while isinstance(reached, click.Group):
            reached = reached.commands[words.pop(0)]
        if "--help" not in words:
            reached.make_context("claimlint", words)
