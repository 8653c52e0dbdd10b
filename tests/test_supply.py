"""What the project stands on is written down, package by package."""

from analysis.commands.supply import licence, licences_page, pinned

LOCK = """alpha==1.2.0 ; python_full_version == '3.12.*' \\
    --hash=sha256:00
beta-gamma==3.0 \\
    --hash=sha256:11
    # via alpha
pandas==3.1.1 \\
    --hash=sha256:22
"""


def test_every_pinned_package_is_read_from_the_lock():
    assert pinned(LOCK) == {"alpha": ("1.2.0", "python_full_version == '3.12.*'"), "beta-gamma": ("3.0", ""), "pandas": ("3.1.1", "")}


def test_a_licence_is_what_the_package_states():
    assert "BSD" in licence("pandas")
    assert licence("no-such-package") == ""
    page = licences_page(LOCK)
    assert "| pandas | 3.1.1 | BSD" in page
    assert "| alpha | 1.2.0 | not installed here (python_full_version == '3.12.*') |" in page


def test_the_page_of_licences_has_every_package_of_the_lock_and_no_other(root):
    lock = pinned((root / "requirements.lock").read_text(encoding="utf-8"))
    lines = [line.split("|") for line in (root / "docs" / "licences.md").read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    told = {cells[1].strip(): cells[2].strip() for cells in lines if cells[1].strip() != "package"}
    assert told == {name: version for name, (version, _) in lock.items()}, "make licences writes the page again"
