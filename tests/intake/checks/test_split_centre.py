"""A centre that was split between two waves."""

from datetime import date

from analysis.parameters import Centre

SPLIT = {"closed": date(2023, 7, 31), "split_into": [{"centre": "eta", "sites": ["alfa-nord"]}, {"centre": "theta"}]}


def split(delivery):
    """Alfa was split into Eta, with its site Nord, and Theta."""
    alfa, *others = delivery.parameters.municipalities["by"].centres
    parts = [Centre(slug=slug, name=slug.title(), codes=(code,)) for slug, code in (("eta", "C7"), ("theta", "C8"))]
    return delivery.put(municipality={"centres": (Centre(**alfa.model_dump() | SPLIT), *others, *parts)})


def by_site(before):
    """Everybody in Alfa said so by the site's code."""
    for rows in before.rows.values():
        for row in rows:
            if row["inst"] == "C1":
                row["inst"] = "C1-1"


def test_passes_where_sites_say_which_part(delivery):
    assert split(delivery.after(by_site)).told("split_centre") == []


def test_fails_where_they_do_not(delivery):
    told = split(delivery.after()).told("split_centre")
    assert len(told) == 1
    assert "by.yml: centres.alfa.split_into: found 29 of 41 forms of 2022 that name no site of eta and theta" in told[0]
