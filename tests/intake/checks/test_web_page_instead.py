"""A login page saved as an export."""


def test_passes(delivery):
    assert delivery.told("web_page_instead") == []


def test_fails(delivery):
    delivery.damage("parent.csv", lambda data: b"<!DOCTYPE html>\n<html><body>Log ind</body></html>\n")
    assert delivery.told("web_page_instead") == ["data/raw/proeve/2024/parent.csv: file: found a web page (HTML), expected an export."]
