"""Dates and numbers as Danish offices and platforms write them."""

import pandas as pd

ISO = r"^(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})$"
DANISH = r"^(?P<day>\d{1,2})[-./](?P<month>\d{1,2})[-./](?P<year>\d{4})$"
TIME = r"[ T](?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2}))?"
DAYS_A_MONTH = 365.25 / 12


def parse_dates(text: pd.Series) -> pd.Series:
    """Days (datetime64[us]) of ``2019-09-24``, ``24-09-2019``, ``24.09.2019 10:15``; missing where it is no date. Day before month."""
    # the day stands before the first blank or T; there are few days, however many forms
    place, told = pd.factorize(text.str.replace(r"[ T].*$", "", regex=True))
    days = _days(pd.Series(told, dtype="str"))
    return pd.Series(days.array.take(place, allow_fill=True), index=text.index)


def _days(text: pd.Series) -> pd.Series:
    iso, danish = text.str.extract(ISO), text.str.extract(DANISH)
    parts = iso.where(iso["year"].notna(), danish[list(iso.columns)])
    found = pd.to_datetime(
        parts["year"] + "-" + parts["month"].str.zfill(2) + "-" + parts["day"].str.zfill(2), format="%Y-%m-%d", errors="coerce"
    )
    return found.astype("datetime64[us]")


def parse_moments(text: pd.Series) -> pd.Series:
    """As ``parse_dates`` with the time of day (``10:15`` or ``10:15:30`` after the date); missing where no time stands there."""
    time = text.str.extract(TIME)
    clock = time["hour"].str.zfill(2) + ":" + time["minute"] + ":" + time["second"].fillna("00")
    return parse_dates(text) + pd.to_timedelta(clock, errors="coerce")


def parse_numbers(text: pd.Series) -> pd.Series:
    """Floats of ``62`` or ``62,5``; missing where it is no number."""
    return pd.to_numeric(text.str.replace(",", "."), errors="coerce").astype("float64")


def months_between(birth: pd.Series, day: object) -> pd.Series:
    """Age in months on ``day``, to a tenth."""
    return ((pd.Timestamp(day) - birth).dt.days / DAYS_A_MONTH).round(1)
