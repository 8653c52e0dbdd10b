"""From drawn answers to recommendations: few and weak where nothing is planted, about what fell where something did, and of the embedded
programme's planted stories as often as the story is found and an entry is taken for it.

Where nothing is planted and where half fell the path is the library's own, whole: answers, scores, estimates, q, disclosure, findings,
selection. A story is drawn as in ``stories``, with the families it is tested in; its chance to be called is computed there too: families
simulated from the standard errors of other draws, then the rule of findings and the rule of selection on each.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache

import numpy as np
import pandas as pd
from scipy import special
from studies import nothing, stories
from studies.programme import LATER, PLACES, Study, embedded, of_the_whole, study
from studies.stories import Chapter
from studies.tally import Band, Cell, Judged

from analysis import estimates
from analysis.disclosure.tables import SHOWN
from analysis.findings.find import SIGNED, find
from analysis.findings.finding import Finding
from analysis.findings.recommend import Recommended, recommend

STUDY = "recommendations"
FEW = {"child": ("child_wellbeing", "child_friends"), "contact": ("language_skills", "social_skills"),
       "staff": ("reading_practice", "goals_planning"), "leader": ("leader_goals",), "parent": ("cooperation_experienced",)}
"""Scales of every role: a report holds a finding by chance as often as it has families, and those are by role."""
FELL = ("child_wellbeing", "language_skills", "reading_practice")
DROP = -35.0
FAMILIES = 500
"""Families simulated for a computed chance, each taken through the rules of findings and of selection."""
SOURCES = ("studies.recommending", "studies.stories", "studies.programme", "estimates.municipality", "estimates.facts", "estimates.sources",
           "simulation.draw", "findings.find", "findings.recommend", "disclosure.show")
GAPS = Chapter("billund", ("contact",), "2019", None, ("language_skills other", "mathematics higher", "motor_skills girl"), "comparison")
"""Groups of children compared, by the names of ``stories``: a scale and a category."""
TOLD = tuple(chapter for chapter in stories.CHAPTERS
             if chapter.quantity in ("comparison", "leaders", "link") or (chapter.municipality, chapter.later) == ("billund", "2017"))
KINDS = {"change": "change", "comparison": "comparison", "leaders": "leader_staff_gap", "link": "link"}


def cells() -> list[Cell]:
    few = {"recommendations in a report": Band(0.0, 1.0), "reports with as many as there may be": Band(0.0, 0.05)}
    right = {"reports with a recommendation": Band(0.95), "calling changes that are of what fell": Band(0.95)}
    wrong = {chapter: {f"{name}: called the wrong way": stories.WRONG for name in chapter.told} for chapter in (*TOLD, GAPS)}
    return [
        Cell(STUDY, "nothing planted", null, few, SOURCES, draws=100),
        Cell(STUDY, "half of the scales fell", fallen, right, SOURCES, draws=100),
        *(Cell(STUDY, name_of(chapter), lambda rng, chapter=chapter: judge(chapter, int(rng.integers(2**31))), wrong[chapter], SOURCES,
               draws=100) for chapter in (*TOLD, GAPS))]


def name_of(chapter: Chapter) -> str:
    return f"{chapter.municipality}, groups of children {chapter.later}" if chapter is GAPS else chapter.name


def null(rng: np.random.Generator, one: Study | None = None) -> dict[str, Judged]:
    """Four municipalities alike: what their reports recommend, they recommend by chance."""
    shares: dict[str, list[float]] = defaultdict(list)
    for _, called in reports(one or drawn_from(), rng, PLACES):
        tell(shares, called)
    return nothing.averaged(shares)


def fallen(rng: np.random.Generator, one: Study | None = None) -> dict[str, Judged]:
    """A scale of each of three roles fell by 35 points in two of the four: what those two are recommended."""
    shares: dict[str, list[float]] = defaultdict(list)
    for _, called in reports(one or drawn_from(FELL), rng, PLACES[::2]):
        tell(shares, called)
        because = [finding for one in called for finding in one.because if finding.quantity == "change"]
        if because:
            shares["calling changes that are of what fell"].append(float(np.mean([finding.scale in FELL for finding in because])))
    return nothing.averaged(shares)


def tell(shares: dict[str, list[float]], called: list[Recommended]) -> None:
    shares["recommendations in a report"].append(len(called))
    shares["reports with a recommendation"].append(float(bool(called)))
    shares["reports with as many as there may be"].append(float(len(called) == embedded()[0].programme.thresholds.recommendations))
    if called:
        shares["score of the first"].append(called[0].score)


@lru_cache(maxsize=2)
def drawn_from(changed: tuple[str, ...] = ()) -> Study:
    return study(centres_differ=True, changed=changed, by=DROP, scales=FEW)


def reports(one: Study, rng: np.random.Generator, places: tuple[str, ...]) -> Iterator[tuple[list[Finding], list[Recommended]]]:
    """Findings and recommendations of every place's report of one draw of the programme."""
    whole, _ = embedded()
    drawn = one.scores(int(rng.integers(2**31)))
    facts = one.facts(drawn)
    for slug in places:
        seen = nothing.shown(of_the_whole(one.sources(drawn, facts, slug)), one, slug)
        found = find(seen, whole.programme.thresholds, unit=slug, wave=LATER)
        yield found, recommend(found, whole.recommendations, whole.programme.thresholds, themes=themes(LATER))


