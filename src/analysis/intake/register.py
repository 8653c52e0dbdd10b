"""Where a form belongs: what the export calls a place -> centre, site, network and kind of the register."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import pandas as pd

from analysis.intake.raw import RawTable
from analysis.parameters import Centre, Municipality, Problem
from analysis.parameters.municipality import MunicipalityWave, successor_on

PLACE = ["centre", "site", "network", "kind"]


@dataclass(frozen=True)
class Register:
    """Names and codes (white space and case aside) -> slug of a centre, and -> (site, centre)."""

    centres: dict[str, Centre]
    by_name: dict[str, str]
    sites: dict[str, tuple[str, str]]
    open_to_any: bool
    without_zeros: dict[str, str] = field(default_factory=dict)
    """A code as a spreadsheet leaves it (``7``) -> the code it must have been (``007``), where only one can have been."""

    def known(self, told: str) -> str:
        """The code or name of the register that ``told`` is: white space, case and zeros a spreadsheet took away aside."""
        name = normal(told)
        return name if name in self.by_name or name in self.sites else self.without_zeros.get(name, name)

    def centre_of(self, told: str) -> str | None:
        """Slug of the centre that ``told`` (a centre's or one of its sites' codes or names) means."""
        if self.open_to_any:
            return slug_of(told)
        if self.known(told) in self.by_name:
            return self.by_name[self.known(told)]
        return self.sites.get(self.known(told), (None, None))[1]

    def site_of(self, told: str) -> tuple[str, str] | None:
        """(site, its centre) that ``told`` means."""
        return (slug_of(told), "") if self.open_to_any else self.sites.get(self.known(told))

    def successor(self, slug: str, wave: MunicipalityWave, site: str | None = None) -> str:
        """The centre that ``slug`` had become before the field period began; ``site`` (its slug) tells which part of one that was split."""
        return successor_on(self.centres, slug, wave.field_period.start, site)


def normal(told: str) -> str:
    """A code or name without the white space and capitals exports differ in."""
    return " ".join(told.split()).casefold()


def slug_of(told: str) -> str:
    """A handle for a unit that no register names: the code in lower case, everything but letters and digits a hyphen."""
    return "-".join("".join(sign if sign.isalnum() and sign.isascii() else " " for sign in told.lower()).split())


def register(municipality: Municipality) -> Register:
    """The municipality's register; codes win over slugs, slugs over names, names over former names."""
    by_name: dict[str, str] = {}
    for told in (lambda c: c.codes, lambda c: (c.slug,), lambda c: (c.name,), lambda c: tuple(former.name for former in c.former_names)):
        for centre in municipality.centres:
            for name in told(centre):
                by_name.setdefault(normal(name), centre.slug)
    sites: dict[str, tuple[str, str]] = {}
    for told in (lambda s: s.codes, lambda s: (s.slug,), lambda s: (s.name,)):
        for centre in municipality.centres:
            for site in centre.sites:
                for name in told(site):
                    sites.setdefault(normal(name), (site.slug, centre.slug))
    return Register(
        {centre.slug: centre for centre in municipality.centres},
        by_name,
        sites,
        municipality.register_from_data,
        _without_zeros({*by_name, *sites}),
    )


def _without_zeros(names: set[str]) -> dict[str, str]:
    codes: dict[str, list[str]] = {}
    for name in names:
        if name.isdecimal() and name.startswith("0"):
            codes.setdefault(name.lstrip("0"), []).append(name)
    return {bare: full[0] for bare, full in codes.items() if len(full) == 1 and bare not in names}


def zeros_lost(raw: RawTable, columns: Iterable[str], found: Register) -> Iterator[Problem]:
    """Codes of places in ``columns`` that lost their leading zeros on the way through a spreadsheet, and what they are read as."""
    for column in columns:
        told = raw.frame[column] if column in raw.frame else pd.Series(dtype="str")
        for code in sorted(code for code in told.dropna().unique() if not found.open_to_any and found.known(code) != normal(code)):
            where = raw.rows(told == code)
            yield Problem(raw.file, f"column {column}, {where}", f"{code!r}, a code that lost its zeros", repr(found.known(code)))


def places(centre: pd.Series, site: pd.Series, found: Register, wave: MunicipalityWave) -> pd.DataFrame:
    """``centre, site, network, kind`` of each form, null where the register does not know the place.

    ``centre`` and ``site`` are what the export says (text, null where it says nothing). A site names its centre where the export does not.
    """
    told = pd.DataFrame({"centre": centre, "site": site})
    known = {pair: _place(*pair, found, wave) for pair in told.drop_duplicates().itertuples(index=False, name=None)}
    rows = [known[pair] for pair in told.itertuples(index=False, name=None)]
    return pd.DataFrame(rows, columns=PLACE, index=told.index).astype("str")


def _place(centre: str | None, site: str | None, found: Register, wave: MunicipalityWave) -> tuple[str | None, ...]:
    slug = found.centre_of(centre) if isinstance(centre, str) else None
    pair = found.site_of(site) if isinstance(site, str) else None
    if pair is None and isinstance(centre, str):
        # a centre column may hold the codes of sites
        pair = found.sites.get(found.known(centre))
    if slug is None and pair is not None:
        slug = pair[1] or None
    if slug is None:
        return None, pair[0] if pair else None, None, None
    slug = found.successor(slug, wave, pair[0] if pair else None)
    entry = found.centres.get(slug)
    return slug, pair[0] if pair else None, entry.network if entry else None, entry.kind if entry else None
