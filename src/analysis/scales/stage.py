"""The stages ``scores`` and ``norms``: forms and responses to scale scores; the programme's norms, frozen and read."""

from functools import cache
from pathlib import Path

import pandas as pd

from analysis.intake.tables import check_forms, check_responses
from analysis.parameters import Instrument, Layout, ParameterError, Parameters, Problem, listed
from analysis.scales.basis import FULL, bases
from analysis.scales.norming import Pool, checksum
from analysis.scales.norming import norms as norms_of
from analysis.scales.score import age_adjusted, score_scale, to_points, turned_items
from analysis.scales.tables import NORMS, check_scores, score_columns

REMEDY = "frozen norms: run `make norms`"


def make_scores(parameters: Parameters, layout: Layout, municipality: str, wave: str) -> pd.DataFrame:
    """Score one municipality's wave with the frozen norms and write it. Raises ParameterError where norms or responses are missing."""
    forms, responses = read_wave(parameters, layout, municipality, wave)
    roles = [role for role in parameters.programme.roles if (forms["role"] == role).any()]
    norms = read_norms(parameters, layout, roles)
    scores = score_wave(parameters, forms, responses, norms)
    scores = check_scores(scores, _background(parameters))
    target = layout.scores(municipality, wave)
    target.parent.mkdir(parents=True, exist_ok=True)
    scores.attrs = {"pseudonym_key": parameters.programme.pseudonym_key}
    scores.to_parquet(target, index=False)
    return scores


def score_wave(parameters: Parameters, forms: pd.DataFrame, responses: pd.DataFrame, norms: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Scores of one municipality's wave: one row per form, scale and basis, roles and scales in the parameters' order. Nothing is read."""
    programme = parameters.programme
    wave, municipality = forms["wave"].iloc[0], parameters.municipality(forms["municipality"].iloc[0])
    others = [entry.wave for entry in municipality.waves if entry.wave != wave]
    order = tuple(entry.wave for entry in programme.waves)
    columns, parts = score_columns(_background(parameters)), []
    for role in programme.roles:
        role_forms = forms[forms["role"] == role]
        if role_forms.empty:
            continue
        instrument = parameters.instruments[role]
        answers = responses[responses["form_id"].isin(role_forms["form_id"])]
        wide = turned_items(answers, instrument, instrument.items(), wave).reindex(role_forms["form_id"])
        frozen = norms[role].set_index(["scale", "basis"])
        for scale in instrument.scales:
            for basis in bases(instrument, scale, wave, others, order):
                keys = [(scale.scale, name) for name in basis.norms if (scale.scale, name) in frozen.index]
                if not keys:
                    continue
                norm = frozen.loc[keys[0]]
                found = score_scale(wide[[item.item for item in basis.items]], programme.thresholds.min_answered_share)
                found.index = role_forms.index
                points = to_points(found["score"], norm["mean"], norm["sd"])
                aged = points
                if pd.notna(norm["age_slope"]):
                    aged = age_adjusted(points, role_forms["age_months"], norm["age_slope"], norm["age_mean"])
                parts.append(role_forms.assign(scale=scale.scale, basis=basis.name, points=points, points_age_adjusted=aged,
                                               **{name: found[name] for name in found})[columns])
    return pd.concat(parts, ignore_index=True).astype({"scale": "str", "basis": "str", "answered": "int64", "n_items": "int64"})


def freeze_norms(parameters: Parameters, layout: Layout) -> dict[str, pd.DataFrame]:
    """Compute the norms of every role over the programme's municipalities and write them to ``parameters/<programme>/norms/<role>.csv``."""
    inside = [unit for unit in parameters.municipalities.values() if unit.in_programme]

    @cache
    def everyone(wave: str) -> Pool | None:
        read = [read_wave(parameters, layout, unit.slug, wave) for unit in inside if wave in {entry.wave for entry in unit.waves}]
        return Pool(wave, *(pd.concat(tables, ignore_index=True) for tables in zip(*read, strict=True))) if read else None

    @cache
    def pool(role: str, wave: str) -> Pool | None:
        found = everyone(wave)
        forms = found.forms[found.forms["role"] == role] if found else ()
        return Pool(wave, forms, found.responses[found.responses["form_id"].isin(forms["form_id"])]) if len(forms) else None

    frozen = {role: norms_of(parameters, role, pool) for role in parameters.programme.roles}
    layout.norms.mkdir(parents=True, exist_ok=True)
    for role, norms in frozen.items():
        norms.to_csv(layout.norms / f"{role}.csv", index=False, lineterminator="\n")
    return frozen


def read_norms(parameters: Parameters, layout: Layout, roles: list[str] | None = None) -> dict[str, pd.DataFrame]:
    """role -> its frozen norms (columns ``scales.tables.NORMS``). Raises ParameterError that says ``make norms`` where a file is missing,
    a scale that is asked has no norm, or a norm is not what was frozen for the codebook's items."""
    problems: list[Problem] = []
    found = {}
    for role in roles if roles is not None else parameters.programme.roles:
        path = layout.norms / f"{role}.csv"
        name = path.relative_to(layout.root).as_posix()
        if not path.is_file():
            problems.append(Problem(name, "file", "nothing", REMEDY))
            continue
        norms = pd.read_csv(path, dtype=dict.fromkeys(("scale", "basis", "wave", "gate", "centre_gate", "checksum"), "str"))
        if list(norms.columns) != list(NORMS):
            problems.append(Problem(name, "row 1", f"columns {list(norms.columns)}", f"columns {list(NORMS)}; {REMEDY}"))
            continue
        problems.extend(_stale(norms, parameters.instruments[role], name))
        found[role] = norms
    if problems:
        raise ParameterError(problems)
    return found


def _stale(norms: pd.DataFrame, instrument: Instrument, name: str) -> list[Problem]:
    problems = []
    known = {scale.scale for scale in instrument.scales}
    for row in norms.to_dict("records"):
        key = f"{row['scale']}, {row['basis']}"
        if row["scale"] not in known:
            problems.append(Problem(name, key, "a scale the codebook does not know", f"{listed(sorted(known))}; {REMEDY}"))
        elif row["checksum"] != checksum(row, instrument):
            problems.append(Problem(name, key, "figures or items that are not those that were frozen", REMEDY))
    have = set(norms.loc[norms["basis"] == FULL, "scale"])
    problems.extend(Problem(name, scale, "nothing", REMEDY) for scale in sorted(known - have))
    return problems


def read_wave(parameters: Parameters, layout: Layout, municipality: str, wave: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Forms and responses of a municipality's wave, checked against their contracts and made with the programme's key."""
    paths = (layout.forms(municipality, wave), layout.responses(municipality, wave))
    missing = [Problem(_shown(layout, path), "file", "nothing", "the wave's forms and responses: run the stage `responses`")
               for path in paths if not path.is_file()]
    if missing:
        raise ParameterError(missing)
    forms, responses = (pd.read_parquet(path) for path in paths)
    key = forms.attrs.get("pseudonym_key")
    if key != parameters.programme.pseudonym_key:
        raise ParameterError([Problem(_shown(layout, paths[0]), "pseudonym_key", repr(key),
                                      f"{parameters.programme.pseudonym_key!r}, the programme's: run the stage `responses` again")])
    return check_forms(forms, _background(parameters)), check_responses(responses)


def _background(parameters: Parameters) -> list[str]:
    return [variable.name for variable in parameters.programme.background if variable.used]


def _shown(layout: Layout, path: Path) -> str:
    return path.relative_to(layout.root).as_posix()
