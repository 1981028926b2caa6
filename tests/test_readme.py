"""README shows real output, its commands work, and it claims nothing that claimlint would flag."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from claimlint.cli import cli
from claimlint.lint import lint_document
from claimlint.packs import load_packs
from claimlint.sources import read

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
SAMPLE = re.compile(r"(<!-- sample: claimlint (?P<command>.*?) -->\n```\n)(?P<output>.*?)(```\n)", re.DOTALL)


@pytest.mark.parametrize("page", [README, ROOT / "docs" / "he.md", ROOT / "docs" / "ar.md"], ids=lambda page: page.name)
def test_the_sample_is_what_claimlint_prints(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, page: Path
) -> None:
    monkeypatch.chdir(ROOT)
    text = page.read_text(encoding="utf-8")
    (sample,) = SAMPLE.finditer(text)
    output = CliRunner().invoke(cli, sample["command"].split()).output
    if request.config.getoption("--renew-golden"):
        page.write_text(SAMPLE.sub(lambda found: found[1] + output + found[4], text), encoding="utf-8", newline="\n")
        return
    assert sample["output"] == output, "run pytest --renew-golden and review the diff"


def test_the_example_site_shows_ten_families_in_three_languages() -> None:
    packs = load_packs()
    pages = [path for path in (ROOT / "examples" / "site").iterdir() if path.suffix in (".html", ".txt")]
    found = [f for path in pages for f in lint_document(read(path.name, path.read_bytes()), packs).findings]
    assert len(found) >= 30
    assert len({finding.rule.family for finding in found}) >= 10
    assert {finding.language for finding in found} == {"en", "he", "ar"}


def test_each_command_is_one_line_that_sets_up_everything() -> None:
    for name in ("try", "test"):
        found = re.search(rf"<!-- command: {name} -->\n```\n(python3 -m venv .*)\n```", README.read_text(encoding="utf-8"))
        assert found, name


@pytest.mark.parametrize("name", ["he.md", "ar.md"])
def test_what_the_quick_starts_call_a_finding_is_one(name: str) -> None:
    """What they call a finding is one, and what they call none isn't."""
    lang = name.removesuffix(".md")
    claims = {"he": ("משלוח מהיר", "משלוח מהיר: עד 3 ימי עסקים", "משלוח תוך 3 ימי עסקים")}
    claims["ar"] = ("شحن سريع", "شحن سريع: خلال 3 أيام عمل", "الشحن خلال 3 أيام عمل")
    text = (ROOT / "docs" / name).read_text(encoding="utf-8")
    assert all(claim in text for claim in claims[lang])
    packs = load_packs()
    found = [len(lint_document(read("copy.txt", claim.encode()), packs).findings) for claim in claims[lang]]
    assert found == [1, 0, 0]


@pytest.mark.parametrize("path", [README, ROOT / "CHANGELOG.md", ROOT / "CONTRIBUTING.md"], ids=lambda p: p.name)
def test_claimlint_makes_no_claim_that_it_would_flag(path: Path) -> None:
    prose = re.sub(r"```.*?```|`[^`\n]*`|\"[^\"\n]*\"", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    findings = lint_document(read("prose.txt", prose.encode()), load_packs()).findings
    assert [(finding.rule.id, finding.text) for finding in findings] == []
