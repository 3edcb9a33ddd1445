"""axe-core in a page that stays as customers get it: it runs in a world of its own, beyond the page's policy."""

import os
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

AXE = Path(__file__).with_name("node_modules") / "axe-core" / "axe.min.js"
# WCAG 2.0 to 2.2, levels A and AA, and what axe's makers hold to be good practice.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_RUN = """
  axe.run(document, {runOnly: RULES, resultTypes: ['violations'], iframes: false}).then(all => all.violations.flatMap(
    rule => rule.nodes.map(node => `${rule.id} (${rule.impact}): ${rule.help}: ${node.html}: ${node.failureSummary}`)
  ))
"""


@cache
def _source() -> str:
    if not AXE.exists():
        if os.environ.get("CI"):
            pytest.fail("CI must have axe-core: .ci/run installs node and npm, and `make test` then installs it")
        pytest.skip("no axe-core on this machine (install node and npm, then `make test` fetches it)")
    return AXE.read_text(encoding="utf-8")


def complaints(page: Page) -> list[str]:
    """What axe says against the page, a line for each element. Scripts must be allowed in the window: axe waits."""
    inspector = page.context.new_cdp_session(page)
    frame = inspector.send("Page.getFrameTree")["frameTree"]["frame"]["id"]
    world = inspector.send("Page.createIsolatedWorld", {"frameId": frame, "worldName": "axe"})["executionContextId"]
    _evaluate(inspector, world, f"{_source()};0")
    found: list[str] = _evaluate(inspector, world, _RUN.replace("RULES", str(RULES)))
    inspector.detach()
    return [" ".join(each.split()) for each in found]


def _evaluate(inspector: Any, world: int, expression: str) -> Any:
    wanted = {"expression": expression, "contextId": world, "awaitPromise": True, "returnByValue": True}
    answer = inspector.send("Runtime.evaluate", wanted)
    assert "exceptionDetails" not in answer, answer["exceptionDetails"]
    return answer["result"].get("value")
