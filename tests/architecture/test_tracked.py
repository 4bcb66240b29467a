"""No tracked file names the address of a package registry or a path of one machine."""

import re
import subprocess

from tests.architecture.source import ROOT

SELF = "tests/architecture/test_tracked.py"
REGISTRIES = r"files\.pythonhosted|pypi\.org|registry\.npmjs|repo1?\.maven|deb\.debian|artifactory|/simple/?$"
PATHS = r"(?<![\w.{}$/])/(?:work|root|home)/|(?<![\w.{}$/])/tmp/"
BAD = re.compile(f"{REGISTRIES}|{PATHS}", re.MULTILINE)


def tracked() -> list[str]:
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [name for name in done.stdout.split("\0") if name]


def test_no_tracked_file_names_a_registry_or_a_path_of_one_machine():
    found = []
    for name in tracked():
        path = ROOT / name
        if name == SELF or not path.exists() or path.suffix in (".xlsx", ".png", ".mo"):
            continue
        match = BAD.search(path.read_text("utf-8", errors="replace"))
        if match:
            found.append((name, match[0]))
    assert found == []


def test_the_check_catches_a_planted_one():
    assert BAD.search("index-url = https://pypi.org/simple")
    assert BAD.search('open("/tmp/x")')
    assert not BAD.search("url_for('/applicant/home/')")


def test_nothing_built_or_third_party_is_committed():
    built = re.compile(r"(^|/)(node_modules|__pycache__|static|\.venv|\.local)/|\.(mo|pyc|jar|woff2?|min\.js)$")
    assert [name for name in tracked() if built.search(name)] == []


def test_no_file_is_left_half_done():
    words = re.compile(
        r"\b(?:TODO|FIXME|XXX|HACK)\b|raise NotImplementedError|pytest\.mark\.(?:skip|xfail)|lorem ipsum", re.I
    )
    code = [name for name in tracked() if name.endswith((".py", ".html", ".js", ".scss")) and name != SELF]
    found = [
        (name, match[0])
        for name in code
        if (ROOT / name).exists() and (match := words.search((ROOT / name).read_text("utf-8")))
    ]
    assert found == []
