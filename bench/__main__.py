"""`python -m bench [SECTION…] [--write]`: measures and prints; `--write` puts the tables into the docs."""

import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "layers" / "common"), str(ROOT / "functions")]

from bench.sections import main  # noqa: E402 - the paths come first

main(sys.argv[1:])
