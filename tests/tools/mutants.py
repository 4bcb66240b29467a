"""Change one thing in the rules at a time and see whether their tests notice: `python -m tests.tools.mutants [file …]`.

The rules are those of eligibility (judge/) and those of days and money (DAYS_AND_MONEY), each beside its own tests.
Each mutant runs in a forked child that has read everything else before. What survives is printed with its line; what
is known to mean the same stands in SAME, with the reason. Outside the suite: some minutes on an idle machine.
"""

import ast
import copy
import importlib.abc
import importlib.util
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from shared.commands.tables import say
from shared.policy import Policy

ROOT = Path(__file__).parents[2]
DOMAIN, TESTS = ROOT / "services" / "loans" / "domain", ROOT / "tests" / "unit" / "loans"
JUDGE_TESTS = tuple(f"judge/test_{name}.py" for name in ("judge", "judge_edges", "judge_unknowns", "golden_verdicts"))
DAYS_AND_MONEY = ("interest", "schedule", "settlement", "subsidy")
MONEY_TESTS = ("test_interest_and_schedule.py", "test_settlement.py", "test_golden_interest.py")
BARE = [
    "-x",
    "-q",
    "--noconftest",
    "-o",
    "addopts=--import-mode=importlib -p no:cacheprovider",
    "-o",
    "filterwarnings=",
]
PATIENCE = 120
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
SAME: dict[str, str] = {
    "business: facts.staff > rule['large_over']  →  facts.staff >= rule['large_over']": (
        "it only names the document, and both shares stand in one"
    ),
    "person: months or 0: 0  →  1": "without a term it is asked past the limit only, which is past an earlier day, too",
    "sum: caps.most or 0: 0  →  1": "where a graduate counts, the place names a sum",
    "sum: caps.most or 0: 0  →  -1": "where a graduate counts, the place names a sum",
}


@dataclass(frozen=True, slots=True)
class Mutant:
    """One changed module."""

    module: str
    line: int
    what: str
    tree: ast.Module


def mutants(path: Path) -> Iterator[Mutant]:
    """Yield every mutant of a file."""
    source = ast.parse(path.read_text("utf-8"))
    module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    passed_over, outer = _decorators(source), _choices(source)
    for at, node in enumerate(ast.walk(source)):
        for change in range(0 if id(node) in passed_over else _changes(node)):
            tree = copy.deepcopy(source)
            found = list(ast.walk(tree))[at]
            before, around = ast.unparse(found), outer.get(id(node), "")
            _mutate(found, change)
            what = f"{around}{before}  →  {ast.unparse(found)}"
            yield Mutant(module, getattr(node, "lineno", 0), what, ast.fix_missing_locations(tree))


def _decorators(source: ast.Module) -> set[int]:
    """Return the nodes of decorators: how a class is made is no rule."""
    made = [node for node in ast.walk(source) if isinstance(node, ast.ClassDef | ast.FunctionDef)]
    return {id(one) for node in made for decorator in node.decorator_list for one in ast.walk(decorator)}


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


class _Changed(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives a mutant where its module is asked for."""

    def __init__(self, mutant: Mutant) -> None:
        self.mutant = mutant

    def find_spec(self, name: str, path: object = None, target: object = None) -> importlib.machinery.ModuleSpec | None:
        """Answer for the one module."""
        return importlib.util.spec_from_loader(name, self) if name == self.mutant.module else None

    def exec_module(self, module: object) -> None:
        """Run the changed source."""
        exec(compile(self.mutant.tree, self.mutant.module, "exec"), module.__dict__)  # our own source


def rules() -> list[Path]:
    """Return every module of rules that is tried."""
    judging = [one for one in sorted((DOMAIN / "judge").glob("*.py")) if one.stem not in ("__init__", "reading")]
    return [*judging, *(DOMAIN / f"{name}.py" for name in DAYS_AND_MONEY)]


def tests_of(module: str) -> list[Path]:
    """Return the tests of a module, the quickest first."""
    return [TESTS / name for name in (JUDGE_TESTS if ".judge." in module else MONEY_TESTS)]


def survives(mutant: Mutant) -> bool:
    """Tell whether all tests of the rules pass with a mutant, in a child of this process."""
    child = os.fork()
    if child == 0:
        sys.meta_path.insert(0, _Changed(mutant))
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        import signal  # noqa: PLC0415  # the child alone

        signal.alarm(PATIENCE)
        os._exit(int(pytest.main([*BARE, *map(str, tests_of(mutant.module))])))
    _, status = os.waitpid(child, 0)
    return status == 0


def main() -> None:
    """Try every mutant of the rules, or of the files named."""
    named = sys.argv[1:]
    found = [one for path in rules() if not named or path.name in named for one in mutants(path)]
    Policy.load(ROOT / "services" / "loans" / "policy")  # read once, before the children
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"  # a child needs nothing but the tests
    alive = 0
    for one in found:
        if survives(one):
            reason = SAME.get(f"{one.module.rpartition('.')[2]}: {one.what}")
            alive += reason is None
            said = f"means the same: {reason}" if reason else "SURVIVES"
            say(f"{one.module}:{one.line}  {one.what}  {said}")
    say(f"{len(found)} mutants, {alive} survive without a reason")
    sys.exit(1 if alive else 0)


if __name__ == "__main__":
    main()
