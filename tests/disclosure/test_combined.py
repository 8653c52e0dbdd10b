"""Network, development and programme reports: nobody else's rows, and nothing that a report of one wave does not show."""

from dataclasses import replace

import pandas as pd
import pytest
from disclosure.conftest import SIZES, entry

from analysis.disclosure.combined import SIDE_BY_SIDE, beside_others, combine, pooled, tells_on_the_withheld
from analysis.disclosure.context import context_of
from analysis.disclosure.meta import report_meta, rule_of
from analysis.disclosure.show import show
from analysis.disclosure.shown_file import read_shown
from analysis.disclosure.stage import make_shown
from analysis.disclosure.tables import HIDDEN, KEY, SHOWN
from analysis.estimates.tables import rows as estimate_rows
from analysis.parameters import Layout, Subject, rounds, side_by_side

KOLDING = Subject("kolding", "2019")


@pytest.fixture(scope="module")
def kolding(parameters) -> pd.DataFrame:
    """One scale in Kolding's centres and networks; the first centre of each of the first two networks is small."""
    found, register = [entry(unit="kolding"), entry(unit="billund")], parameters.open_centres("kolding", "2019")
    seen = []
    for number, centre in enumerate(register):
        first = centre.network not in seen and len(set(seen)) < 2
        at = {"level": "centre", "unit": centre.slug, "n": 4 if first else 20 + number % 9, "value": 480.0 + number}
        found += [entry(**at), entry("centre_estimate", **at)]
        seen.append(centre.network)
    found += [entry(level="network", unit=network.slug, n=150) for network in parameters.municipality("kolding").networks]
    return estimate_rows(found)


def of(parameters, network: str) -> set[str]:
    return {centre.slug for centre in parameters.open_centres("kolding", "2019") if centre.network == network}


def test_a_network_sees_its_own_row_and_its_own_centres(parameters, kolding):
    rule = rule_of(parameters, "network")
    for network in parameters.municipality("kolding").networks:
        rows = show(kolding, parameters, rule, "network", replace(KOLDING, network=network.slug))
        assert set(rows.loc[rows["level"] == "network", "unit"]) == {network.slug}
        assert set(rows.loc[rows["level"] == "centre", "unit"]) == of(parameters, network.slug)
        assert set(rows.loc[rows["level"] == "municipality", "unit"]) == {"kolding"}


def test_a_network_sees_no_cell_the_administration_does_not(parameters, kolding):
    """What the network's leader learns is a part of what the whole pattern was made for."""
    everything = show(kolding, parameters, rule_of(parameters, "administration"), "administration", KOLDING).set_index(KEY)
    for network in parameters.municipality("kolding").networks:
        own = show(kolding, parameters, rule_of(parameters, "network"), "network", replace(KOLDING, network=network.slug)).set_index(KEY)
        assert own["status"].equals(everything.loc[own.index, "status"])
        pd.testing.assert_series_equal(own["value"], everything.loc[own.index, "value"])


def test_a_networks_total_less_its_shown_centres_is_never_one_centre(parameters, kolding):
    """The small centre's network shows its total only where two more of its centres are hidden beside it."""
    for network in parameters.municipality("kolding").networks:
        rows = show(kolding, parameters, rule_of(parameters, "network"), "network", replace(KOLDING, network=network.slug))
        total = rows[(rows["kind"] == "level") & (rows["level"] == "network")]["status"].item()
        hidden = rows[(rows["kind"] == "level") & (rows["level"] == "centre") & (rows["status"] == HIDDEN)]
        assert total == HIDDEN or len(hidden) in (0, *range(3, 50)), network.slug


@pytest.mark.parametrize("size", [1, 2])
def test_a_network_too_small_to_protect_a_centre_has_no_total(parameters, centres, size):
    """Of one or two centres with a small one, the network's own number would be that centre's, or its neighbour's to work out."""
    billund = parameters.municipality("billund")
    tiny = set(centres[:size])
    moved = billund.model_copy(update={
        "networks": tuple(parameters.municipality("kolding").networks[:3]),
        "centres": tuple(centre.model_copy(update={
            "network": "nattergalen" if centre.slug in tiny else ("fyrtoejet", "klods-hans")[number % 2],
        }) for number, centre in enumerate(billund.centres)),
    })
    there = replace(parameters, municipalities=parameters.municipalities | {"billund": moved})
    cells = [entry(), *(entry(level="network", unit=network, n=60) for network in ("nattergalen", "fyrtoejet", "klods-hans")),
             *(entry(level="centre", unit=centre, n=n) for centre, n in zip(centres, SIZES, strict=True))]
    rows = show(estimate_rows(cells), there, rule_of(there, "network"), "network", Subject("billund", "2019", network="nattergalen"))
    assert set(rows.loc[rows["level"] == "centre", "unit"]) == tiny
    assert set(rows.loc[rows["level"].isin(["network", "centre"]), "status"]) == {HIDDEN}
    assert SHOWN in set(rows.loc[rows["level"] == "municipality", "status"])


