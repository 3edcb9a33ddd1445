"""What others wrote is installed as it was when we looked at it: by version and hash, whatever a registry says."""

import json
import re
import tomllib
from pathlib import Path

import pytest

from tests.infrastructure.stack import ROOT

LOCKS = (*ROOT.glob("requirements*.txt"), ROOT / "layers" / "common" / "requirements.txt")
WANTED = (*ROOT.glob("requirements*.in"), ROOT / "layers" / "common" / "requirements.in")
RECIPES = (ROOT / "Makefile", ROOT / "layers" / "common" / "Makefile", ROOT / ".ci" / "run")
BROWSER = ROOT / "tests" / "browser"
PIN = re.compile(
    r"(?P<name>[a-z0-9][a-z0-9.-]*)(\[[a-z0-9,-]+\])?==(?P<version>[0-9][\w.+!]*)( ; [^;]+?)?"
    r"( --hash=sha256:[0-9a-f]{64})+"
)
INSTALLS = re.compile(
    r"\b(pip3? (?:install|sync|download)|pipx|uvx|uv (?:tool|add|run)|npm (?:i|install|ci|exec)\b|npx|yarn|curl|wget)"
)
# Debian's packages are signed as a release, and browsers and fonts are no part of what is deployed.
NOT_OURS = ("apt-get ",)


def joined(text: str) -> list[str]:
    """Its lines, each with those that continue it, without comments."""
    whole = [" ".join(line.split()) for line in re.sub(r"\\\n", " ", text).splitlines()]
    return [line for line in whole if line and not line.startswith("#")]


def pins(text: str) -> dict[str, str]:
    """Version by name. Raises AssertionError for a line that pins nothing, or not by hash."""
    found = [(line, PIN.fullmatch(line)) for line in joined(text)]
    assert [line for line, match in found if not match] == []
    return {match["name"]: match["version"] for _, match in found if match}


def wanted(file: Path) -> set[str]:
    """The names in a file of requirements, those of the files that it takes in too."""
    names: set[str] = set()
    for line in joined(file.read_text(encoding="utf-8")):
        if line.startswith("-r "):
            names |= wanted(file.parent / line.removeprefix("-r "))
        elif not line.startswith("-c "):
            names.add(re.split(r"[\[=<>~! ;]", line, maxsplit=1)[0])
    return names


def loose(text: str) -> list[str]:
    """The commands that install what is not pinned."""
    asked = [line for line in joined(text) if INSTALLS.search(line) and not line.startswith(NOT_OURS)]
    return [line for line in asked if "--require-hashes" not in line and "npm ci --ignore-scripts" not in line]


@pytest.mark.parametrize("file", LOCKS, ids=lambda file: str(file.relative_to(ROOT)))
def test_every_requirement_is_pinned_by_its_hashes(file: Path) -> None:
    assert pins(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "line",
    [
        "boto3",
        "boto3==1.0",
        "boto3>=1.0 --hash=sha256:" + "a" * 64,
        "boto3==1.* --hash=sha256:" + "a" * 64,
        "boto3==1.0 --hash=md5:" + "a" * 32,
        "boto3 @ https://host.example/boto3.whl --hash=sha256:" + "a" * 64,
        "--index-url https://host.example",
        "-e .",
    ],
)
def test_a_line_that_pins_nothing_is_seen(line: str) -> None:
    with pytest.raises(AssertionError):
        pins(line)


def test_what_is_wanted_is_locked_and_each_lock_has_been_wanted() -> None:
    assert {file.with_suffix(".txt") for file in WANTED} == set(LOCKS)
    for file in WANTED:
        assert wanted(file) <= set(pins(file.with_suffix(".txt").read_text(encoding="utf-8"))), file


def test_what_is_tested_is_what_is_deployed() -> None:
    layer, tested = (
        pins((ROOT / name).read_text()) for name in ("layers/common/requirements.txt", "requirements-dev.txt")
    )
    assert {name: tested.get(name) for name in layer} == layer


@pytest.mark.parametrize("file", RECIPES, ids=lambda file: str(file.relative_to(ROOT)))
def test_nothing_is_installed_that_is_not_pinned(file: Path) -> None:
    assert loose(file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "command",
    [
        "pip install boto3",
        "$(UV) pip sync requirements-dev.txt",
        "uv pip install \\\n  --quiet boto3",
        "uvx ruff",
        "npx axe",
        "npm install",
        "npm ci",
        "curl https://host.example/install.sh | sh",
    ],
)
def test_a_loose_command_is_seen(command: str) -> None:
    assert loose(command)


def test_the_project_asks_for_nothing_beside_the_locks() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert not {"build-system", "dependency-groups"} & set(project)
    assert not {"dependencies", "optional-dependencies", "dynamic"} & set(project["project"])


def test_what_the_browser_tests_take_from_npm_is_pinned_and_names_no_host() -> None:
    text = (BROWSER / "package-lock.json").read_text(encoding="utf-8")
    packages = {name: each for name, each in json.loads(text)["packages"].items() if name}
    asked = json.loads((BROWSER / "package.json").read_text(encoding="utf-8"))["devDependencies"]
    assert {name: packages[f"node_modules/{name}"]["version"] for name in asked} == asked
    assert all(each["integrity"].startswith("sha512-") for each in packages.values())
    assert "://" not in text
    assert "resolved" not in text
