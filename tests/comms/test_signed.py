"""What addresses in mails are signed by is HMAC, whatever is signed: signatures of older letters hold."""

import hmac

import pytest

from comms.signed import digest


@pytest.mark.parametrize("said", [b"", b"1.2", b"n3.p12345", bytes(range(256))])
@pytest.mark.parametrize("key", [b"", b"key", b"k" * 32, b"k" * 64])
def test_it_is_hmac_and_one_signature_does_not_colour_the_next(key, said):
    for _twice in range(2):
        assert digest(key, said) == hmac.digest(key, said, "sha256")
