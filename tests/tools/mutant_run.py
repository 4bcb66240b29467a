"""Run the tests of a module once for each of its mutants, each time in a forked child that has read them before."""

import gc
import importlib.abc
import importlib.util
import mmap
import os
import resource
import signal
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import CodeType, FunctionType

import pytest

from tests.tools.mutations import Mutant

ROOT = Path(__file__).parents[2]
BARE = ["-q", "--noconftest", "-o", "addopts=--import-mode=importlib -p no:cacheprovider", "-o", "filterwarnings="]
PATIENCE = 12  # seconds of processor: a mutant that runs for ever is found, too
ROOM = 512 * 1024**2  # bytes, for the same reason
PASSED, NOTICED, BROKEN = 0, 1, 77


class Broken(Exception):
    """The tests do not pass without a mutant, or a mutant could not take its place."""


def survivors(path: Path, tests: Sequence[Path], found: Sequence[Mutant]) -> list[Mutant]:
    """Return the mutants of a file with which all its tests pass; raises Broken."""
    asked = list(map(str, tests))
    if _ends(lambda: int(pytest.main([*BARE, *asked]))) != PASSED:
        raise Broken(f"{path.stem}: its tests do not pass as it is")
    outside = [one for one in found if not one.inside and _ends(lambda one=one: _read_anew(path, one, asked)) == PASSED]
    return outside + _inside(path, asked, [one for one in found if one.inside])


def _ends(work: Callable[[], int]) -> int:
    """Return how a piece of work ends in a child of this process; by a signal is noticed."""
    child = os.fork()
    if child == 0:
        _hush()
        try:
            os._exit(work())
        finally:
            os._exit(NOTICED)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if status == BROKEN:
        raise Broken("a mutant could not take its place")
    return status


def _hush() -> None:
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    resource.setrlimit(resource.RLIMIT_DATA, (ROOM, ROOM))


def _read_anew(path: Path, mutant: Mutant, tests: Sequence[str]) -> int:
    """Run the tests where the module is read in its changed form."""
    import sys  # noqa: PLC0415  # the child alone changes how modules are found

    sys.meta_path.insert(0, _Changed(path, mutant))
    signal.setitimer(signal.ITIMER_PROF, PATIENCE)
    return int(pytest.main([*BARE, "-x", *tests]))


class _Changed(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives a mutant where its module is asked for."""

    def __init__(self, path: Path, mutant: Mutant) -> None:
        self.name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        self.code = compile(mutant.tree, str(path), "exec")

    def find_spec(self, name: str, path: object = None, target: object = None) -> importlib.machinery.ModuleSpec | None:
        """Answer for the one module."""
        return importlib.util.spec_from_loader(name, self) if name == self.name else None

    def exec_module(self, module: object) -> None:
        """Run the changed source."""
        exec(self.code, module.__dict__)  # our own source


def _inside(path: Path, tests: Sequence[str], found: Sequence[Mutant]) -> list[Mutant]:
    """Return the survivors among the mutants of functions: a child reads the tests and tries one after another."""
    reading, writing = os.pipe()
    host = os.fork()
    if host == 0:
        os.close(reading)
        _hush()
        try:
            pytest.main([*BARE, *tests], plugins=[_Host(path, found, writing)])
        finally:
            os._exit(NOTICED)
    os.close(writing)
    with os.fdopen(reading) as said:
        lines = said.read().split()
    if os.waitstatus_to_exitcode(os.waitpid(host, 0)[1]) != PASSED:
        raise Broken(f"{path.stem}: not all of its mutants could be tried")
    return [found[int(n)] for n in lines]


class _Host:
    """Takes pytest's place once the tests are collected."""

    def __init__(self, path: Path, found: Sequence[Mutant], writing: int) -> None:
        self.path, self.found, self.writing = str(path), found, writing
        self.functions: list[FunctionType] = []
        self.items: list[pytest.Item] = []
        self.noticed_by = mmap.mmap(-1, 4)  # a child tells this process which test it was

    def pytest_runtestloop(self, session: pytest.Session) -> None:
        """Try every mutant and write the numbers of those that survive."""
        every = gc.get_objects()
        self.functions = [one for one in every if isinstance(one, FunctionType) and self._is_ours(one.__code__)]
        self.items = list(session.items)
        gc.freeze()
        for n, mutant in enumerate(self.found):
            if _ends(lambda mutant=mutant: self._tried(mutant)) == PASSED:
                os.write(self.writing, f"{n}\n".encode())
            else:  # what noticed one notices its neighbours, too
                self.items.insert(0, self.items.pop(int.from_bytes(self.noticed_by[:])))
        os._exit(PASSED)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """End the child at the first test that notices."""
        if report.failed:
            os._exit(NOTICED)

    def _tried(self, mutant: Mutant) -> int:
        signal.setitimer(signal.ITIMER_PROF, PATIENCE)
        changed = {_place(one): one for one in _codes(compile(mutant.tree, self.path, "exec"))}
        other = [one for one in self.functions if changed[_place(one.__code__)] != one.__code__]
        if not other:
            return BROKEN
        for one in other:
            one.__code__ = changed[_place(one.__code__)]
        for n, (item, following) in enumerate(zip(self.items, [*self.items[1:], None], strict=True)):
            self.noticed_by[:] = n.to_bytes(4)
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        return PASSED

    def _is_ours(self, code: CodeType) -> bool:
        return code.co_filename == self.path


def _place(code: CodeType) -> tuple[str, int]:
    return code.co_qualname, code.co_firstlineno


def _codes(code: CodeType) -> Iterator[CodeType]:
    """Yield every code object below a module's."""
    for one in code.co_consts:
        if isinstance(one, CodeType):
            yield one
            yield from _codes(one)
