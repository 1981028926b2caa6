"""What is asked of the interpreter under test, in a process of its own: compare.py runs this file with it.

    python inside.py grammar FILE…           which of these pages need spaCy (JSON: a list of paths)
    python inside.py claims                  sentences that English rules flag by words alone (JSON: a list)
    python inside.py words FOLDER            a copy of claimlint there whose packs ask nothing of grammar
    python inside.py rules FILE TIMES KIND   a pack with so many times our rules that match nothing; KIND: apart or anchored
    python inside.py versions                of what is measured (JSON: an object)

Only the command line of claimlint and its YAML files are used, so that changes inside it change nothing here.
"""

from __future__ import annotations

import contextlib
import importlib.metadata
import io
import json
import platform
import re
import shutil
import sys
from collections.abc import Iterator, Sequence
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import yaml

_RULE = re.compile(r"^  - id: ", re.MULTILINE)
_WHERE = re.compile(r"^    where:", re.MULTILINE)
# The patterns that a language excepts claims by: a key of language.yaml, with all that is indented or blank below it.
_LANGUAGE_GRAMMAR = re.compile(r"^grammar:.*\n(?:[ #].*\n|\n)*", re.MULTILINE)
_PHRASE = re.compile(r"(?P<before>\s*\[[^\]]*\])?(?P<words>[^\[\]]+)(?P<after>\[[^\]]*\]\s*)?")
# libyaml reads a few forms that Python's own reader of YAML doesn't; claimlint uses it, too, where it is there.
_LOADER: type = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_LONGEST_PHRASE = 380  # characters; the notation takes 400


class _SpacyNeeded(BaseException):
    """spaCy was asked for. No Exception, so that nothing takes it for a broken installation."""


class _Refusal:
    """Tells of the first import of spaCy."""

    def find_spec(self, name: str, _path: object = None, _target: object = None) -> ModuleSpec | None:
        if name.partition(".")[0] == "spacy":
            raise _SpacyNeeded
        return None


def _package() -> Path:
    """The folder of the package claimlint."""
    spec = find_spec("claimlint")
    if spec is None or spec.origin is None:
        sys.exit(f"claimlint is not installed for {sys.executable}")
    return Path(spec.origin).parent


def _rules() -> Path:
    """The folder of our packs: in the package, or beside it in a checkout."""
    package = _package()
    return package / "rules" if (package / "rules").is_dir() else package.parent / "rules"


def _packs() -> Iterator[tuple[str, dict[str, Any]]]:
    """Our packs with rules: language and content, all scalars as text."""
    for path in sorted(_rules().glob("*/*.yaml")):
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)
        if "rules" in content:
            yield path.parent.name, content


def grammar(files: Sequence[str]) -> list[str]:
    """The files of which a check loads spaCy."""
    from claimlint.cli import cli

    sys.meta_path.insert(0, _Refusal())
    options = ["--no-cache"] if "--no-cache" in _help() else []
    needing = []
    for file in files:
        quiet = io.StringIO()
        with contextlib.redirect_stdout(quiet), contextlib.redirect_stderr(quiet), contextlib.suppress(SystemExit):
            try:
                cli.main(["check", "--exit-zero", *options, file], standalone_mode=False)
            except _SpacyNeeded:
                needing.append(file)
    return needing


def _help() -> str:
    from claimlint.cli import cli

    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.suppress(SystemExit):
        cli.main(["check", "--help"], standalone_mode=False)
    return said.getvalue()


def claims() -> list[str]:
    """The examples that English rules without grammar flag."""
    found = []
    for language, pack in _packs():
        for rule in pack["rules"] if language == "en" else ():
            if "where" not in rule and "scopes" not in rule and rule["confidence"] != "low":
                flagged = [one["text"] for one in rule["examples"] if one["flag"] != "none" and "in" not in one]
                found += [text for text in flagged if "\n" not in text]
    return found


