"""Who gets past reading: of withdrawn persons and of forms without consent nothing is kept but that there was a form, and where.

Consent is the parents' and is asked for on the form of the role whose codebook has ``consent`` (the child's own answers). A no wins: a
child with a yes on one form of that role and a no on another has no forms there. Whether it also takes out what others say about the child
is ``people: consent_covers`` (docs/data-protection.md, section 5).
"""

from dataclasses import replace

import pandas as pd

from analysis.intake.codebook import fails, plain_columns
from analysis.intake.pseudonyms import Pseudonyms, scopes
from analysis.intake.raw import RawTable
from analysis.parameters import Instrument, ParameterError, Problem, Programme
from analysis.parameters.instrument import Flag
from analysis.parameters.retention import Withdrawn

KINDS = ("child", "rater", "person", "form")
"""Kinds of id by which a person can be withdrawn."""

PLACES = ("centre", "site")


def refused_children(raw: RawTable, instrument: Instrument, wave: str) -> set[str]:
    """Ids of the children for whom a form says no to consent."""
    child = plain_columns(instrument, wave).get("child")
    return set(raw.frame.loc[without_consent(raw, instrument, wave), child].dropna()) if child in raw.frame else set()


def without_consent(raw: RawTable, instrument: Instrument, wave: str) -> pd.Series:
    """Whether each record lacks the consent its codebook asks for."""
    return _lacks(raw, instrument.consent, wave)


def admitted(
    raw: RawTable,
    programme: Programme,
    instrument: Instrument,
    municipality: str,
    wave: str,
    names: Pseudonyms,
    withdrawn: Withdrawn,
    refused: set[str],
) -> RawTable:
    """``raw`` with the records of withdrawn and refused persons emptied, and the reason in ``reason``.

    ``refused`` are ids of children for whom consent was refused on any form that binds this role.
    """
    columns = {kind: name for kind, name in plain_columns(instrument, wave).items() if name in raw.frame}
    asked = [item.column(wave) for item in instrument.items() if item.column(wave) in raw.frame]
    answered = raw.frame[asked].notna().any(axis=1) if asked else pd.Series(True, index=raw.frame.index)
    gone = _withdrawn(raw, columns, programme, instrument.role, municipality, wave, names, withdrawn)
    lacking = without_consent(raw, instrument, wave)
    if "child" in columns:
        lacking = lacking | raw.frame[columns["child"]].isin(refused)
    if not (gone | lacking).any():
        return raw
    nothing = pd.Series(None, index=raw.frame.index, dtype="str")
    reason = nothing if raw.reason is None else raw.reason.copy()
    reason[gone & answered & reason.isna()] = "withdrawn"
    # a form that was never finished is told as that, as everywhere
    reason[lacking & answered & ~_lacks(raw, instrument.completed, wave) & reason.isna()] = "no_consent"
    frame = _emptied(raw.frame, gone | lacking, columns, instrument, wave)
    return replace(raw, frame=frame, unread=raw.unread[~(gone | lacking)] if len(raw.unread) else raw.unread, reason=reason)


def _withdrawn(
    raw: RawTable,
    columns: dict[str, str],
    programme: Programme,
    role: str,
    municipality: str,
    wave: str,
    names: Pseudonyms,
    withdrawn: Withdrawn,
) -> pd.Series:
    """Whether each record carries an id of a withdrawn person. ParameterError where the key of their codes is not there."""
    gone = pd.Series(False, index=raw.frame.index)
    scope = scopes(programme, municipality, wave, role)
    for fingerprint, codes in withdrawn.codes.items():
        if fingerprint != names.fingerprint and fingerprint not in names.retired:
            raise ParameterError(
                [
                    Problem(
                        f"parameters/{programme.slug}/withdrawn.yml",
                        f"codes.{fingerprint}",
                        "codes of a key that is not in the key file",
                        "the key file `make rekey` made, with the retired keys below the new one: without them withdrawn persons come back",
                    )
                ]
            )
        for kind in KINDS:
            if kind in columns:
                gone = gone | names.tombstones(raw.frame[columns[kind]], fingerprint, *scope[kind]).isin(codes)
    return gone


def _emptied(frame: pd.DataFrame, where: pd.Series, columns: dict[str, str], instrument: Instrument, wave: str) -> pd.DataFrame:
    """``frame`` with nothing left in the rows ``where`` but where the form belongs, whether it was finished and consented to."""
    flags = [flag.column(wave) for flag in (instrument.completed, instrument.consent) if flag is not None]
    kept = {columns[key] for key in PLACES if key in columns} | set(flags)
    out = frame.copy()
    for name in out:
        if name not in kept:
            out[name] = out[name].mask(where)
    digits = instrument.identifiers.centre_from_child
    if digits and "child" in columns:
        # the first signs of the id are the centre's code
        out[columns["child"]] = out[columns["child"]].where(~where, frame[columns["child"]].str[:digits])
    return out


def _lacks(raw: RawTable, flag: Flag | None, wave: str) -> pd.Series:
    if flag is None or flag.column(wave) not in raw.frame:
        return pd.Series(False, index=raw.frame.index)
    return fails(raw.frame[flag.column(wave)], flag)
