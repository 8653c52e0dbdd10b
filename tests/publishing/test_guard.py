"""A report holds no other municipality's or centre's names or numbers: seen green on a clean page and red on each kind of leak."""

import base64

import pandas as pd
import pytest
from publishing.conftest import shown_row
from publishing.example import CONTENT, SVG, picture

from analysis.publishing.guard import GuardError, everything_readable, guard, names
from analysis.publishing.page import PageFacts, assemble
from analysis.publishing.plan import plan
from analysis.publishing.selection import select


def planned(parameters, audience: str):
    report = "centre-profile" if audience == "centre" else "learning-report"
    return next(entry for entry in plan(parameters, select(parameters, only="billund-2019", report=report)) if entry.audience == audience)


def planned_as(parameters, report: str, only: str):
    return next(entry for entry in plan(parameters, select(parameters, only=only, report=report)))


def page(*more: str) -> str:
    return assemble(CONTENT + "".join(f"<p>{words}</p>" for words in more), PageFacts(title="T"))


def in_kolding(*more: str) -> str:
    return page(*more).replace("Billund", "Kolding")


def found(parameters, audience: str, *words: str, rows=None) -> tuple[str, ...]:
    with pytest.raises(GuardError) as caught:
        guard(page(*words), rows, parameters, planned(parameters, audience))
    return caught.value.found


@pytest.mark.parametrize("audience", ["public", "administration", "centre"])
def test_a_clean_page_passes(parameters, audience):
    rows = pd.DataFrame([shown_row(audience)])
    assert guard(page("Billund Kommune har spurgt."), rows, parameters, planned(parameters, audience)) is None


def test_another_municipality_is_seen(parameters):
    assert found(parameters, "public", "I Kolding er det anderledes") == ("Kolding",)
    assert found(parameters, "administration", "Koldings tal") == ("Kolding",)


def test_own_centres_are_for_the_administration_only(parameters):
    centre = parameters.open_centres("billund", "2019")[0].name
    guard(page(f"{centre} er gået frem"), None, parameters, planned(parameters, "administration"))
    assert found(parameters, "public", f"{centre} er gået frem") == (centre,)


def test_a_centre_sees_its_own_name_and_no_others(parameters):
    own, other = parameters.open_centres("billund", "2019")[:2]
    assert planned(parameters, "centre").subject.centre == own.slug
    guard(page(f"{own.name} er gået frem"), None, parameters, planned(parameters, "centre"))
    assert found(parameters, "centre", f"{own.name} og {other.name}") == (other.name,)


def test_names_inside_pictures_and_attributes_are_seen(parameters):
    other = parameters.open_centres("kolding", "2019")[0].name
    svg = SVG.replace("Trivsel", other)
    drawn = CONTENT.replace(picture(), picture(svg))
    with pytest.raises(GuardError):
        guard(assemble(drawn, PageFacts(title="T")), None, parameters, planned(parameters, "administration"))
    with pytest.raises(GuardError):
        guard(page(f'<a href="https://x/{other}">x</a>'), None, parameters, planned(parameters, "administration"))


def test_a_name_broken_by_markup_is_still_a_name():
    assert "Kolding" in everything_readable("<p>Kol<strong>ding</strong></p>")
    assert "Kolding" in everything_readable("<p>Kold&#105;ng</p>")
    hidden = base64.b64encode(b"<svg ><title>Kolding</title></svg>").decode()
    assert "Kolding" in everything_readable(f'<img src="data:image/svg+xml;base64,{hidden}">')


def test_numbers_of_others_are_seen_in_the_rows_behind_the_page(parameters):
    other = pd.DataFrame([shown_row("public", unit="kolding")])
    assert found(parameters, "public", rows=other) == ("rows of the municipality kolding",)
    centre = pd.DataFrame([shown_row("public", level="centre", unit="dragetidslen")])
    assert found(parameters, "public", rows=centre) == ("rows of the centre dragetidslen",)
    wrong = pd.DataFrame([shown_row("administration")])
    assert found(parameters, "public", rows=wrong) == ("rows for the audience administration",)


def test_a_name_two_municipalities_share_is_its_own(parameters):
    allowed, forbidden = names(parameters, planned(parameters, "administration"))
    assert allowed & forbidden == set()
    assert "Billund" in allowed


def test_a_network_speaks_of_its_own_centres_and_no_other_networks(parameters):
    entry = planned_as(parameters, "network-report", "kolding-2019/nattergalen")
    register = parameters.open_centres("kolding", "2019")
    own = next(centre for centre in register if centre.network == "nattergalen")
    other = next(centre for centre in register if centre.network != "nattergalen")
    others_network = next(network.name for network in parameters.municipality("kolding").networks if network.slug == other.network)
    rows = pd.DataFrame([shown_row("network", unit="kolding"), shown_row("network", level="network", unit="nattergalen"),
                         shown_row("network", level="centre", unit=own.slug)])
    guard(in_kolding(f"{own.name} og Netværk Nattergalen"), rows, parameters, entry)
    with pytest.raises(GuardError) as caught:
        guard(in_kolding(f"{other.name} og {others_network}"), None, parameters, entry)
    assert caught.value.found == tuple(sorted([other.name, others_network]))
    for level, unit in (("network", other.network), ("centre", other.slug), ("municipality", "billund")):
        with pytest.raises(GuardError) as caught:
            guard(in_kolding(), pd.DataFrame([shown_row("network", level=level, unit=unit)]), parameters, entry)
        assert caught.value.found == (f"rows of the {level} {unit}",)


def test_partners_see_the_municipalities_that_agree_and_nothing_below(parameters):
    entry = planned_as(parameters, "programme-report", "2019")
    rows = pd.DataFrame([shown_row("partners", unit=unit) for unit in ("billund", "kolding")])
    guard(page("Billund og Kolding"), rows, parameters, entry)
    with pytest.raises(GuardError) as caught:
        guard(page("I Esbjerg"), pd.DataFrame([shown_row("partners", unit="esbjerg")]), parameters, entry)
    assert caught.value.found == ("Esbjerg", "rows of the municipality esbjerg")
    centre = parameters.open_centres("kolding", "2019")[0]
    with pytest.raises(GuardError) as caught:
        guard(page(centre.name), pd.DataFrame([shown_row("partners", level="centre", unit=centre.slug)]), parameters, entry)
    assert caught.value.found == (centre.name, f"rows of the centre {centre.slug}")
