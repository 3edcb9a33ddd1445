"""What the browser tests take from npm: pinned by hash, from whatever registry the machine uses."""

import json

from tests.infrastructure.stack import ROOT

FOLDER = ROOT / "tests" / "browser"


def test_every_package_is_pinned_by_its_hash_and_the_lock_names_no_host() -> None:
    text = (FOLDER / "package-lock.json").read_text()
    packages = {name: each for name, each in json.loads(text)["packages"].items() if name}
    assert "node_modules/axe-core" in packages
    assert all(each["integrity"].startswith("sha512-") for each in packages.values())
    assert "://" not in text
    assert "resolved" not in text


def test_nothing_that_is_installed_runs_on_installing() -> None:
    assert "npm ci --ignore-scripts" in (ROOT / "Makefile").read_text()
