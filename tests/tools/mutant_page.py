"""docs/mutants.md: how many mutants each module of rules has, and what became of them."""

import re
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "mutants.md"
ROW = re.compile(r"^\| ([a-z_/]+) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|$", re.MULTILINE)
HEAD = """# Changed rules that the tests must notice

`make mutants` writes this page. In every module of loan rules one thing at a time is changed (a comparison, a sign, a
number, yes and no, and and or), then the module's own tests run; what they do not notice survives. What means the same
stands with its reason in `tests/tools/same.py`. Rules of the list in `tests/tools/mutants.py` without a row have not
been tried to the end yet.

| Rules | Mutants | Noticed | Mean the same | Survive |
|---|---|---|---|---|
"""


def write(name: str, mutants: int, noticed: int, same: int) -> None:
    """Write the row of one module; the others stay."""
    known = {found[0]: tuple(map(int, found[1:])) for found in ROW.findall(_text())}
    known[name] = (mutants, noticed, same, mutants - noticed - same)
    total = [sum(column) for column in zip(*known.values(), strict=True)]
    rows = [*sorted(known.items()), ("**together**", total)]
    lines = (f"| {name} | {' | '.join(map(str, figures))} |\n" for name, figures in rows)
    PAGE.write_text(HEAD + "".join(lines), "utf-8")


def _text() -> str:
    return PAGE.read_text("utf-8") if PAGE.exists() else ""
