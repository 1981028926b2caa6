"""claimlint against other checkers of copy, in pairs, on one corpus; and where its time goes.

    python benchmarks/compare.py [FOLDER] [--case NAME …] [--rounds 7] [--python PATH] [--markdown [FILE]] [--json]

The corpus is made in a temporary folder, of about 300 files and 5 MB: of the pages in FOLDER, else of our own copy
(examples/site and tests/corpus). Each case is run as whole processes that take turns, codespell always among them; vale,
proselint and write-good where they are on PATH. docs/performance.md tells what the cases are; --markdown writes its tables.

PATH is an interpreter whose environment has claimlint and codespell; the default is the one that runs this. An editable
installation makes every start of that environment slower, so install a wheel to compare: see docs/performance.md.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import signal
import sys
import tempfile
from pathlib import Path

import measure
from bench import Bench
from cases import CASES, PROFILED, grown, measured, profiled
from tables import Report, as_markdown, case_as_text, rest_as_text, write_markdown

HOME = Path(__file__).resolve().parent.parent
OWN_COPY = (HOME / "examples" / "site", HOME / "tests" / "corpus" / "pages")
REPORT = HOME / "docs" / "performance.md"
GROWTH_ROUNDS = 3
NAMES = (*CASES, "growth", "profile")


def _facts(bench: Bench, folder: Path | None, rounds: int) -> dict[str, str]:
    """What the figures were measured with."""
    return {
        **bench.versions,
        "on": f"{os.cpu_count()} cores ({_processor()}, {platform.system()})",
        "corpus": "pages of a folder of ours" if folder else "our own copy",
        "rounds": str(rounds),
    }


def _processor() -> str:
    try:
        found = re.search(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text(encoding="utf-8"), re.MULTILINE)
    except OSError:
        found = None
    return found[1] if found else platform.machine()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", metavar="FOLDER")
    parser.add_argument("--case", action="append", choices=NAMES, metavar="NAME", help=f"one of {', '.join(NAMES)}; repeatable")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--python", type=Path, default=Path(sys.executable), metavar="PATH")
    parser.add_argument("--files", type=int, default=300, help="how many the site has (300)")
    parser.add_argument("--megabytes", type=float, default=5.0, help="how large the site is (5)")
    parser.add_argument(
        "--markdown", type=Path, nargs="?", const=REPORT, metavar="FILE", help="write the tables into this page"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    arguments = parser.parse_args()
    if arguments.folder and not arguments.folder.is_dir():
        parser.error(f"no such folder: {arguments.folder}")
    if arguments.rounds < 1 or arguments.files < 1 or arguments.megabytes <= 0:
        parser.error("--rounds, --files and --megabytes are more than 0")

    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that the temporary folder goes
    sources = [arguments.folder.resolve()] if arguments.folder else list(OWN_COPY)
    names = arguments.case or NAMES
    with tempfile.TemporaryDirectory(prefix="claimlint-benchmark-") as root:
        python = Path(os.path.abspath(arguments.python))  # noqa: PTH100 - resolving would leave the environment
        bench = Bench(Path(root).resolve(), python, sources, arguments.files, int(arguments.megabytes * 1e6))
        report = Report(_facts(bench, arguments.folder, arguments.rounds))
        if not arguments.json:
            print(", ".join(f"{name} {value}" for name, value in report.facts.items()), end="\n\n", flush=True)
        whole = True
        try:
            for name in names:
                print(f"{name} …", file=sys.stderr, flush=True)
                if name == "growth":
                    report.growth = grown(bench, min(arguments.rounds, GROWTH_ROUNDS))
                elif name == "profile":
                    report.profiles = {one: profiled(bench, one) for one in PROFILED}
                elif outcome := measured(bench, name, arguments.rounds):
                    report.outcomes.append(outcome)
                    if not arguments.json:
                        print(case_as_text(outcome), flush=True)
                else:
                    print(f"{name}: this claimlint has no such option", file=sys.stderr)
        except measure.CommandFailedError as failed:
            sys.exit(str(failed))
        except KeyboardInterrupt:
            whole = False
    print(json.dumps(report.as_json(), ensure_ascii=False, indent=2) if arguments.json else rest_as_text(report))
    if not whole:
        sys.exit("interrupted: not all has been measured")
    if arguments.markdown:
        write_markdown(as_markdown(report), arguments.markdown)


if __name__ == "__main__":
    main()
