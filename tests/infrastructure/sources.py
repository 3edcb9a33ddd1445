"""Questions to the code, asked of its syntax trees: nothing is imported and nothing runs."""

import ast
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from tests.infrastructure.stack import DUNLIN, FUNCTIONS

WIRING = sorted((DUNLIN / "wiring").glob("*.py"))
VARIABLE = re.compile(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)+")


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def strings(node: ast.AST) -> Iterator[str]:
    """Every string in the code."""
    for each in ast.walk(node):
        if isinstance(each, ast.Constant) and isinstance(each.value, str):
            yield each.value


def variables_read() -> set[str]:
    """Whatever looks like an environment variable in `dunlin.settings`, the only module that may read them."""
    return {text for text in strings(tree(DUNLIN / "settings.py")) if VARIABLE.fullmatch(text)}


def readers_of_the_environment() -> set[str]:
    return {module(path) for path in product_files() if _reads_environment(tree(path))}


def product_files() -> list[Path]:
    return [path for root in (DUNLIN, FUNCTIONS) for path in sorted(root.rglob("*.py"))]


def module(path: Path) -> str:
    """`dunlin.adapters.ses` for its file."""
    base = DUNLIN.parent if path.is_relative_to(DUNLIN) else FUNCTIONS
    return ".".join(path.relative_to(base).with_suffix("").parts).removesuffix(".__init__")


def imports(node: ast.AST) -> set[str]:
    """Every module named in an import, and `module.name` for each name taken from one."""
    found: set[str] = set()
    for each in ast.walk(node):
        if isinstance(each, ast.Import):
            found |= {alias.name for alias in each.names}
        if isinstance(each, ast.ImportFrom) and each.module:
            found |= {each.module, *(f"{each.module}.{alias.name}" for alias in each.names)}
    return found


def names(node: ast.AST) -> set[str]:
    """Every name and attribute that the code mentions."""
    found = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
    return found | {each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute)}


type Mark = Callable[[ast.AST], bool]
"""Tells the piece of code that a test is looking for."""


def packages_leading_to(mark: Mark) -> set[str]:
    """The function packages with marked code, or that mention a module or a factory of `wiring` that leads to some."""
    modules = _modules_leading_to(mark)
    wanted = modules | _factories_leading_to(mark, modules)
    files = [path for path in product_files() if path.is_relative_to(FUNCTIONS)]
    mentioning = [path for path in files if mark(tree(path)) or (names(tree(path)) | _taken(tree(path))) & wanted]
    return {path.relative_to(FUNCTIONS).parts[0] for path in mentioning}


def _modules_leading_to(mark: Mark) -> set[str]:
    """The marked modules of `dunlin` and those that import them, one through another; `wiring` imports everything."""
    others = [path for path in product_files() if path.is_relative_to(DUNLIN) and path not in WIRING]
    found = {module(path) for path in others if mark(tree(path))}
    while reached := {module(path) for path in others if imports(tree(path)) & found} - found:
        found |= reached
    return found


def _factories_leading_to(mark: Mark, modules: set[str]) -> set[str]:
    """The functions of `wiring` with marked code, that take something from these modules, or use such a function."""
    taken = {each.rpartition(".") for lane in WIRING for each in imports(tree(lane))}
    found = {name for parent, _, name in taken if parent in modules or f"{parent}.{name}" in modules}
    defined = [each for lane in WIRING for each in tree(lane).body if isinstance(each, ast.FunctionDef)]
    found |= {each.name for each in defined if mark(each)}
    while reached := {each.name for each in defined if (names(each) | _taken(each)) & found} - found:
        found |= reached
    return found & {each.name for each in defined}


def _taken(node: ast.AST) -> set[str]:
    modules = imports(node)
    return modules | {name.rpartition(".")[2] for name in modules}


def clients() -> set[str]:
    """The AWS services that the code makes clients of."""
    calls = (each for path in product_files() for each in ast.walk(tree(path)) if isinstance(each, ast.Call))
    made = (call for call in calls if isinstance(call.func, ast.Attribute | ast.Name) and _name(call.func) in _MAKERS)
    return {text for call in made for text in strings(ast.Tuple(elts=call.args)) if re.fullmatch("[a-z0-9-]+", text)}


_MAKERS = {"client", "resource"}


def _name(node: ast.Attribute | ast.Name) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id


def _reads_environment(node: ast.Module) -> bool:
    return bool({"environ", "getenv"} & names(node) or {"os.environ", "os.getenv"} & imports(node))
