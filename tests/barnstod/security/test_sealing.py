"""Sealed values open with their key and in their place only; a blind index tells nothing else."""

import base64

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from barnstod.security.sealing import (
    SealBroken,
    blind_index,
    current_key_id,
    key_id_of,
    open_sealed,
    seal,
)


def key(byte):
    return base64.b64encode(bytes([byte]) * 32).decode()


@given(st.text(), st.text())
def test_sealed_text_opens_where_it_was_sealed(text, context):
    assert open_sealed(seal(text, context), context) == text


def test_same_text_is_sealed_differently_each_time():
    assert seal("Anna", "child.name:1") != seal("Anna", "child.name:1")


def test_value_copied_to_another_row_does_not_open():
    sealed = seal("Anna", "child.name:1")

    with pytest.raises(SealBroken):
        open_sealed(sealed, "child.name:2")


@pytest.mark.parametrize("broken", ["", "k1", "k1:", "k1:!", "k1:AAAA", "k9:AAAA", ":", "Anna"])
def test_what_is_no_sealed_value_does_not_open(broken):
    with pytest.raises(SealBroken):
        open_sealed(broken, "child.name:1")


def test_changed_value_does_not_open_and_the_error_does_not_hold_it():
    sealed = seal("Anna", "c")
    for place in range(sealed.index(":") + 1, len(sealed) - 2):
        changed = sealed[:place] + ("A" if sealed[place] != "A" else "B") + sealed[place + 1 :]
        with pytest.raises(SealBroken) as caught:
            open_sealed(changed, "c")
        assert str(caught.value) == key_id_of(sealed)


def test_new_key_seals_and_the_former_still_opens(settings):
    settings.SEALING_KEYS = f"old:{key(1)}"
    before = seal("Anna", "c")

    settings.SEALING_KEYS = f"new:{key(2)},old:{key(1)}"

    assert (current_key_id(), key_id_of(seal("Anna", "c"))) == ("new", "new")
    assert open_sealed(before, "c") == "Anna"
    settings.SEALING_KEYS = f"new:{key(2)}"
    with pytest.raises(SealBroken):
        open_sealed(before, "c")


def test_keys_may_stand_in_a_file(settings, tmp_path):
    settings.SEALING_KEYS_FILE = str(tmp_path / "keys")
    (tmp_path / "keys").write_text(f"b:{key(2)}\na:{key(1)}\n")

    assert current_key_id() == "b"
    assert open_sealed(seal("Anna", "c"), "c") == "Anna"


@pytest.mark.parametrize("keys", ["", "k1:", "k1:AAAA", f"k1:{'A' * 60}", f"{key(1)},k2:AA=="])
def test_keys_that_are_none_are_refused(settings, keys):
    settings.SEALING_KEYS = keys

    with pytest.raises((ImproperlyConfigured, ValueError)):
        seal("Anna", "c")


def test_blind_index_finds_the_same_value_for_the_same_purpose_only(settings):
    index = blind_index("name", "anna")

    assert index == blind_index("name", "anna")
    assert len(index) == 32
    others = [
        blind_index("name", "anne"),
        blind_index("number", "anna"),
        blind_index("namea", "nna"),
    ]
    assert index not in others
    settings.BLIND_INDEX_KEY = key(9)
    assert index != blind_index("name", "anna")


def test_blind_index_without_key_is_refused(settings):
    settings.BLIND_INDEX_KEY = ""

    with pytest.raises(ImproperlyConfigured):
        blind_index("name", "anna")
