"""Change one thing of a module at a time: a comparison, a sign, a number, a yes or no."""

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SWAPS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}


@dataclass(frozen=True, slots=True)
class Mutant:
    """One changed module; `inside` a function, or where the module is read."""

    line: int
    what: str
    tree: ast.Module
    inside: bool


def mutants(path: Path) -> Iterator[Mutant]:
    """Yield every mutant of a file."""
    source = ast.parse(path.read_text("utf-8"))
    passed_over, outer, inside, named = _no_rules(source), _choices(source), _bodies(source), _names(source)
    for at, node in enumerate(ast.walk(source)):
        for change in range(0 if id(node) in passed_over else _changes(node)):
            tree = copy.deepcopy(source)
            found = list(ast.walk(tree))[at]
            before, place = ast.unparse(found), inside.get(id(node))
            _mutate(found, change)
            where = f"{place or named.get(id(node), 'the module')}: {outer.get(id(node), '')}"
            what = f"{where}{before}  →  {ast.unparse(found)}"
            yield Mutant(getattr(node, "lineno", 0), what, ast.fix_missing_locations(tree), place is not None)


def _no_rules(source: ast.Module) -> set[int]:
    """Return the nodes of decorators and of types: how a class is made is no rule, and types are held by mypy."""
    beside: list[ast.AST | None] = []
    for node in ast.walk(source):
        match node:
            case ast.ClassDef():
                beside += node.decorator_list
            case ast.FunctionDef():
                beside += [*node.decorator_list, node.returns]
            case ast.arg() | ast.AnnAssign():
                beside.append(node.annotation)
    return {id(one) for top in beside if top is not None for one in ast.walk(top)}


def _bodies(source: ast.Module) -> dict[int, str]:
    """Return the nodes that run when a function is called, with its name."""
    made = [node for node in ast.walk(source) if isinstance(node, ast.FunctionDef)]
    return {id(one): node.name for node in made for line in node.body for one in ast.walk(line)}


def _names(source: ast.Module) -> dict[int, str]:
    """Return for each node of a value that is given a name, as a constant or a field's default, that name."""
    return {
        id(one): ast.unparse(node.target)
        for node in ast.walk(source)
        if isinstance(node, ast.AnnAssign) and node.value is not None
        for one in ast.walk(node.value)
    }


def _choices(source: ast.Module) -> dict[int, str]:
    """Return for each part of an `or` and `and` the whole in words: a bare number does not tell which one it is."""
    whole = [node for node in ast.walk(source) if isinstance(node, ast.BoolOp)]
    return {id(part): f"{ast.unparse(node)}: " for node in whole for part in node.values}


def _changes(node: ast.AST) -> int:
    match node:
        case ast.Compare(ops=[op]) if type(op) in SWAPS:
            return 1
        case ast.BoolOp() | ast.BinOp(op=ast.Add() | ast.Sub()) | ast.UnaryOp(op=ast.Not()):
            return 1
        case ast.Constant(value=bool()):
            return 1
        case ast.Constant(value=int()):
            return 2
        case ast.Constant(value=None):
            return 1
    return 0


def _mutate(node: ast.AST, change: int) -> None:
    match node:
        case ast.Compare():
            node.ops = [SWAPS[type(node.ops[0])]()]
        case ast.BoolOp():
            node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        case ast.BinOp():
            node.op = ast.Sub() if isinstance(node.op, ast.Add) else ast.Add()
        case ast.UnaryOp():
            node.op = ast.UAdd()
            node.operand = ast.Call(ast.Name("bool", ast.Load()), [node.operand], [])
        case ast.Constant(value=bool()):
            node.value = not node.value
        case ast.Constant(value=int()):
            node.value = int(node.value) + (1, -1)[change]  # type: ignore[arg-type]
        case ast.Constant():
            node.value = False
