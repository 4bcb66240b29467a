"""What the frontend build gives: small, versioned, and nothing that the content policy refuses."""

import gzip
import json
import re
from pathlib import Path

import pytest

from shared.web.assets import STATIC, asset

SHEETS = ["applicant.css", "staff.css", "timetable.css", "paper.css"]
REPOSITORY = Path(__file__).parents[4]


@pytest.fixture(autouse=True)
def built() -> None:
    assert (STATIC / "manifest.json").exists(), "run: cd frontend && npm ci && npm run build"


def test_a_phone_loads_at_most_28_kb_of_styles_and_7_kb_over_the_air():
    sheet = (STATIC / "applicant.css").read_bytes()
    assert len(sheet) <= 28 * 1024
    assert len(gzip.compress(sheet, 9)) <= 7 * 1024


def test_a_desk_loads_at_most_46_kb_of_styles():
    assert len((STATIC / "staff.css").read_bytes()) <= 46 * 1024


@pytest.mark.parametrize("name", SHEETS)
def test_no_sheet_holds_a_data_address_or_a_missing_picture(name):
    sheet = (STATIC / name).read_text("utf-8")
    assert "data:" not in sheet
    pictures = re.findall(r'url\("?([^")?]+)\?v=\w+"?\)', sheet)
    assert len(pictures) == sheet.count("url(")
    assert all((STATIC / picture).exists() for picture in pictures)


@pytest.mark.parametrize("name", SHEETS[:2])
def test_every_bootstrap_variable_that_is_read_is_also_set(name):
    sheet = (STATIC / name).read_text("utf-8")
    read = set(re.findall(r"var\((--bs-[\w-]+)\)", sheet))
    assert read - set(re.findall(r"(--bs-[\w-]+):", sheet)) == set()


@pytest.mark.parametrize("name", SHEETS[:3])
def test_no_sheet_has_shadows_gradients_or_motion(name):
    flat = r"box-shadow:none|box-shadow:inset 0 0 0 9999px|transition:none|animation:none"  # a table cell's ground
    sheet = re.sub(flat, "", (STATIC / name).read_text("utf-8"))
    assert re.findall(r"box-shadow|gradient\(|transition:|animation:|@keyframes", sheet) == []


@pytest.mark.parametrize("name", ["edge.svg", "selvedge.svg", "band.svg", "mark.svg"])
def test_a_band_is_under_a_kilobyte(name):
    assert (STATIC / name).stat().st_size < 1024


def test_a_built_file_has_an_address_that_changes_with_its_content():
    assert re.fullmatch(r"/static/staff\.css\?v=[0-9a-f]{10}", asset("staff.css"))
    assert asset("not-built.css") == "/static/not-built.css"


def test_the_lock_file_names_exact_versions_and_no_address():
    lock = json.loads((REPOSITORY / "frontend/package-lock.json").read_text("utf-8"))
    assert "resolved" not in json.dumps(lock)
    wanted = json.loads((REPOSITORY / "frontend/package.json").read_text("utf-8"))
    for name, version in {**wanted["dependencies"], **wanted["devDependencies"]}.items():
        assert lock["packages"][f"node_modules/{name}"]["version"] == version


def test_no_template_has_inline_style_or_script():
    templates = list((REPOSITORY / "shared/web/templates").glob("*.html"))
    templates += REPOSITORY.glob("services/*/web/templates/**/*.html")
    found = {
        path.name: re.findall(r'\sstyle="|<style|<script(?![^>]*\ssrc=)|\son(?!ce=)\w+="|href="javascript:', text)
        for path in templates
        if (text := path.read_text("utf-8"))
    }
    assert {name: signs for name, signs in found.items() if signs} == {}
