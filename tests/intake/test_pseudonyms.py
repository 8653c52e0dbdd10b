"""Pseudonyms hold over waves as long as the key is the same; a missing, open or different key is an error that says what to do."""

import hashlib
import hmac

import pandas as pd
import pytest

from analysis.intake.pseudonyms import PUBLIC_KEYS, VARIABLE, fingerprint, make_key, pseudonyms
from analysis.parameters import ParameterError, load_parameters


@pytest.fixture
def secret(alone, tmp_path, monkeypatch):
    """A programme that is not synthetic, with a key of its own."""
    parameters, _ = alone
    path = tmp_path / "keys" / "programme.key"
    printed = make_key(path)
    monkeypatch.setenv(VARIABLE, str(path))
    return parameters.programme.model_copy(update={"synthetic": False, "pseudonym_key": printed}), path


def test_a_pseudonym_is_the_keyed_hash_the_page_says(alone):
    parameters, _ = alone
    found = pseudonyms(parameters.programme).of(pd.Series(["B101", None, "B101"], dtype="str"), "child", "nyby")
    expected = hmac.new(PUBLIC_KEYS["public-test"], b"alene\x1fchild\x1fnyby\x1eB101", hashlib.sha256).hexdigest()[:16]
    assert found.tolist()[::2] == [expected, expected]
    assert found.isna().tolist() == [False, True, False]


def test_scopes_and_keys_keep_ids_apart(alone, secret):
    parameters, _ = alone
    programme, _ = secret
    ids = pd.Series(["7"], dtype="str")
    test = pseudonyms(parameters.programme)
    codes = {test.of(ids, "child")[0], test.of(ids, "rater")[0], pseudonyms(programme).of(ids, "child")[0]}
    assert len(codes) == 3
    assert test.of(ids, "child", "1")[0] != test.of(ids, "child1")[0]


def test_two_programmes_with_one_key_never_match(alone):
    parameters, _ = alone
    other = parameters.programme.model_copy(update={"slug": "en-anden"})
    ids = pd.Series(["7"], dtype="str")
    assert pseudonyms(parameters.programme).of(ids, "child")[0] != pseudonyms(other).of(ids, "child")[0]


def test_a_key_file_is_closed_to_others_and_never_overwritten(secret):
    programme, path = secret
    assert path.stat().st_mode & 0o777 == 0o600
    assert fingerprint(path.read_bytes().strip()) == programme.pseudonym_key
    assert pseudonyms(programme).fingerprint == programme.pseudonym_key
    with pytest.raises(FileExistsError):
        make_key(path)


def test_a_key_that_is_missing_open_or_another_one_is_an_error(secret, monkeypatch):
    programme, path = secret
    path.chmod(0o640)
    with pytest.raises(ParameterError, match="mode 640, expected mode 600"):
        pseudonyms(programme)
    path.chmod(0o600)
    other = path.with_name("other.key")
    make_key(other)
    monkeypatch.setenv(VARIABLE, str(other))
    with pytest.raises(ParameterError, match="another key breaks every link over time"):
        pseudonyms(programme)
    monkeypatch.setenv(VARIABLE, str(path.with_name("gone.key")))
    with pytest.raises(ParameterError, match="make key"):
        pseudonyms(programme)
    monkeypatch.delenv(VARIABLE)
    with pytest.raises(ParameterError, match=f"{VARIABLE}: found nothing.*make key"):
        pseudonyms(programme)


@pytest.mark.parametrize(("key", "open_where"), [("public-test", "synthetic: true"), ("public-data", "public_data: true")])
def test_public_keys_are_refused_for_answers_of_people(alone, key, open_where):
    _, layout = alone
    path = layout.parameters / "programme.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("synthetic: true", "synthetic: false").replace("public-test", key), encoding="utf-8")
    with pytest.raises(ParameterError, match=f"pseudonym_key: found '{key}'"):
        load_parameters(layout.root, "alene")
    path.write_text(
        text.replace("synthetic: true", f"synthetic: false\n{open_where}" if "data" in open_where else open_where).replace(
            "public-test", key
        ),
        encoding="utf-8",
    )
    (layout.parameters / "retention.yml").write_text(
        "waves: [{wave: 2024, controller: x, purpose: research, legal_basis: x, no_dates_because: public}]", encoding="utf-8"
    )
    assert load_parameters(layout.root, "alene").programme.pseudonym_key == key
