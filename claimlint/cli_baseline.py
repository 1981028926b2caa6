"""The command that accepts what is on the pages now: `claimlint baseline`."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

import click

from claimlint.console import Command, baseline_option, config_option, facts_option, option, pack_option, today_option
from claimlint.errors import ClaimlintError
from claimlint.run import Job, checked, configured, home_of, packs_of, substantiation_of
from claimlint.terminal import CLEAN, complain


@click.command(
    cls=Command,
    examples=[
        ("claimlint baseline", "Accept what is there, in the folder and below, and commit the file."),
        ("claimlint baseline --update", "Forget what is gone; accept nothing new."),
    ],
)
@click.argument("paths", nargs=-1, metavar="[PATHS]...")
@option("--update", is_flag=True, help="Only drop what is gone and follow pages that moved; accept nothing new.")
@baseline_option
@facts_option
@today_option
@pack_option
@config_option
def baseline(
    paths: tuple[str, ...],
    update: bool,
    baseline_file: Path | None,
    facts_file: Path | None,
    today: datetime | None,
    extra_packs: tuple[Path, ...],
    config_file: Path | None,
) -> int:
    """Accept the claims that are on the pages now, so that a check reports only new ones.

    They are written to the baseline: the file of --baseline or of the configuration, else claimlint-baseline.txt beside the
    configuration. Commit it. What it knows of pages that are not checked stays. Text that moves, and a page that is
    renamed, stay known.
    """
    from claimlint import atomic
    from claimlint.baseline import Baseline, Known, read_baseline, written
    from claimlint.config import BASELINE
    from claimlint.files import is_folder

    config = configured(config_file)
    config = config.with_options(facts=facts_file) if facts_file else config
    file = baseline_file or config.baseline or Path(os.path.relpath(Path(config.root) / BASELINE))
    config = config.with_options(baseline=file)
    if update and not file.is_file():
        raise ClaimlintError("there is no baseline here to update; 'claimlint baseline' writes one", str(file))
    before = read_baseline(file) if file.is_file() else Baseline()
    known = Known(before, Path(home_of(config)))
    packs = packs_of(config, extra_packs)
    job = Job(config, packs, substantiation_of(config, packs, today), today, known=known, keeps=True, jobs=0)
    result = checked(paths or (".",), job)
    folders = [path for path in paths or (".",) if is_folder(path)]
    after = known.updated(() if update else result.findings, folders)
    atomic.write(file, written(after).encode("utf-8", "backslashreplace"))
    dropped = len(known.gone(folders))
    new = 0 if update else len(result.findings)
    claims = f"{len(after):,} claim{'' if len(after) == 1 else 's'}"
    pages = f"{len(after.pages):,} page{'' if len(after.pages) == 1 else 's'}"
    click.echo(f"wrote {file}: {claims} on {pages}, {new:,} new, {dropped:,} dropped")
    return complain(*(f"{problem.path}: {problem.message}" for problem in result.problems)) if result.problems else CLEAN
