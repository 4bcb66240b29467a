"""Our own code as trees, for tests about how it is written."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ("services", "shared")


@dataclass(frozen=True)
class Module:
    """One file of ours: where, its text, its tree."""

    path: str
    text: str

    @property
    def tree(self) -> ast.Module:
        return _tree(self.text)

    @property
    def lines(self) -> int:
        return self.text.count("\n")

    def imports(self) -> Iterator[tuple[str, int]]:
        """Every imported module name, with its line."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from ((one.name, node.lineno) for one in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield node.module, node.lineno

    def functions(self) -> Iterator[tuple[str, int]]:
        """Every function's name and how many lines it has, docstring left out."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node.name, _length(node)


@cache
def _tree(text: str) -> ast.Module:
    return ast.parse(text)


def _length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    first = node.body[0]
    documented = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    doc = (first.end_lineno or 0) - first.lineno + 1 if documented else 0
    inner = sum(
        (one.end_lineno or 0) - one.lineno + 1
        for one in node.body
        if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    return (node.end_lineno or 0) - node.lineno + 1 - doc - inner


@cache
def modules(*folders: str) -> tuple[Module, ...]:
    """Every Python file below some folders of ours."""
    files = sorted(path for folder in folders or PRODUCT for path in (ROOT / folder).rglob("*.py"))
    return tuple(Module(str(path.relative_to(ROOT)), path.read_text("utf-8")) for path in files)
