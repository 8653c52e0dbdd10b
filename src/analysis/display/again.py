"""Tables and figures of the analysis notebook that can be told anew: the stored notebook holds what they are about beside their words.

Estimates rest on no word of the catalogues, so a changed word makes no estimate again; the stored notebook is told in today's words when
its page is made. What stands in the notebook itself, prose and captions, is part of the notebook: changed there, it is executed again.
"""

from collections.abc import Mapping

import pandas as pd

from analysis.display.html import Html

MIME = "application/vnd.laeringsrapport.retold+json"
TELLERS = ("data_table", "form_flow")
"""What may be told anew: functions of ``display`` of one frame and plain values."""


class Retold:
    """What ``teller`` makes of ``frame`` and ``told``; shows itself, and in a stored notebook keeps all that is needed to make it again."""

    def __init__(self, teller: str, frame: pd.DataFrame, **told: object):
        """ValueError for a teller that is none of ``TELLERS``."""
        if teller not in TELLERS:
            raise ValueError(f"{teller!r} is not told anew; these are: {', '.join(TELLERS)}")
        # a notebook's file holds keys in the order of the alphabet: names in an order of their own are kept as pairs
        ordered = {name: [*value.items()] if isinstance(value, dict) else value for name, value in told.items()}
        self._content = {"teller": teller, "frame": packed(frame), "told": ordered}
        self._html = tell(self._content)

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict:
        return {"text/html": str(self._html), MIME: self._content}

    def _repr_html_(self) -> str:
        return str(self._html)

    def __repr__(self) -> str:
        return repr(self._html)


def retold(teller: str, frame: pd.DataFrame, **told: object) -> Retold:
    """``data_table`` or ``form_flow`` (``teller``) of ``frame``, in the words of the day its page is made."""
    return Retold(teller, frame, **told)


def packed(frame: pd.DataFrame) -> list[dict]:
    """A frame's columns as JSON holds them: names, types and values to the last bit; None where there is none."""

    def known(values: list) -> list:
        plain = (value.item() if hasattr(value, "item") else value for value in values)
        return [None if value is None or value != value else value for value in plain]

    return [{"name": name, "type": str(column.dtype), "values": known(column.tolist())} for name, column in frame.items()]


def unpacked(columns: list[dict]) -> pd.DataFrame:
    return pd.DataFrame({column["name"]: pd.Series(column["values"], dtype=column["type"]) for column in columns})


def tell(content: Mapping) -> Html:
    """The HTML of a stored ``Retold`` in the catalogues' words of now."""
    import analysis.display as display

    shown = getattr(display, content["teller"])(unpacked(content["frame"]), **content["told"])
    return Html(shown._repr_html_())


def in_todays_words(notebook: dict) -> None:
    """Every ``Retold`` among the outputs of an executed notebook told anew, in place."""
    for cell in notebook["cells"]:
        for output in cell.get("outputs", []):
            if MIME in output.get("data", {}):
                output["data"]["text/html"] = str(tell(output["data"][MIME]))