def differing(rows: pd.DataFrame) -> pd.DataFrame:
    """Stories that were called otherwise than computed, by more than two errors and what the computation may be off."""
    rows = rows[(rows["study"] == STUDY) & rows["target"].str.contains(": ", regex=False)]
    scale, kind = (rows["target"].str.split(": ").str[place] for place in (0, 1))
    called, chance = (rows.assign(scale=scale)[kind == name].set_index(["cell", "scale"]) for name in ("called", "should be called"))
    counted = called.index.get_level_values("cell").str.contains("practice")
    rough = np.where(counted, 2 * np.sqrt(0.25 / stories.PILOT), stories.ROUGH + 2 * np.sqrt(0.25 / FAMILIES))
    return called[(called["share"] - chance["share"]).abs() > 2 * called["error"] + rough].join(chance["share"].rename("computed"))


def judge(chapter: Chapter, seed: int) -> dict[str, Judged]:
    """Whether each told scale is found, and called for a recommendation, in one draw; and how likely it is to be called."""
    table = family_rows(chapter, seed)
    found, called = through_the_rules(chapter, table)
    right, chances, judged = as_planted(table), computed(chapter), {}
    for place, name in enumerate(table["name"]):
        if name in chapter.told:
            judged |= {f"{name}: found": Judged.share(float(found[place] & right[place])),
                       f"{name}: called": Judged.share(float(called[place] & right[place])),
                       f"{name}: called the wrong way": Judged.share(float(called[place] & ~right[place])),
                       f"{name}: should be called": Judged.share(chances[name]),
                       f"{name}: planted points": Judged.share(float(table["planted"].iloc[place]))}
    return judged


@lru_cache(maxsize=8)
def computed(chapter: Chapter) -> dict[str, float]:
    """Name -> the chance that its finding, in the planted direction, calls a recommendation that is taken; links: the pilot's share."""
    pilot = [family_rows(chapter, stories.PILOT_SEED + number) for number in range(stories.PILOT)]
    families = pilot if chapter.quantity == "link" else simulated(pilot)
    called = [through_the_rules(chapter, table)[1] & as_planted(table) for table in families]
    return dict(zip(pilot[0]["name"], np.mean(called, axis=0).tolist(), strict=True))


def as_planted(table: pd.DataFrame) -> np.ndarray:
    """Whether each estimate points the way it was planted; where nothing is planted no way is wrong."""
    return ((np.sign(table["estimate"]) == np.sign(table["planted"])) | (table["planted"] == 0)).to_numpy()


def simulated(pilot: list[pd.DataFrame]) -> Iterator[pd.DataFrame]:
    """Families with the planted sizes, the mean standard errors and degrees of freedom and the correlations of the pilot's, taken as
    normal; each has a standard error of its own, as a survey's is drawn."""
    count, rng = len(pilot[0]), np.random.default_rng(stories.PILOT_SEED)
    se = np.sqrt(np.mean([table["se"] ** 2 for table in pilot], axis=0))
    df = np.mean([table["df"] for table in pilot], axis=0)
    errors = np.array([table["estimate"] - table["planted"] for table in pilot])
    weight = len(pilot) / (len(pilot) + count)
    together = np.corrcoef(errors.T) * weight + np.eye(count) * (1 - weight)
    for _ in range(FAMILIES):
        planted = pilot[rng.integers(len(pilot))]["planted"]
        estimate = planted + se * rng.multivariate_normal(np.zeros(count), together, method="eigh")
        told = se * np.sqrt(rng.chisquare(df) / df)
        yield pilot[0].assign(planted=planted, estimate=estimate, se=told, df=df, p=2 * special.stdtr(df, -np.abs(estimate / told)))


