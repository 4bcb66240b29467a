"""Small modules, small functions, names that say something."""

import ast
from statistics import median

from tests.architecture.source import ROOT, modules

LONGEST_MODULE = 300
LONGEST_CASES = 510  # a file of tests is as long as the list of its cases; what serves tests is code as any other
LONGEST_PARTS = 400  # a template reads one sheet of parts, however many there are
LONGEST_FUNCTION = 40
USUAL_FUNCTION = 8
EMPTY_NAMES = {"utils", "helpers", "common", "misc", "manager", "base", "impl"}
ALL = modules("services", "shared", "deploy", "benchmarks", "simulator")
TESTS = modules("tests")
PAGES = ("frontend/sass/*.scss", "frontend/js/*.js", "frontend/*.js", "s*/**/templates/**/*.html")


def most(path: str) -> int:
    """Return how many lines a file may have."""
    if path == "shared/web/templates/parts.html":
        return LONGEST_PARTS
    return LONGEST_CASES if path.rpartition("/")[2].startswith("test_") else LONGEST_MODULE


def test_no_module_is_longer_than_300_lines_and_no_list_of_cases_without_end():
    assert [(one.path, one.lines) for one in (*ALL, *TESTS) if one.lines > most(one.path)] == []


def test_no_sheet_script_or_template_is_longer_than_a_module():
    files = [path for pattern in PAGES for path in ROOT.glob(pattern)]
    assert {path.suffix for path in files} == {".scss", ".js", ".html"}
    sizes = {str(path.relative_to(ROOT)): path.read_text("utf-8").count("\n") for path in files}
    assert {path: size for path, size in sizes.items() if size > most(path)} == {}


def test_no_function_is_longer_than_40_lines():
    found = [(one.path, name, size) for one in ALL for name, size in one.functions() if size > LONGEST_FUNCTION]
    assert found == []


def test_the_usual_function_has_8_lines_or_fewer():
    assert median(size for one in modules("services", "shared") for _, size in one.functions()) <= USUAL_FUNCTION


def test_no_module_has_a_name_that_says_nothing():
    parts = {(one.path, part) for one in ALL for part in one.path.removesuffix(".py").split("/")}
    assert sorted(pair for pair in parts if pair[1] in EMPTY_NAMES) == []


def test_every_module_begins_with_one_sentence_saying_what_it_is_for():
    silent = [one.path for one in modules("services", "shared") if one.text.strip() and not ast.get_docstring(one.tree)]
    assert silent == []


def test_no_import_is_relative():
    relative = [
        (one.path, node.lineno)
        for one in modules()
        for node in ast.walk(one.tree)
        if isinstance(node, ast.ImportFrom) and node.level
    ]
    assert relative == []
