"""`python -m bench`: what a document costs, warm, in CPU time of this process. Prints; asserts nothing."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "layers" / "common"))

from bench.pdf import main

main()
