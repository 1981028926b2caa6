"""The GitHub action and the GitLab job: their scripts are run here as the runners run them, but for what needs the network.

Expressions are evaluated, conditions hold or don't, outputs are handed on; steps that use other actions are only noted, and
the installation meets a Python that installs nothing.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import string
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from claimlint.yamlfile import Located, parse_yaml, read_yaml

ROOT = Path(__file__).parent.parent
OLD = "<p>Simply the finest coffee you can buy.</p>"  # a warning, which stood there before
NEW = "<p>Enjoy fast shipping on every order.</p>"  # an error
PAGE = '<!doctype html>\n<html lang="en">\n<main>\n{}\n</main>\n</html>\n'


def plain(located: Located) -> Any:
    """The same as plain data."""
    if isinstance(located.value, dict):
        return {key: plain(value) for key, value in located.value.items()}
    return [plain(value) for value in located.value] if isinstance(located.value, list) else located.value


ACTION = plain(read_yaml(ROOT / "action.yml"))
STEPS = ACTION["runs"]["steps"]
SCRIPTS = [step for step in STEPS if "run" in step]
(GITLAB,) = plain(read_yaml(ROOT / "ci" / "gitlab.yml")).values()
EXPRESSION = re.compile(r"\$\{\{(.*?)\}\}")


# ---- a repository


@pytest.fixture
def git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """git, in the current folder, without the settings of whoever runs the tests."""
    for name in [name for name in os.environ if name.startswith(("GIT_", "GITHUB_", "CI_", "CLAIMLINT_PA", "CLAIMLINT_OP"))]:
        monkeypatch.delenv(name)
    settings = {"user.name": "kim", "user.email": "kim@example.com", "init.defaultBranch": "main"}
    settings |= {"protocol.file.allow": "always", "uploadpack.allowAnySHA1InWant": "true"}  # as GitHub serves
    (tmp_path / "gitconfig").write_text(
        "".join(f"[{(way := name.split('.'))[0]}]\n{way[1]} = {value}\n" for name, value in settings.items()), encoding="utf-8"
    )
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")

    def git(*arguments: str) -> str:
        return subprocess.run(["git", *arguments], capture_output=True, text=True, check=True).stdout.strip()

    return git


def page(name: str, *paragraphs: str) -> None:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(PAGE.format("\n".join(paragraphs)), encoding="utf-8")


@dataclass(frozen=True)
class History:
    """A branch that adds a claim, a main branch that has moved on, and the merge of both, which is checked out."""

    start: str  # where the branch left main
    main: str
    branch: str
    merge: str


@pytest.fixture
def history(tmp_path: Path, git: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> History:
    (tmp_path / "site").mkdir()
    monkeypatch.chdir(tmp_path / "site")
    git("init", "--quiet")
    commits = []

    def commit() -> None:
        git("add", ".")
        git("commit", "--quiet", "--message", "change")
        commits.append(git("rev-parse", "HEAD"))

    page("index.html", OLD)
    page("our shop/tea.html", "<p>We sell tea.</p>")
    commit()
    git("checkout", "--quiet", "-b", "branch")
    page("index.html", OLD, NEW)
    commit()
    git("checkout", "--quiet", "main")
    page("about.html", NEW)
    commit()
    git("checkout", "--quiet", "--detach")
    git("merge", "--quiet", "--no-ff", "--message", "merge", "branch")
    start, branch, main = commits
    return History(start, main, branch, git("rev-parse", "HEAD"))


# ---- GitHub's runner, in small


@dataclass
class Job:
    """A run of action.yml in the current folder."""

    temp: Path
    inputs: dict[str, str] = field(default_factory=dict)
    event: dict[str, Any] = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=dict)
    outputs: dict[str, dict[str, str]] = field(default_factory=dict)
    used: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    log: str = ""
    code: int = 0

    def __post_init__(self) -> None:
        known = {name: entry.get("default", "") for name, entry in ACTION["inputs"].items()}
        assert set(self.inputs) <= set(known)
        self.inputs = known | self.inputs
        self.python = self.temp / "python"
        self.temp.mkdir()
        self.python.write_text(PYTHON.format(python=sys.executable), encoding="utf-8")
        self.python.chmod(0o755)

    def value(self, name: str) -> object:
        """What a name means in an expression; "" where there is nothing."""
        match name.split("."):
            case ["inputs", key]:
                return self.inputs[key]
            case ["steps", step, "outputs", key]:
                return self.outputs.get(step, {}).get(key, "")
            case ["github", "event", *way]:
                found: Any = self.event
                for key in way:
                    found = found.get(key, {})
                return found or ""
        raise AssertionError(name)

    def evaluated(self, expression: str) -> Any:
        parts = re.findall(r"'[^']*'|&&|\|\||==|!=|[()]|[\w.-]+|\S", expression)
        words = {"&&": "and", "||": "or", "always": "(lambda: True)"}
        python = [part if not part[0].isalpha() else words.get(part, f"value({part!r})") for part in parts]
        return eval(" ".join(words.get(part, part) for part in python), {"value": self.value})

    def filled(self, text: str) -> str:
        return EXPRESSION.sub(lambda found: str(self.evaluated(found[1])), text)

    def step(self, step: Mapping[str, Any]) -> None:
        condition = step.get("if", "true == true").replace("true", "'true'")
        if ("always()" not in condition and self.code) or not self.evaluated(condition):
            return
        if "uses" in step:
            self.used.append((step["uses"], {key: self.filled(str(value)) for key, value in step["with"].items()}))
            if step["uses"].startswith("actions/setup-python@"):
                self.outputs[step["id"]] = {"python-path": str(self.python)}
            return
        output = self.temp / "output"
        output.write_text("", encoding="utf-8")
        environment = {
            **os.environ,
            "GITHUB_ACTION_PATH": str(ROOT),
            "GITHUB_OUTPUT": str(output),
            "GITHUB_STEP_SUMMARY": str(self.temp / "summary.md"),
            "RUNNER_TEMP": str(self.temp),
            **self.environment,
            **{name: self.filled(value) for name, value in step["env"].items()},
        }
        script = self.temp / "script.sh"
        script.write_text(step["run"], encoding="utf-8")
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)]
        done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        self.log += done.stdout.decode()
        self.code = self.code or done.returncode
        if "id" in step:
            lines = output.read_text(encoding="utf-8").splitlines()
            self.outputs[step["id"]] = dict(line.split("=", 1) for line in lines)

    def run(self) -> Job:
        for step in STEPS:
            self.step(step)
        return self

    @property
    def annotations(self) -> list[str]:
        """The files and levels of the annotations, as `error about.html`."""
        return [f"{level} {file}" for level, file in re.findall(r"^::(\w+) file=([^,]*),", self.log, re.MULTILINE)]

    @property
    def summary(self) -> str:
        path = self.temp / "summary.md"
        return path.read_text(encoding="utf-8") if path.exists() else ""

    @property
    def uploaded(self) -> list[str]:
        """The texts of the findings that were uploaded to code scanning; fails where there was no one upload."""
        (inputs,) = [inputs for name, inputs in self.used if name.startswith("github/codeql-action/upload-sarif@")]
        report = json.loads(Path(inputs["sarif_file"]).read_text(encoding="utf-8"))
        places = [result["locations"][0]["physicalLocation"] for run in report["runs"] for result in run["results"]]
        return sorted(place["artifactLocation"]["uri"] for place in places)


# A Python that "installs" this checkout, and writes down what pip was asked for.
PYTHON = """\
#!/bin/sh
if [ "$2" = venv ]; then
    mkdir -p "$3/${{VENV_COMMANDS:-bin}}" && cd "$3/${{VENV_COMMANDS:-bin}}"
    printf '#!/bin/sh\\nexec "{python}" -m claimlint "$@"\\n' > claimlint
    printf '#!/bin/sh\\nshift 3; printf "pip: %%s\\\\n" "$*"\\n' > python
    chmod +x claimlint python