def words(folder: Path) -> None:
    """Copy the package to FOLDER/claimlint without the rules that have `where` and without a language's own patterns.

    The other rules stay byte for byte as they are. The weights of the tagger are linked: they must be there, unread.
    """
    package, target = _package(), folder / "claimlint"
    shutil.copytree(package, target, ignore=shutil.ignore_patterns("__pycache__", "models"))
    (target / "models").symlink_to(package / "models")
    if not (target / "rules").is_dir():
        shutil.copytree(_rules(), target / "rules")
    for path in (target / "rules").glob("*/*.yaml"):
        head, *rules = _split(path.read_text(encoding="utf-8"))
        kept = [rule for rule in rules if not _WHERE.search(rule)]
        if rules and not kept:
            path.unlink()
        else:
            path.write_text("".join((_LANGUAGE_GRAMMAR.sub("grammar: {}\n", head), *kept)), encoding="utf-8")


def _split(text: str) -> list[str]:
    """A pack's text before its rules, and that of each rule."""
    starts = [found.start() for found in _RULE.finditer(text)]
    return [text[start:end] for start, end in zip([0, *starts], [*starts, len(text)], strict=True)]


def rules(file: Path, times: int, kind: str) -> None:
    """Write packs of the languages beside FILE-<language>-<number>.yaml: our rules so many times, each phrase made to fail.

    A word that no copy holds is added to each phrase. "apart": in front, so that the phrase is looked up by it and never
    tried, as for claims that a text doesn't make. "anchored": behind, so that it is looked up by the words that ours are
    looked up by, tried wherever ours are, and fails at its last word: the worst there is.
    """
    for copy in range(times):
        for number, (language, pack) in enumerate(_packs()):
            made = [_never_matching(rule, copy, kind) for rule in pack["rules"]]
            content = {
                "pack": f"{language}.benchmark-{copy}-{number}",
                "language": language,
                "lists": pack.get("lists", {}),
                "rules": [rule for rule in made if rule["find"]],
            }
            if content["rules"]:
                target = file.with_name(f"{file.stem}-{language}-{copy}-{number}.yaml")
                target.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


def _never_matching(rule: dict[str, Any], copy: int, kind: str) -> dict[str, Any]:
    """A rule with the weight of this one that matches nothing, and suggests a plain fact."""
    word = f"zqx{rule['id'].replace('-', '')}{'abcdefghijklmnopqrstuvwxyz'[copy % 26]}{'q' * (copy // 26)}"
    return {
        "id": f"benchmark-{copy}-{rule['id']}",
        "family": rule["family"],
        "severity": rule["severity"],
        "confidence": rule["confidence"],
        "message": rule["message"],
        "why": rule["why"],
        "find": [phrase for phrase in (_with_word(one, word, kind) for one in rule["find"]) if phrase],
        "rewrites": ["Open on Mondays"],
        "examples": [{"text": "Open on Mondays", "flag": "none"}, {"text": word, "flag": word}],
    }


def _with_word(phrase: str, word: str, kind: str) -> str:
    """The phrase with a word more, inside the brackets at its ends; "" for one that leaves no room."""
    found = _PHRASE.fullmatch(phrase)
    if found is None or len(phrase) + len(word) > _LONGEST_PHRASE:
        return ""
    inner = f"{word} {found['words'].strip()}" if kind == "apart" else f"{found['words'].strip()} {word}"
    return " ".join(part for part in (found["before"], inner, found["after"]) if part)


def versions() -> dict[str, str]:
    """Versions by name."""
    names = {"claimlint": "claimlint-copy", "codespell": "codespell", "spaCy": "spacy", "proselint": "proselint"}
    found = {"Python": platform.python_version()}
    for name, distribution in names.items():
        with contextlib.suppress(importlib.metadata.PackageNotFoundError):
            found[name] = importlib.metadata.version(distribution)
    return found


def main() -> None:
    match sys.argv[1:]:
        case ["grammar", *files]:
            print(json.dumps(grammar(files)))
        case ["claims"]:
            print(json.dumps(claims()))
        case ["words", folder]:
            words(Path(folder))
        case ["rules", file, times, ("apart" | "anchored") as kind]:
            rules(Path(file), int(times), kind)
        case ["versions"]:
            print(json.dumps(versions()))
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main()
