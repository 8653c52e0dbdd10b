"""The page in a real browser: nothing reaches beyond a screen of 390 px, and it prints with its marks. Skips without one."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from publishing.example import CONTENT

from analysis.publishing.page import PageFacts, assemble

pytestmark = pytest.mark.heavy

BROWSER = next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None)
if BROWSER is None:
    pytest.skip("no browser on this machine", allow_module_level=True)

ROOT = Path(__file__).resolve().parents[2]
FACTS = PageFacts(title="Læringsrapport", audience="administration", synthetic=True, municipality="Billund Kommune")


def run(tmp_path: Path, *words: str) -> str:
    """One run of the browser, with nothing of its own to fetch."""
    options = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-dev-shm-usage",
        "--allow-file-access-from-files",
        f"--user-data-dir={tmp_path / 'profile'}",
    ]
    return subprocess.run([BROWSER, *options, *words], capture_output=True, text=True, timeout=120, check=True).stdout


def overflow(tmp_path: Path, page: str, width: int) -> int:
    """Pixels by which the page is wider than a screen of ``width``, all details open."""
    (tmp_path / "page.html").write_text(page.replace("<details>", "<details open>"), encoding="utf-8")
    (tmp_path / "frame.html").write_text(
        f'<iframe id="f" src="page.html" width="{width}" height="2000" style="border:0"></iframe><p id="out"></p><script>'
        "onload = () => { const d = document.getElementById('f').contentDocument.documentElement;"
        "document.getElementById('out').textContent = 'overflow ' + (d.scrollWidth - d.clientWidth) }</script>",
        encoding="utf-8",
    )
    told = run(tmp_path, "--virtual-time-budget=3000", "--dump-dom", f"file://{tmp_path}/frame.html")
    return int(re.search(r"overflow (-?\d+)", told)[1])


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_reaches_beyond_the_screen(tmp_path, width):
    assert overflow(tmp_path, assemble(CONTENT, FACTS), width) == 0


def test_too_wide_a_page_is_seen(tmp_path):
    wide = assemble(CONTENT, FACTS).replace("<h2 id=", '<p style="width:900px">x</p><h2 id=', 1)
    assert overflow(tmp_path, wide, 390) > 300


@pytest.mark.parametrize("name", ["learning-report", "centre-profile", "method-report"])
def test_a_made_report_fits_a_phone(tmp_path, name):
    found = sorted((ROOT / "reports").rglob(f"{name}.html"))
    if not found:
        pytest.skip("no reports yet: `make reports` makes them")
    assert overflow(tmp_path, found[0].read_text(encoding="utf-8"), 390) == 0


def test_printed_it_bears_its_marks(tmp_path):
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext is not on this machine")
    (tmp_path / "page.html").write_text(assemble(CONTENT, FACTS), encoding="utf-8")
    run(tmp_path, "--no-pdf-header-footer", f"--print-to-pdf={tmp_path / 'page.pdf'}", f"file://{tmp_path}/page.html")
    text = subprocess.run(["pdftotext", str(tmp_path / "page.pdf"), "-"], capture_output=True, text=True, check=True).stdout
    pages = text.split("\f")[:-1]
    assert len(pages) > 1
    assert all("Syntetiske data" in page and "Ikke til offentliggørelse" in page for page in pages)