def test_a_network_that_is_not_there_is_refused(parameters, kolding):
    with pytest.raises(ValueError, match="kolding-2019: no open network 'snedronningen'"):
        show(kolding, parameters, rule_of(parameters, "network"), "network", replace(KOLDING, network="snedronningen"))


def together(*views: list[dict]) -> pd.DataFrame:
    """``combine`` of views in which every row has an estimate behind it."""
    return combine([(pd.DataFrame(view), pd.DataFrame(view)) for view in views])


def test_the_latest_word_on_a_cell_stands_hidden_or_not():
    row = {**dict.fromkeys(KEY, ""), **dict.fromkeys(["n", "n_raters", "n_groups", "value", "low", "high", "q"], float("nan")),
           **dict.fromkeys(["family", "method", "flags"], ""), "audience": "public", "status": SHOWN,
           "kind": "level", "role": "child", "scale": "s", "level": "municipality", "unit": "m", "wave": "2015"}
    level = {**row, "value": 500.0}
    later = {**row, "wave": "2017", "value": 520.0}
    change = {**later, "kind": "change", "contrast": "2015", "value": 20.0}
    both = together([level], [{**level, "value": 501.0}, later, change])
    values = both.set_index(["kind", "wave"])["value"].to_dict()
    assert values == {("level", "2015"): 501.0, ("level", "2017"): 520.0, ("change", "2017"): 20.0}
    unseen = together([level, later, change], [{**row, "status": HIDDEN}])
    assert unseen.set_index(["kind", "wave"])["status"].to_dict() == {
        ("level", "2015"): HIDDEN, ("level", "2017"): SHOWN, ("change", "2017"): HIDDEN,
    }, "the change would give back the level that is hidden now"
    completed = pd.DataFrame([{**row, "status": HIDDEN}])
    kept = combine([(pd.DataFrame([level]), pd.DataFrame([level])), (completed, pd.DataFrame([later]))])
    assert kept["value"].tolist() == [500.0], "a row that only fills a gap has no say"


@pytest.fixture(scope="module")
def made(parameters, billund, kolding, tmp_path_factory):
    """Shown files of Billund over its waves and of the programme's 2019, from made-up estimates and facts."""
    layout = Layout(tmp_path_factory.mktemp("combined"), "laeringsledelse")
    for wave in ("2015", "2017", "2019"):
        path = layout.estimates("billund", wave)
        path.parent.mkdir(parents=True, exist_ok=True)
        # of an earlier wave's file its own rows; in the middle one the municipality's level was another before it was counted again
        levels = billund[(billund["kind"] == "level") & (billund["wave"] == "2019")]
        rows = billund if wave == "2019" else levels.assign(wave=wave, value=444.0)
        rows.to_parquet(path, index=False)
    for place in side_by_side(parameters, "2019"):
        path = layout.estimates(place.slug, "2019")
        if place.slug != "billund":
            path.parent.mkdir(parents=True, exist_ok=True)
            estimate_rows([entry(unit=place.slug), entry(level="programme", unit="laeringsledelse"),
                           entry("answer_share", unit=place.slug, item="i", contrast="1", value=0.5),
                           entry(level="centre", unit=parameters.open_centres(place.slug, "2019")[0].slug)]).to_parquet(path, index=False)
    facts = estimate_rows([entry(level="programme", unit="laeringsledelse", n=3000), entry(unit="esbjerg"),
                           entry("link", level="programme", unit="laeringsledelse", contrast="staff.reading_practice", n=5000, value=0.12)])
    layout.facts("2019").parent.mkdir(parents=True)
    facts.to_parquet(layout.facts("2019"), index=False)
    return layout, facts


def test_development_holds_every_wave_and_each_cell_once(made, parameters):
    layout, _ = made
    about = Subject("billund")
    assert make_shown(parameters, layout, about) == [layout.shown("development-report", audience, about)
                                                      for audience in ("public", "administration")]
    public, meta = read_shown(layout.shown("development-report", "public", about))
    assert set(public["level"]) == {"municipality"}
    assert not public.duplicated(KEY).any()
    levels = public[(public["kind"] == "level") & (public["scale"] == "child_books")].set_index("wave")["value"]
    assert levels.to_dict() == {"2015": 444, "2017": 510, "2019": 510}, "2017 stands in 2019's file as well, which has the last word"
    assert [wave["wave"] for wave in meta["waves"]] == ["2015", "2017", "2019"]
    assert (meta["wave"], meta["handle"], meta["status"]) == ("2019", "billund", "endelig")


