"""Signatures of webhooks: genuine ones pass, and forged, changed and late ones do not."""

from datetime import UTC, datetime, timedelta

import pytest

from formats.webhooks.signing import BadSecretError, BadSignatureError, sign, verify

# The example of the specification's own libraries.
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
AT = datetime.fromtimestamp(1614265330, UTC)
BODY = b'{"test": 2432232314}'
SIGNED = sign(SECRET, "msg_p5jXN8AQM9LWM0D4loKWxJek", AT, BODY)


def test_the_signature_is_the_one_of_the_libraries_of_standard_webhooks() -> None:
    assert SIGNED["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_one_of_several_signatures_is_enough() -> None:
    headers = {**SIGNED, "webhook-signature": "v1,é v2,abc " + SIGNED["webhook-signature"]}

    assert verify(SECRET, headers, BODY, AT) == "msg_p5jXN8AQM9LWM0D4loKWxJek"


@pytest.mark.parametrize("seconds", [-300, 300])
def test_a_delivery_at_the_edge_of_the_tolerance_passes(seconds: int) -> None:
    assert verify(SECRET, SIGNED, BODY, AT + timedelta(seconds=seconds))


@pytest.mark.parametrize("seconds", [-301, 301])
def test_a_late_or_early_delivery_is_refused(seconds: int) -> None:
    with pytest.raises(BadSignatureError, match="from now"):
        verify(SECRET, SIGNED, BODY, AT + timedelta(seconds=seconds))


@pytest.mark.parametrize(
    "changed",
    [
        {"webhook-id": "msg_lain"},
        {"webhook-id": ""},
        {"webhook-id": "a.b"},
        {"webhook-timestamp": "1614265331"},
        {"webhook-timestamp": "١"},
        {"webhook-timestamp": ""},
        {"webhook-signature": ""},
        {"webhook-signature": "v1,"},
        {"webhook-signature": SIGNED["webhook-signature"].replace("v1,", "v2,")},
    ],
)
def test_a_forged_header_is_refused(changed: dict[str, str]) -> None:
    with pytest.raises(BadSignatureError):
        verify(SECRET, {**SIGNED, **changed}, BODY, AT)


def test_a_changed_body_is_refused() -> None:
    with pytest.raises(BadSignatureError, match="fits the body"):
        verify(SECRET, SIGNED, BODY + b" ", AT)


@pytest.mark.parametrize(
    "secret", ["", "whsec_", "whsec_????", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_YQ==", "whsec_é"]
)
def test_a_secret_that_is_none_is_refused_and_not_shown(secret: str) -> None:
    with pytest.raises(BadSecretError) as told:
        sign(secret, "msg", AT, BODY)

    assert str(told.value) == "a secret is whsec_ and base64 of 24 to 64 bytes"
