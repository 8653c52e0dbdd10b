"""Nothing in ``data/processed/`` says who anybody is: every byte of it, and every cell and note of its tables, against the raw files."""

import csv
import io

import pyarrow.parquet as pq
import pytest

from analysis.intake.raw import decode
from analysis.intake.stage import make_responses
from analysis.scales.stage import make_scores

PERSONAL = {"child.csv": ("barn", "navn", "mail", "bemaerkning", "foedt"), "contact.csv": ("skema", "barn", "paedagog")}


@pytest.fixture
def made(alone):
    """The programme ``alene`` with a column of names and one of e-mails in its export, made as far as scores; (raw words, folder)."""
    parameters, layout = alone
    path = layout.raw / "nyby-2024" / "child.csv"
    header, *lines = path.read_text(encoding="utf-8").splitlines()
    names = [f"Tjalfe{'abcdefghij'[place % 10] * (place // 10 + 1)}" for place in range(len(lines))]
    rows = [f"{line},{name},{name.lower()}@eksempel.invalid" for line, name in zip(lines, names, strict=True)]
    path.write_text("\n".join([f"{header},navn,mail", *rows, ""]), encoding="utf-8")
    instruments = dict(parameters.instruments)
    instruments["child"] = instruments["child"].model_copy(update={"ignored": ("bemaerkning", "navn", "mail")})
    parameters = type(parameters)(parameters.programme, parameters.themes, parameters.municipalities, instruments)
    make_responses(parameters, layout, "nyby", "2024")
    make_scores(parameters, layout, "nyby", "2024")
    return raw_words(layout), layout.processed


def raw_words(layout) -> set[str]:
    found = set()
    for file, columns in PERSONAL.items():
        text = decode((layout.raw / "nyby-2024" / file).read_bytes())
        for row in csv.DictReader(io.StringIO(text), delimiter=";" if ";" in text.partition("\n")[0] else ","):
            found |= {row[column].strip() for column in columns if row.get(column)}
    return found


def contents(folder) -> dict[str, str]:
    """Each file as its bytes (as signs) and, where it is a table, everything in it in plain words, column by column and metadata."""
    found = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        told = [path.name, path.read_bytes().decode("latin-1")]
        if path.suffix == ".parquet":
            table = pq.read_table(path)
            told += ["\n".join(map(str, column.to_pylist())) for column in table.columns]
            told += [f"{key!r} {value!r}" for key, value in (table.schema.metadata or {}).items()]
        found[path.name] = "\n".join(told)
    return found


def found_in(words: set[str], told: dict[str, str]) -> set[tuple[str, str]]:
    """(file, word) of every word longer than any chance in 16 digits of a code; shorter ones as whole cells."""
    return {(file, word) for file, text in told.items() for word in words if (word in text if len(word) > 4 else f"\n{word}\n" in text)}


def test_no_raw_identifier_name_or_mail_is_in_processed(made):
    words, folder = made
    told = contents(folder)
    assert len(words) > 140
    assert set(told) >= {"forms.parquet", "responses.parquet", "flow.parquet", "people.parquet", "checks.parquet", "2024.parquet"}
    assert found_in(words, told) == set()


@pytest.mark.parametrize("where", ["cell", "metadata", "bytes"])
def test_one_that_was_left_would_be_seen(made, where):
    import pyarrow as pa

    words, folder = made
    word = max(words, key=len)
    path = folder / "left.parquet"
    table = pa.table({"a": ["x", f"-{word}-" if where == "cell" else "y", "z"]})
    pq.write_table(table.replace_schema_metadata({"note": word}) if where == "metadata" else table, path, compression="zstd")
    if where == "bytes":
        (folder / "left.log").write_text(f"failed at {word}!", encoding="utf-8")
    assert found_in(words, contents(folder)) >= {("left.log" if where == "bytes" else "left.parquet", word)}