def test_development_shows_nothing_its_waves_do_not(made, parameters, centres):
    layout, _ = made
    for audience in ("public", "administration"):
        rows, _ = read_shown(layout.shown("development-report", audience, Subject("billund")))
        views = pd.concat([show(pd.read_parquet(layout.estimates("billund", wave)), parameters, rule_of(parameters, audience), audience,
                                Subject("billund", wave)) for wave in ("2015", "2017", "2019")])
        known = views[views["status"] == SHOWN].set_index([*KEY, "value"]).index
        shown = rows[rows["status"] == SHOWN].set_index([*KEY, "value"]).index
        assert shown.isin(known).all()
        assert not rows["unit"].isin(set(parameters.municipalities) - {"billund"}).any()


def test_partners_see_the_municipalities_that_agree_side_by_side_and_nothing_below(made, parameters):
    layout, _ = made
    about = Subject(wave="2019")
    assert make_shown(parameters, layout, about) == [layout.shown("programme-report", "partners", about)]
    rows, meta = read_shown(layout.shown("programme-report", "partners", about))
    agreeing = [place.slug for place in side_by_side(parameters, "2019")]
    assert set(rows.loc[rows["level"] == "municipality", "unit"]) == set(agreeing)
    assert set(rows["level"]) == {"municipality", "programme"}
    assert set(rows.loc[rows["level"] == "programme", "unit"]) == {"laeringsledelse"}
    assert set(rows["kind"]) <= SIDE_BY_SIDE
    assert "answer_share" not in set(rows["kind"])
    assert [entry["slug"] for entry in meta["municipalities"]] == agreeing == sorted(agreeing)
    assert (meta["municipality"], meta["status"]) == (None, "udkast"), "Kolding's is a draft"
    assert meta["centres"] == meta["networks"] == meta["texts"] == meta["initiatives"] == meta["goals"] == []


def other_choice(parameters, *slugs: str, **choice):
    places = {slug: parameters.municipality(slug).model_copy(update=choice) for slug in slugs}
    return replace(parameters, municipalities=parameters.municipalities | places)


def test_a_municipality_that_does_not_agree_is_not_there_and_cannot_be_computed(made, parameters):
    layout, _ = made
    without = other_choice(parameters, "nordfyn", agrees_to_comparison=False)
    about = Subject(wave="2019")
    make_shown(without, layout, about)
    rows, meta = read_shown(layout.shown("programme-report", "partners", about))
    assert "nordfyn" not in set(rows["unit"]) | {place["slug"] for place in meta["municipalities"]}
    assert rows[(rows["level"] == "programme") & (rows["kind"] == "level")].empty, "the pooled level less the others' would be Nordfyn's"
    assert not rows[(rows["level"] == "programme") & (rows["kind"] == "link")].empty
    shown = [Subject(place.slug, "2019") for place in side_by_side(without, "2019")]
    assert tells_on_the_withheld(without, shown)
    assert not tells_on_the_withheld(parameters, [Subject(place.slug, "2019") for place in side_by_side(parameters, "2019")])
    make_shown(parameters, layout, about)


def test_there_is_no_programme_report_of_three(parameters):
    fewer = other_choice(parameters, "nordfyn", "svendborg", "hedensted", agrees_to_comparison=False)
    assert Subject(wave="2019") in set(rounds(parameters))
    assert len(side_by_side(fewer, "2019")) == 3
    assert not [about for about in rounds(fewer) if not about.municipality]


def test_of_another_municipality_partners_see_levels_not_answers(parameters, billund):
    view = show(billund, parameters, rule_of(parameters, "partners"), "partners", Subject("billund", "2019"))
    assert set(beside_others(view)["level"]) == {"municipality"}
    assert set(beside_others(view)["kind"]) <= SIDE_BY_SIDE


def test_a_pooled_spread_that_would_tell_on_the_one_hidden_centre_is_hidden(parameters, billund, made):
    about = Subject("billund", "2019")
    context = context_of(billund, parameters, "partners", about)
    spread = estimate_rows([entry("spread", level="programme", unit="laeringsledelse", n=3000, n_groups=80)])
    rule = rule_of(parameters, "partners")

    def status(hidden: set[str]) -> str:
        known = {key: replace(pattern, hidden=frozenset(hidden)) for key, pattern in context.patterns.items()}
        return pooled(spread, parameters, rule, {about: replace(context, patterns=known)})["status"].item()

    assert [status(set()), status({"a"}), status({"a", "b"})] == [SHOWN, HIDDEN, SHOWN]