else
    exec "{python}" "$@"
fi
"""


@pytest.fixture
def job(tmp_path: Path) -> Iterator[Callable[..., Job]]:
    """Run the action with these inputs."""

    def job(event: Mapping[str, Any] | None = None, environment: Mapping[str, str] | None = None, **inputs: str) -> Job:
        inputs = {name.replace("_", "-"): value for name, value in inputs.items()}
        environment = {"GITHUB_EVENT_NAME": "push", "GITHUB_SHA": "", **(environment or {})}
        return Job(tmp_path / "runner", inputs, dict(event or {}), environment).run()

    yield job
    shutil.rmtree(tmp_path / "runner", ignore_errors=True)


def pull_request(base: str, head: str) -> dict[str, Any]:
    """How GitHub tells of a pull request: the base in the event, and the commit that was checked out."""
    environment = {"GITHUB_EVENT_NAME": "pull_request", "GITHUB_SHA": head}
    return {"event": {"pull_request": {"base": {"sha": base}}}, "environment": environment}


# ---- what the action looks like


def test_inputs_reach_scripts_through_the_environment_only() -> None:
    assert [step["run"] for step in SCRIPTS if EXPRESSION.search(step["run"])] == []
    assert {step["shell"] for step in SCRIPTS} == {"bash"}


def test_every_input_is_described_and_used_and_every_expression_means_something() -> None:
    text = json.dumps(ACTION)
    expressions = " ".join([*EXPRESSION.findall(text), *(step.get("if", "") for step in STEPS)])
    assert set(re.findall(r"inputs\.([\w-]+)", expressions)) == set(ACTION["inputs"])
    assert all(entry["description"].endswith(".") and "default" in entry for entry in ACTION["inputs"].values())
    written = {("python", "python-path")}
    for step in SCRIPTS:
        written |= {(step.get("id", ""), name) for name in re.findall(r'(?:echo "|print\(f")([\w-]+)=', step["run"])}
    assert set(re.findall(r"steps\.([\w-]+)\.outputs\.([\w-]+)", expressions)) <= written
    assert all(entry["value"] for entry in ACTION["outputs"].values())


def test_other_actions_are_pinned_to_a_major_version() -> None:
    used = [step["uses"] for step in STEPS if "uses" in step]
    assert [name.partition("@")[0] for name in used] == [
        "actions/setup-python",
        "actions/cache",
        "github/codeql-action/upload-sarif",
    ]
    assert all(re.fullmatch(r"[\w/-]+@v\d+", name) for name in used)


def test_every_variable_of_a_script_is_set() -> None:
    """By its step, by the script itself or by the runner."""
    for step in SCRIPTS:
        named = set(re.findall(r"\$\{?([A-Za-z_]\w*)", step["run"]))
        own = set(re.findall(r"(?:^|[\s;])(\w+)\+?=", step["run"])) | {"path"}
        assert named - own - set(step["env"]) <= {
            "GITHUB_ACTION_PATH",
            "GITHUB_EVENT_NAME",
            "GITHUB_OUTPUT",
            "GITHUB_SHA",
            "GITHUB_STEP_SUMMARY",
            "RUNNER_TEMP",
        }
        assert set(step["env"]) - {"GIT_TERMINAL_PROMPT"} <= named | {"EXTRAS"}


@pytest.mark.parametrize("script", [step["run"] for step in SCRIPTS])
def test_scripts_are_valid_bash(script: str) -> None:
    assert subprocess.run(["bash", "-n"], input=script, capture_output=True, text=True, check=False).stderr == ""


# ---- what the action does


@pytest.mark.usefixtures("history")
def test_a_push_reports_all_there_is_and_fails(job: Callable[..., Job]) -> None:
    done = job(sarif="true")
    assert done.code == 1
    assert done.annotations == ["error about.html", "error index.html", "warning index.html"]
    assert done.uploaded == ["about.html", "index.html", "index.html"]
    assert "about.html" in done.summary
    assert done.outputs["check"] == {"exit-code": "1", "sarif": str(done.temp / "claimlint.sarif")}


@pytest.mark.usefixtures("history")
def test_nothing_found_passes_and_uploads_an_empty_report_that_closes_alerts(job: Callable[..., Job]) -> None:
    done = job(paths="our shop\n", sarif="true")
    assert (done.code, done.annotations, done.uploaded) == (0, [], [])
    assert done.outputs["check"]["exit-code"] == "0"


@pytest.mark.usefixtures("history")
def test_without_sarif_nothing_is_uploaded(job: Callable[..., Job]) -> None:
    done = job()
    assert (done.code, [name.partition("@")[0] for name, _ in done.used]) == (1, ["actions/setup-python", "actions/cache"])
    assert done.outputs["check"] == {"exit-code": "1"}
    assert not (done.temp / "claimlint.sarif").exists()


def test_a_pull_request_reports_what_it_adds_and_uploads_everything(history: History, job: Callable[..., Job]) -> None:
    """The event names an older base: what main got since then is not the pull request's."""
    done = job(sarif="true", **pull_request(base=history.start, head=history.merge))
    assert (done.code, done.annotations) == (1, ["error index.html"])
    assert done.outputs["since"] == {"revision": history.main}
    assert done.uploaded == ["about.html", "index.html", "index.html"]
    assert "### index.html\n\n1 error\n" in done.summary
    assert "### Claims: 1 added\n" in done.summary


