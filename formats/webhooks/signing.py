"""Signatures of webhooks, made and verified as Standard Webhooks has them.

Source: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

import base64
import binascii
import hashlib
import hmac
import re
from datetime import datetime

PREFIX = "whsec_"
VERSION = "v1"
LEAST_BYTES, MOST_BYTES = 24, 64
TOLERANCE_S = 300
WHOLE_NUMBER = re.compile(r"[0-9]{1,12}")


class BadSecretError(ValueError):
    """The secret is not `whsec_` and base64 of 24 to 64 bytes. The message never shows it."""


class BadSignatureError(ValueError):
    """The delivery is forged, changed, or too far from now."""


def sign(secret: str, message_id: str, at: datetime, body: bytes) -> dict[str, str]:
    """The three headers of a delivery; `at` knows its zone. A name with a dot would make what is signed ambiguous:
    ValueError. Raises BadSecretError."""
    if not message_id or "." in message_id:
        raise ValueError("the id of a delivery has no dot and is not empty")
    seconds = str(int(at.timestamp()))
    return {
        "webhook-id": message_id,
        "webhook-timestamp": seconds,
        "webhook-signature": f"{VERSION},{_digest(_key(secret), message_id, seconds, body)}",
    }


def verify(secret: str, headers: dict[str, str], body: bytes, now: datetime, tolerance_s: int = TOLERANCE_S) -> str:
    """The id of a genuine delivery, by which a receiver drops those it has had: a replay in time is genuine too.
    `headers`: names in lower case. Raises BadSignatureError, BadSecretError."""
    message_id, seconds = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not message_id or "." in message_id or not WHOLE_NUMBER.fullmatch(seconds):
        raise BadSignatureError("the id or the timestamp is missing or malformed")
    if abs(now.timestamp() - int(seconds)) > tolerance_s:
        raise BadSignatureError(f"the timestamp is more than {tolerance_s} s from now")
    wanted = f"{VERSION},{_digest(_key(secret), message_id, seconds, body)}".encode()
    given = headers.get("webhook-signature", "").split(" ")
    if not any(hmac.compare_digest(wanted, each.encode()) for each in given):
        raise BadSignatureError("no signature fits the body")
    return message_id


def _key(secret: str) -> bytes:
    try:
        key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if not secret.startswith(PREFIX) or not LEAST_BYTES <= len(key) <= MOST_BYTES:
        raise BadSecretError("a secret is whsec_ and base64 of 24 to 64 bytes")
    return key


def _digest(key: bytes, message_id: str, seconds: str, body: bytes) -> str:
    signed = f"{message_id}.{seconds}.".encode() + body
    return base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
