"""Passwords that are kept are kept encrypted."""

import pytest

from itsm.frame import secrets


def test_what_is_sealed_can_be_read_again_and_does_not_show():
    sealed = secrets.seal("pässword")
    assert "ssword" not in sealed
    assert secrets.unseal(sealed) == "pässword"
    assert secrets.seal("") == secrets.unseal("") == ""


def test_another_secret_key_reads_it_only_as_a_fallback(settings):
    sealed, before = secrets.seal("password"), settings.SECRET_KEY
    settings.SECRET_KEY = "another"
    with pytest.raises(secrets.Unreadable):
        secrets.unseal(sealed)
    settings.SECRET_KEY_FALLBACKS = [before]
    assert secrets.unseal(sealed) == "password"


def test_what_somebody_changed_is_refused():
    with pytest.raises(secrets.Unreadable):
        secrets.unseal(secrets.seal("password")[:-4] + "AAAA")