def test_a_pull_request_that_adds_nothing_passes(history: History, job: Callable[..., Job], git: Callable[..., str]) -> None:
    git("checkout", "--quiet", history.main)
    done = job(**pull_request(base=history.start, head=history.merge), since=history.main)
    assert (done.code, done.annotations) == (0, [])


def test_a_shallow_clone_of_a_pull_request_gets_the_base_it_needs(
    history: History, job: Callable[..., Job], git: Callable[..., str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    origin = Path.cwd().as_uri()
    (tmp_path / "clone").mkdir()
    monkeypatch.chdir(tmp_path / "clone")
    git("init", "--quiet")
    git("remote", "add", "origin", origin)
    git("fetch", "--quiet", "--depth=1", "origin", history.merge)
    git("checkout", "--quiet", "FETCH_HEAD")
    done = job(**pull_request(base=history.start, head=history.merge))
    assert (done.code, done.annotations) == (1, ["error index.html"])


def test_a_shallow_clone_that_can_get_no_more_says_what_to_do(
    history: History, job: Callable[..., Job], git: Callable[..., str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    origin = Path.cwd().as_uri()
    git("clone", "--quiet", "--depth=1", "--branch=branch", origin, str(tmp_path / "clone"))
    monkeypatch.chdir(tmp_path / "clone")
    git("remote", "set-url", "origin", (tmp_path / "gone").as_uri())
    done = job(sarif="true", **pull_request(base=history.start, head=history.branch))
    assert (done.code, done.annotations, done.outputs["check"]) == (2, [], {"exit-code": "2"})
    assert "fetch-depth: 0" in done.log


def test_the_head_of_a_pull_request_is_compared_with_the_base_of_the_event(
    history: History, job: Callable[..., Job], git: Callable[..., str]
) -> None:
    git("checkout", "--quiet", history.branch)
    done = job(**pull_request(base=history.main, head=history.merge))
    assert done.outputs["since"] == {"revision": history.main}
    assert (done.code, done.annotations) == (1, ["error index.html"])


def test_a_merge_queue_is_compared_with_its_base(history: History, job: Callable[..., Job]) -> None:
    done = job(event={"merge_group": {"base_sha": history.main}}, environment={"GITHUB_EVENT_NAME": "merge_group"})
    assert (done.code, done.annotations) == (1, ["error index.html"])


def test_since_may_be_named_or_switched_off(history: History, job: Callable[..., Job]) -> None:
    asked = pull_request(base=history.main, head=history.merge)
    done = job(**asked, since="none")
    assert done.annotations == ["error about.html", "error index.html", "warning index.html"]
    shutil.rmtree(done.temp)
    done = job(**asked, since=history.branch)
    assert done.annotations == ["error about.html"]


@pytest.mark.usefixtures("history")
def test_fail_on_config_and_several_paths(job: Callable[..., Job]) -> None:
    Path("strict.yaml").write_text("ignore: [unquantified-speed]\n", encoding="utf-8")
    done = job(paths="our shop\nindex.html\n", config="strict.yaml", fail_on="warning")
    assert (done.code, done.annotations) == (1, ["warning index.html"])
    shutil.rmtree(done.temp)
    done = job(paths="index.html", config="strict.yaml")
    assert (done.code, done.annotations) == (0, ["warning index.html"])


@pytest.mark.usefixtures("history")
def test_a_baseline_is_used_where_it_stands_named_or_not_at_all(job: Callable[..., Job]) -> None:
    subprocess.run([sys.executable, "-m", "claimlint", "baseline"], check=True, capture_output=True)
    codes = []
    for given in ("", "none", "claimlint-baseline.txt", "gone.txt"):
        done = job(baseline=given, sarif="true")
        codes.append(done.code)
        shutil.rmtree(done.temp)
    assert codes == [0, 1, 0, 2]


@pytest.mark.usefixtures("history")
def test_trouble_uploads_nothing_and_ends_with_2(job: Callable[..., Job]) -> None:
    done = job(paths="index.html\ngone.html", sarif="true")
    assert (done.code, done.outputs["check"]) == (2, {"exit-code": "2"})
    assert "claimlint: gone.html: no such file or folder" in done.log
    assert [name for name, _ in done.used if "upload-sarif" in name] == []


@pytest.mark.parametrize("hostile", ['"; touch stolen; $(touch stolen) `touch stolen` "', "--help"])
@pytest.mark.usefixtures("history")
def test_nothing_in_an_input_is_run_or_taken_for_an_option(job: Callable[..., Job], hostile: str) -> None:
    done = job(paths=hostile, config=hostile, since=hostile, baseline=hostile, fail_on=hostile, extras=hostile)
    assert done.code == 2
    assert not Path("stolen").exists()
    assert "Usage:" not in done.log


@pytest.mark.usefixtures("history")
def test_the_installation_is_the_action_itself_with_its_extras(job: Callable[..., Job]) -> None:
    done = job(paths="our shop", extras="jsx")
    assert f"pip: --quiet --disable-pip-version-check {ROOT}[jsx]\n" in done.log
    assert done.outputs["install"] == {"claimlint": str(done.temp / "claimlint" / "bin" / "claimlint")}
    key = done.outputs["pip"]["key"]
    assert re.fullmatch(r"claimlint-[\w.-]+-[0-9a-f]{16}", key)
    assert ("actions/cache@v5", {"path": done.outputs["pip"]["cache"], "key": key}) in done.used
    shutil.rmtree(done.temp)
    done = job(paths="our shop", environment={"VENV_COMMANDS": "Scripts"})  # as on Windows
    assert (done.code, done.outputs["install"]) == (0, {"claimlint": str(done.temp / "claimlint" / "Scripts" / "claimlint")})
    assert f"{ROOT}\n" in done.log
    assert done.outputs["pip"]["key"] != key


@pytest.mark.usefixtures("history")
def test_without_a_version_the_python_of_the_runner_is_used(
    job: Callable[..., Job], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "commands").mkdir()
    python = tmp_path / "commands" / "python3"
    python.write_text(PYTHON.format(python=sys.executable), encoding="utf-8")
    python.chmod(0o755)
    monkeypatch.setenv("PATH", f"{python.parent}{os.pathsep}{os.environ['PATH']}")
    done = job(paths="our shop", python_version="")
    assert (done.code, [name for name, _ in done.used]) == (0, ["actions/cache@v5"])


# ---- GitLab


@pytest.fixture
def commands(tmp_path: Path) -> dict[str, str]:
    """The environment with claimlint on PATH, and a pip and a reviewdog that write down what they got."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name, script in {
        "claimlint": f'exec "{sys.executable}" -m claimlint "$@"',
        "pip": f'printf "%s\\n" "$*" >> "{tmp_path}/pip.txt"',
        "reviewdog": f'cat > "{tmp_path}/reviewdog.json"',
    }.items():
        (folder / name).write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        (folder / name).chmod(0o755)
    return os.environ | {"PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}


@pytest.fixture
def gitlab(commands: dict[str, str]) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run the job with these variables. GitLab takes bash where the image has one, else sh."""

    def gitlab(shell: str = "sh", **variables: str) -> subprocess.CompletedProcess[str]:
        given = {"CI_PROJECT_DIR": str(Path.cwd()), "CLAIMLINT_PACKAGE": "git+https://example.com/claimlint@v0.1.0"}
        own = {name: string.Template(value).substitute(given) for name, value in GITLAB["variables"].items()}
        script = "\n".join(["set -e", *GITLAB["before_script"], *GITLAB["script"]])
        environment = commands | own | given | variables
        return subprocess.run([shell], input=script, env=environment, capture_output=True, text=True, check=False)

    return gitlab


def reports() -> tuple[list[str], int]:
    """The pages of the code quality report, and how many tests failed."""
    quality = json.loads(Path("gl-code-quality-report.json").read_text(encoding="utf-8"))
    failed = Path("claimlint-junit.xml").read_text(encoding="utf-8").count("<failure")
    return sorted(entry["location"]["path"] for entry in quality), failed


@pytest.mark.usefixtures("history")
@pytest.mark.parametrize("shell", ["bash", "sh"])
def test_the_default_branch_of_gitlab_reports_all_there_is(
    shell: str, gitlab: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    done = gitlab(shell)
    assert (done.returncode, done.stderr) == (1, "")
    assert "about.html:4:10  error  delivery-speed\n" in done.stdout
    assert reports() == (["about.html", "index.html", "index.html"], 3)
    installed = (tmp_path / "pip.txt").read_text(encoding="utf-8").split()
    assert installed == ["install", "--quiet", "--disable-pip-version-check", "git+https://example.com/claimlint@v0.1.0"]


def test_a_merge_request_fails_for_what_it_adds_and_its_code_quality_is_whole(
    history: History, gitlab: Callable[..., subprocess.CompletedProcess[str]], git: Callable[..., str]
) -> None:
    git("checkout", "--quiet", history.branch)
    done = gitlab(CI_MERGE_REQUEST_DIFF_BASE_SHA=history.start)
    assert done.returncode == 1
    assert reports() == (["index.html", "index.html"], 1)


def test_a_merged_result_is_compared_with_the_target_as_it_was_merged(
    history: History, gitlab: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    shas = {"CI_MERGE_REQUEST_DIFF_BASE_SHA": history.start, "CI_MERGE_REQUEST_TARGET_BRANCH_SHA": history.main}
    assert gitlab(**shas).returncode == 1
    assert reports() == (["about.html", "index.html", "index.html"], 1)


@pytest.mark.usefixtures("history")
def test_gitlab_with_options_and_paths(gitlab: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    options = {"CLAIMLINT_OPTIONS": "--fail-on warning --ignore unquantified-speed"}
    assert gitlab(**options, CLAIMLINT_PATHS="our shop\nabout.html").returncode == 0
    assert reports() == ([], 0)
    assert gitlab(**options, CLAIMLINT_PATHS="our shop\nindex.html").returncode == 1
    assert gitlab(CLAIMLINT_PATHS="$(touch stolen)").returncode == 2
    assert not Path("stolen").exists()


@pytest.mark.usefixtures("history")
def test_trouble_in_gitlab_is_told_and_leaves_no_half_report(gitlab: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    done = gitlab(CI_MERGE_REQUEST_DIFF_BASE_SHA="0" * 40)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert not Path("gl-code-quality-report.json").exists()
    done = gitlab(CLAIMLINT_PACKAGE="")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("CLAIMLINT_PACKAGE is empty; set it to ")


def test_the_job_of_gitlab_hands_over_its_reports_in_merge_requests_and_on_the_default_branch() -> None:
    script = "\n".join(GITLAB["script"])
    assert GITLAB["artifacts"]["when"] == "always"
    assert all(f"--output {file}" in script for file in GITLAB["artifacts"]["reports"].values())
    assert set(GITLAB["artifacts"]["reports"]) == {"codequality", "junit"}
    assert [rule["if"] for rule in GITLAB["rules"]] == [
        '$CI_PIPELINE_SOURCE == "merge_request_event"',
        "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH",
    ]
    assert GITLAB["variables"]["GIT_DEPTH"] == "0"


# ---- docs/ci.md

DOCS = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```$", DOCS, re.MULTILINE | re.DOTALL)


def test_the_commands_of_the_docs_work_one_after_the_other(
    history: History, commands: dict[str, str], tmp_path: Path, git: Callable[..., str]
) -> None:
    git("checkout", "--quiet", "-B", "main", history.merge)
    for language, script in BLOCKS:
        if language == "sh":
            shell = ["bash", "-eo", "pipefail"]
            done = subprocess.run(shell, input=script, env=commands, capture_output=True, text=True, check=False)
            assert done.returncode == 0, script + done.stdout + done.stderr
    assert sum(language == "sh" for language, _ in BLOCKS) >= 8
    assert git("ls-files", "claimlint*", "facts*").split() == ["claimlint-baseline.txt", "claimlint.yaml", "facts.yaml"]
    assert json.loads(Path("claims.sarif").read_text(encoding="utf-8"))["version"] == "2.1.0"
    assert Path("claims.xml").exists()
    assert Path("claims.html").exists()
    assert "diagnostics" in json.loads((tmp_path / "reviewdog.json").read_text(encoding="utf-8"))


@pytest.mark.usefixtures("history")
def test_what_jenkins_runs_works(commands: dict[str, str]) -> None:
    (block,) = [text for language, text in BLOCKS if language == "groovy"]
    (command,) = re.findall(r"sh '(.*)'", block)
    done = subprocess.run(["sh", "-xe"], input=command, env=commands, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert all(Path(file).exists() for file in re.findall(r"(?:testResults|pattern): '(.*?)'", block))


def test_the_workflows_of_the_docs_are_valid_and_name_what_there_is() -> None:
    samples = [plain(parse_yaml(text)) for language, text in BLOCKS if language == "yaml"]
    (workflow,) = [sample for sample in samples if "jobs" in sample]
    (step,) = [step for step in workflow["jobs"]["claimlint"]["steps"] if step["uses"].startswith("<")]
    assert set(step["with"]) <= set(ACTION["inputs"])
    (gitlab,) = [sample for sample in samples if "include" in sample]
    assert set(gitlab["claimlint"]["variables"]) <= set(GITLAB["variables"])
    assert gitlab["include"][0]["remote"].endswith("/ci/gitlab.yml")


def test_the_tables_of_the_docs_list_all_inputs_outputs_and_variables() -> None:
    named = re.findall(r"^\| `([\w-]+)` \|", DOCS, re.MULTILINE)
    assert [name for name in named if name.islower()] == list(ACTION["inputs"])
    assert {name for name in named if name.isupper()} == {name for name in GITLAB["variables"] if not name.startswith("PIP_")}
    (outputs,) = re.findall(r"^Its outputs are (.*?)\.", DOCS, re.MULTILINE | re.DOTALL)
    assert re.findall(r"`([\w-]+)`", outputs) == list(ACTION["outputs"])


def test_the_docs_make_no_claim_that_claimlint_would_flag(tmp_path: Path) -> None:
    prose = re.sub(r"```.*?```|`[^`\n]*`|\"[^\"\n]*\"", "", DOCS, flags=re.DOTALL)
    (tmp_path / "prose.txt").write_text(prose, encoding="utf-8")
    command = [sys.executable, "-m", "claimlint", "check", "--fail-on", "info", str(tmp_path / "prose.txt")]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
