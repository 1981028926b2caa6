"""The bench: the corpora of the cases, made when one asks for them, the commands over them, and the interpreter under test."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Literal

import corpus
import measure
from measure import Command

PAGE_SIZE = 20_000  # bytes of the five pages
PROBED = 60  # pages that are asked whether they need grammar
RULES = 10  # times ours
CONFIGURATIONS = ("claimlint.yaml", ".claimlint.yaml", "pyproject.toml")
RESULT_CACHE = ".claimlint_cache"
# Other checkers and their exit codes; write-good's is a number of findings.
PEERS: Mapping[str, frozenset[int]] = {"vale": frozenset((0,)), "proselint": frozenset((0, 1)), "write-good": frozenset()}
CLAIMLINT, CODESPELL, IMPORT = "claimlint", "codespell", "import spacy"

State = Literal["cold", "warm", "first"]

# What Vale looks for here: words that our packs look for, too. It brings no such rules of its own.
VALE_TERMS = (
    *("best", "fastest", "cheapest", "finest", "greatest", "leading", "unbeatable", "unrivalled", "unmatched", "ultimate"),
    *("world-class", "award-winning", "premium", "top quality", "high quality", "state of the art", "cutting edge", "perfect"),
    *("fast shipping", "fast delivery", "instant", "instantly", "guaranteed", "risk-free", "hassle-free", "stress-free"),
    *("free", "always", "never", "100%", "trusted", "reliable", "secure", "safe", "natural", "sustainable", "eco-friendly"),
    *("affordable", "lowest price", "great value", "no hidden fees", "certified", "experts", "proven", "revolutionary"),
)


class Bench:
    """The corpora, made when a case asks for them, and the commands over them. All paths are inside `root`."""

    def __init__(self, root: Path, python: Path, sources: Sequence[Path], files: int, size: int) -> None:
        self.root = root
        self.python = python
        self.files = files
        self.size = size
        self.pages = corpus.pages_in(sources)
        if not any(page.ending in (".html", ".htm") for page in self.pages):
            sys.exit(f"no HTML page in {', '.join(map(str, sources))}; name a folder with pages")
        for folder in (root, *root.parents):
            for name in CONFIGURATIONS:
                if (folder / name).exists():
                    sys.exit(f"{folder / name} would be claimlint's configuration: name a temporary folder elsewhere in TMPDIR")
        self.scratch = self._folder("scratch")
        self.help = self._said(str(self._script(CLAIMLINT)), "check", "--help")
        self._script(CODESPELL)

    # The corpora

    @cached_property
    def site(self) -> list[corpus.Page]:
        made = corpus.site(self.pages, self.files, self.size)
        corpus.write(made, self.root / "site" / "site")
        return made

    @cached_property
    def _by_need(self) -> tuple[list[corpus.Page], list[corpus.Page]]:
        """Pages that need no grammar, and pages that do, of those nearest to the size of the five."""
        html = [page for page in self.pages if page.ending in (".html", ".htm")]
        nearest = sorted(html, key=lambda page: (abs(len(page.data) - PAGE_SIZE), page.name))[:PROBED]
        needing = self._needing(nearest)
        return [page for page in nearest if page.name not in needing], [page for page in nearest if page.name in needing]

    @property
    def without_grammar(self) -> list[corpus.Page]:
        """Pages that need none; pages of plain sentences where the sources have none."""
        return self._by_need[0] or corpus.with_claims((), 5, 100, 0)

    @property
    def with_grammar(self) -> list[corpus.Page]:
        if not self._by_need[1]:
            sys.exit("no page of this corpus needs grammar: leave out the cases five-grammar and five-edited")
        return self._by_need[1]

    def _needing(self, pages: Sequence[corpus.Page]) -> set[str]:
        """The names of those pages of which a check loads spaCy."""
        folder = self._folder("probe")
        corpus.write(pages, folder)
        said = self._inside("grammar", *(str(folder / page.name) for page in pages), cwd=folder)
        shutil.rmtree(folder)
        return {Path(path).name for path in json.loads(said)}

    @cached_property
    def words_alone(self) -> Mapping[str, str]:
        """The environment in which claimlint is a copy whose packs ask nothing of grammar."""
        folder = self._folder("words")
        self._inside("words", str(folder))
        return {"PYTHONPATH": str(folder)}

    def more_rules(self, kind: str) -> Path:
        """A folder of packs with our rules `RULES` - 1 times more, none of which matches."""
        folder = self.root / f"rules-{kind}"
        if not folder.is_dir():
            folder.mkdir()
            self._inside("rules", str(folder / "pack.yaml"), str(RULES - 1), kind)
        return folder

    def in_folder(self, name: str, pages: Sequence[corpus.Page]) -> Path:
        """A folder of its own with these pages in it."""
        corpus.write(pages, self.root / name)
        return self.root / name

    # The commands

    def claimlint(
        self,
        folder: Path,
        paths: Sequence[str],
        *options: str,
        name: str = CLAIMLINT,
        state: State = "cold",
        env: Mapping[str, str] | None = None,
        prepare: Callable[[], object] | None = None,
    ) -> Command:
        """A check in a folder. "cold": no results kept, packs compiled; "warm": both; "first": neither.

        `prepare` is done besides.
        """
        compiled = self.root / ("compiled-first" if state == "first" else "compiled")

        def made_ready() -> None:
            if state != "warm":
                for kept in folder.rglob(RESULT_CACHE):
                    shutil.rmtree(kept)
            if state == "first":
                shutil.rmtree(compiled, ignore_errors=True)
            if prepare:
                prepare()

        argv = (str(self._script(CLAIMLINT)), "check", *options, *paths)
        environment = {"CLAIMLINT_CACHE_DIR": str(compiled), **(env or {})}
        return Command(name, argv, folder, environment, made_ready, frozenset((0, 1)))

    def codespell(self, folder: Path, paths: Sequence[str]) -> Command:
        return Command(CODESPELL, (str(self._script(CODESPELL)), *paths), folder, fine=frozenset((0, 65)))

    def spacy(self) -> Command:
        return Command(IMPORT, (str(self.python), "-c", "import spacy"), self.root, fine=frozenset((0,)))

    def peers(self, folder: Path, paths: Sequence[str]) -> Iterator[Command]:
        """Other checkers, those that are on PATH and run here."""
        files = [file.relative_to(folder).as_posix() for path in paths for file in _files(folder / path)]
        for name in self._peers:
            yield self._peer(name, folder, paths, files)

    def _peer(self, name: str, folder: Path, paths: Sequence[str], files: Sequence[str]) -> Command:
        """The command of a peer. Vale walks folders; the others get files, as some walk none."""
        if name == "vale":
            argv = ["vale", "--config", str(self._vale_config), "--output", "line", *paths]
        else:
            argv = [name, *(["check"] if name == "proselint" else []), *files]
        return Command(name, tuple(argv), folder, fine=PEERS[name])

    @cached_property
    def _peers(self) -> list[str]:
        """Those of PEERS that run here, tried on a page."""
        corpus.write([corpus.Page("page.html", corpus.TINY)], self.scratch)
        found = []
        for name in filter(shutil.which, PEERS):
            try:
                measure.run(self._peer(name, self.scratch, ["page.html"], ["page.html"]), self.scratch)
            except measure.CommandFailedError as failed:
                print(f"{name} is left out: {str(failed).splitlines()[-1]}", file=sys.stderr)
            else:
                found.append(name)
        return found

    @cached_property
    def _vale_config(self) -> Path:
        style = self._folder("vale") / "styles" / "Claims"
        style.mkdir(parents=True)
        terms = "".join(f"  - {json.dumps(term)}\n" for term in VALE_TERMS)
        text = f"extends: existence\nmessage: \"'%s' is a claim\"\nlevel: warning\nignorecase: true\ntokens:\n{terms}"
        (style / "Terms.yml").write_text(text, encoding="utf-8")
        config = self.root / "vale" / "vale.ini"
        config.write_text("StylesPath = styles\nMinAlertLevel = suggestion\n[*]\nBasedOnStyles = Claims\n", encoding="utf-8")
        return config

    # Asking the interpreter under test

    @cached_property
    def versions(self) -> dict[str, str]:
        found: dict[str, str] = json.loads(self._inside("versions"))
        return found

    @cached_property
    def package(self) -> Path:
        """Where claimlint is installed."""
        return Path(self._said(str(self.python), "-P", "-c", "import claimlint; print(claimlint.__file__)").strip()).parent

    @cached_property
    def claims(self) -> list[str]:
        found: list[str] = json.loads(self._inside("claims"))
        return found

    def _inside(self, *arguments: str, cwd: Path | None = None) -> str:
        return self._said(str(self.python), "-P", str(Path(__file__).with_name("inside.py")), *arguments, cwd=cwd)

    def _said(self, *argv: str, cwd: Path | None = None) -> str:
        env = {**os.environ, "CLAIMLINT_CACHE_DIR": str(self.root / "compiled")}
        done = subprocess.run(argv, capture_output=True, encoding="utf-8", cwd=cwd or self.root, env=env, check=False)
        if done.returncode:
            sys.exit(f"{' '.join(argv[:4])} failed: {done.stderr.strip()[-800:]}")
        return done.stdout

    def _script(self, name: str) -> Path:
        path = self.python.parent / name
        if not path.exists():
            sys.exit(f"no {name} beside {self.python}: install it there, or name another interpreter with --python")
        return path

    def _folder(self, name: str) -> Path:
        folder = self.root / name
        folder.mkdir()
        return folder


def _files(path: Path) -> list[Path]:
    return sorted(path.iterdir()) if path.is_dir() else [path]