def through_the_rules(chapter: Chapter, table: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Which rows are findings, and which of these are a reason for a recommendation that is taken. Values as a shown file has them:
    q by family, points rounded."""
    whole, decimals = embedded()[0], 2 if chapter.quantity == "link" else 0
    half = special.stdtrit(table["df"], 0.975) * table["se"]
    q = table.groupby("family")["p"].transform(lambda family: estimates.adjust_p_values(family.to_numpy()))
    unit = whole.programme.slug if chapter.quantity == "link" else chapter.municipality
    level = "programme" if chapter.quantity == "link" else "municipality"
    shown = table.assign(q=q, value=table["estimate"].round(decimals), low=(table["estimate"] - half).round(decimals),
                         high=(table["estimate"] + half).round(decimals), level=level, unit=unit, wave=chapter.later, n=np.nan,
                         n_groups=np.nan, flags="", status=SHOWN)
    found = [finding for finding in find(shown[shown["low"].notna()], whole.programme.thresholds, level) if finding.kind in SAID]
    taken = recommend(found, whole.recommendations, whole.programme.thresholds, themes=themes(chapter.later))
    keys = list(zip(table["role"], table["scale"], table["contrast"], strict=True))
    among = [{(one.role, one.scale, one.contrast) for one in some} for some in (found, [reason for one in taken for reason in one.because])]
    return tuple(np.array([key in some for key in keys]) for some in among)


SAID = {kind for pair in SIGNED.values() for kind in pair}


def family_rows(chapter: Chapter, seed: int) -> pd.DataFrame:
    """``name, family, kind, role, scale, contrast, planted, estimate, se, df, p`` of everything in the chapter's families, one draw."""
    if chapter is GAPS:
        return gaps(chapter, seed)
    table, parameters = stories.family_rows(chapter, seed), stories.cut(chapter)[0]
    table = table.assign(name=table["scale"], family=table["role"], kind=KINDS[chapter.quantity], contrast=chapter.earlier or "")
    if chapter.quantity == "link":
        stated = parameters.programme.links
        contrasts = [f"{link.practice_role}.{link.practice}" for link in stated]
        table = table.assign(role=[link.outcome_role for link in stated], contrast=contrasts)
    return table


def gaps(chapter: Chapter, seed: int) -> pd.DataFrame:
    """Every group of children beside its reference, raw, on every scale of the chapter's role."""
    parameters, plan = stories.cut(chapter)
    times = plan.municipalities[chapter.municipality].background[chapter.later]
    columns: Mapping[str, str] = {"girl": "girl", "other": "other_language", "vocational": "vocational", "higher": "higher"}
    drawn, waves = stories.drawn_parts(chapter, chapter.municipality, seed)
    entries, (role,) = [], chapter.roles
    for scale in parameters.instruments[role].scales:
        frame = stories.scored(drawn, waves[role, chapter.later], stories.models_of(chapter)[scale.scale], parameters, scale.scale,
                               [chapter.later])
        for variable in parameters.programme.background:
            found = estimates.background_gaps(frame, **stories.BY, variable=variable.name, reference=variable.reference, weights="weight")
            entries += [{"name": f"{scale.scale} {one.category}", "family": role, "kind": "gap", "role": role, "scale": scale.scale,
                         "contrast": f"{variable.name}:{one.category}-{variable.reference}",
                         "planted": times * getattr(plan.scales[scale.scale], columns[one.category]),
                         "estimate": one.estimate, "se": one.se, "df": one.df, "p": one.p} for one in found.itertuples()]
    return pd.DataFrame(entries)


@lru_cache(maxsize=4)
def themes(wave: str) -> dict[tuple[str, str], str | None]:
    """(role, scale) -> curriculum theme by the law of the wave."""
    parameters, _ = embedded()
    law = parameters.programme.law(wave)
    return {(role, scale.scale): scale.themes.get(law) for role, scale in parameters.scales()}
