"""Imports a handler as Lambda would: `python cold_start.py deliver.app fpdf` fails if that needs what the layer lacks.

Run in a process of its own. Modules named after the handler's must not be loaded by the import. `--all` instead of a
handler imports every module of ours: most are imported when they are first asked for.
"""

import importlib
import importlib.metadata
import re
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from pathlib import Path

FUNCTIONS, LAYER = (Path(__file__).parents[2] / name for name in ("functions", "layers/common"))
REQUIREMENTS = LAYER / "requirements.txt"


class OnlyTheLayer(MetaPathFinder):
    """Hides whatever is installed for developers only."""

    def __init__(self, requirements: str) -> None:
        carried = set(re.findall(r"^([a-z0-9-]+)==", requirements, re.MULTILINE))
        installed = importlib.metadata.packages_distributions().items()
        self.hidden = {name for name, found in installed if not {_plain(each) for each in found} & carried}

    def find_spec(self, name: str, _path: Sequence[str] | None = None, _target: object = None) -> None:
        if name.partition(".")[0] in self.hidden:
            raise ModuleNotFoundError(f"{name} is not in the layer")


def _plain(distribution: str) -> str:
    return distribution.lower().replace("_", "-").replace(".", "-")


def _ours() -> list[str]:
    return [
        ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__")
        for root in (FUNCTIONS, LAYER)
        for path in sorted(root.glob("*/**/*.py"))
    ]


if __name__ == "__main__":
    sys.meta_path.insert(0, OnlyTheLayer(REQUIREMENTS.read_text(encoding="utf-8")))
    for module in _ours() if sys.argv[1] == "--all" else [sys.argv[1]]:
        importlib.import_module(module)
    if loaded := set(sys.argv[2:]) & set(sys.modules):
        sys.exit(f"{sys.argv[1]} loads {loaded} although it may never use it")
