"""`python -m bench`: what a document costs, warm, in CPU time of this process; and what AWS charges for a million
invoices, from counted units. Prints; asserts nothing. `python -m bench dollars` prints one of them.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "layers" / "common"), str(ROOT / "functions")]

from bench import dollars, pdf  # noqa: E402 - after the paths

PARTS = {"pdf": pdf.main, "dollars": dollars.main}

for name in sys.argv[1:] or PARTS:
    PARTS[name]()
