"""The page in a real browser: it fits a screen of 390 px and of 320 (1280 px at 400 %), axe-core finds nothing on it, it prints with its
marks. Skips without a browser; axe-core is looked for where ``.ci/run`` puts it."""

import html
import json
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
AXE = ROOT / "build" / "browser" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
TYPES = ("learning-report", "centre-profile", "method-report", "development-report", "network-report", "programme-report",
         "brief", "parents-page", "dialogue-cards")
MADE = [f"{name}{tail}" for name in TYPES for tail in ("", ".en") if (name, tail) != ("method-report", ".en")] + ["index"]
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


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_nothing_reaches_beyond_the_screen(tmp_path, width):
    assert overflow(tmp_path, assemble(CONTENT, FACTS), width) == 0


def test_too_wide_a_page_is_seen(tmp_path):
    wide = assemble(CONTENT, FACTS).replace("<h2 id=", '<p style="width:900px">x</p><h2 id=', 1)
    assert overflow(tmp_path, wide, 390) > 300


def made(name: str) -> str:
    """A made report of one type, final or draft, the longest there is; skips where there is none."""
    there = (path for path in (ROOT / "reports").rglob("*.html") if path.name.replace(".udkast", "") == f"{name}.html")
    found = sorted(there, key=lambda path: path.stat().st_size)
    if not found:
        pytest.skip("no such report yet: `make reports` makes them")
    return found[-1].read_text(encoding="utf-8")


@pytest.mark.parametrize("width", [320, 390])
@pytest.mark.parametrize("name", MADE)
def test_a_made_report_fits_a_phone(tmp_path, name, width):
    assert overflow(tmp_path, made(name), width) == 0


def violations(tmp_path: Path, page: str, width: int) -> dict[str, list[str]]:
    """Rule -> the places where axe-core finds it broken, on a screen of ``width`` with all details open."""
    if not AXE.is_file():
        pytest.skip(f"no axe-core here ({AXE.relative_to(ROOT)}): npm install --no-save --prefix build/browser axe-core")
    shutil.copy(AXE, tmp_path / "axe.min.js")
    asked = json.dumps({"runOnly": [*RULES], "resultTypes": ["violations"]})
    probe = (
        f'<script src="axe.min.js"></script><script>axe.run(document, {asked}).then(found => {{ const out = parent.document;'
        "out.getElementById('out').textContent = 'axe ' + JSON.stringify(found.violations.map(one =>"
        "[one.id, one.nodes.map(node => node.target.join(' '))])) })</script></body>"
    )
    page = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page.replace("<details>", "<details open>"))
    (tmp_path / "page.html").write_text(page.replace("</body>", probe), encoding="utf-8")
    (tmp_path / "frame.html").write_text(
        f'<iframe id="f" src="page.html" width="{width}" height="2000" style="border:0"></iframe><p id="out"></p>', encoding="utf-8"
    )
    told = run(tmp_path, "--virtual-time-budget=60000", "--dump-dom", f"file://{tmp_path}/frame.html")
    found = re.search(r'<p id="out">axe (.*?)</p>', told, re.DOTALL)
    assert found, "axe-core did not finish"
    return dict(json.loads(html.unescape(found[1])))


@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_on_the_page(tmp_path, width):
    assert violations(tmp_path, assemble(CONTENT, FACTS), width) == {}


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("name", MADE)
def test_axe_finds_nothing_on_a_made_report(tmp_path, name, width):
    assert violations(tmp_path, made(name), width) == {}


@pytest.mark.parametrize(
    ("good", "broken", "rule"),
    [
        ('<html lang="da">', "<html>", "html-has-lang"),
        ('aria-label="Trivsel 512 point"', 'aria-label=""', "role-img-alt"),
        ('<th scope="col">Gruppe</th>', '<td style="color:#bbb">Gruppe</td>', "color-contrast"),
        ('<h2 id="boernenes-svar">', '<h2 id="boernenes-svar"><a href="#x"></a>', "link-name"),
    ],
)
def test_a_broken_page_is_seen(tmp_path, good, broken, rule):
    page = assemble(CONTENT, FACTS)
    assert good in page
    assert rule in violations(tmp_path, page.replace(good, broken, 1), 1280)


def test_printed_it_bears_its_marks(tmp_path):
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext is not on this machine")
    (tmp_path / "page.html").write_text(assemble(CONTENT, FACTS), encoding="utf-8")
    run(tmp_path, "--no-pdf-header-footer", f"--print-to-pdf={tmp_path / 'page.pdf'}", f"file://{tmp_path}/page.html")
    text = subprocess.run(["pdftotext", str(tmp_path / "page.pdf"), "-"], capture_output=True, text=True, check=True).stdout
    pages = text.split("\f")[:-1]
    assert len(pages) > 1
    assert all("Syntetiske data" in page and "Ikke til offentliggørelse" in page for page in pages)