def with_response(kolding: pd.DataFrame, parameters, **of: int) -> pd.DataFrame:
    """Kolding with the response of its networks; ``of``: another number than 140 answers."""
    told = [entry("response", scale="", level="network", unit=network.slug, n=of.get(network.slug, 140), n_groups=160, value=0.875)
            for network in parameters.municipality("kolding").networks]
    return pd.concat([kolding, estimate_rows(told)], ignore_index=True)


def test_a_network_reads_its_own_response_and_none_of_its_centres(parameters, kolding):
    rule = rule_of(parameters, "network")
    rows = show(with_response(kolding, parameters), parameters, rule, "network", replace(KOLDING, network="nattergalen"))
    told = rows[rows["kind"] == "response"]
    assert set(zip(told["level"], told["unit"], strict=True)) == {("network", "nattergalen")}
    assert (told["status"].item(), told["n"].item(), told["n_groups"].item()) == (SHOWN, 140, 160)


def test_a_network_with_few_answers_is_not_what_the_others_leave(parameters, kolding):
    """The municipality's response is public: less four networks' it would be the fifth's."""
    few = with_response(kolding, parameters, nattergalen=3)
    for about in (replace(KOLDING, network="fyrtoejet"), KOLDING):
        audience = "network" if about.network else "administration"
        rows = show(few, parameters, rule_of(parameters, audience), audience, about)
        assert not ((rows["kind"] == "response") & (rows["level"] == "network")).any()


def test_a_network_beside_the_other_centres_goes_with_its_level(parameters, kolding):
    compared = [entry("network_comparison", level="network", unit=network.slug, contrast="other_centres", n=140, n_groups=8, value=12.4)
                for network in parameters.municipality("kolding").networks]
    whole = pd.concat([kolding, estimate_rows(compared)], ignore_index=True)
    rule, own = rule_of(parameters, "network"), replace(KOLDING, network="nattergalen")
    rows = show(whole, parameters, rule, "network", own)
    assert rows[rows["kind"] == "network_comparison"][["status", "value"]].to_numpy().tolist() == [[SHOWN, 12.0]]
    without = whole[~((whole["kind"] == "level") & (whole["level"] == "network"))]
    rows = show(without, parameters, rule, "network", own)
    assert set(rows[rows["kind"] == "network_comparison"]["status"]) == {HIDDEN}


def test_how_far_municipalities_differ_and_what_is_comparable_stand_in_the_programmes_report_alone(made, parameters):
    layout, _ = made
    about = Subject("billund", "2019")
    context = context_of(pd.read_parquet(layout.estimates("billund", "2019")), parameters, "partners", about)
    facts = estimate_rows([entry("municipality_spread", level="programme", unit="laeringsledelse", n=3000, n_groups=6, value=12.3),
                           *(entry("comparability", level="programme", unit="laeringsledelse", n=9000, contrast=contrast, value=2.0)
                             for contrast in ("wave:2017:2019", "wave:2016:2019", "wave:2017:2019:with_all", "gender:girl-boy"))])
    rule = rule_of(parameters, "partners")
    own = show(facts, parameters, rule, "partners", about)
    assert own[own["kind"].isin(["municipality_spread", "comparability"])].empty
    everybody = {Subject(place.slug, "2019"): context for place in side_by_side(parameters, "2019")}
    told = pooled(facts, parameters, rule, everybody)
    assert told[["kind", "contrast", "status"]].to_numpy().tolist() == [
        ["comparability", "wave:2017:2019", SHOWN], ["municipality_spread", "", SHOWN],
    ], "2016 is Kolding's alone, and what goes with a wave's own level is not told"
    fewer = dict(list(everybody.items())[1:])
    assert "municipality_spread" not in set(pooled(facts, parameters, rule, fewer)["kind"]), "with the others shown it is the last one's"


def test_a_networks_page_knows_no_other_network_by_name(parameters):
    meta = report_meta(parameters, "network-report", "network", replace(KOLDING, network="nattergalen"))
    assert meta["network"]["slug"] == "nattergalen"
    assert [network["slug"] for network in meta["networks"]] == ["nattergalen"]
    assert {centre["slug"] for centre in meta["centres"]} == of(parameters, "nattergalen")
    named = {centre["slug"] for centre in meta["centres"]}
    assert all(set(initiative["centres"]) <= named for initiative in meta["initiatives"])
