"""Maps each error of aiohttp to a refusal."""

import ssl

import aiohttp

from ingest.web.errors import FetchRefused
from ingest.web.guard import was_forbidden
from schemas.outcomes import Reason

# OpenSSL's X509_V_ERR_* codes, as people speak of them.
CERTIFICATE_CLASSES = {
    9: "not yet valid",
    10: "expired",
    18: "self-signed",
    19: "self-signed",
    20: "unknown issuer",
    21: "unknown issuer",
    23: "revoked",
    62: "wrong name",
    64: "wrong name",
}


def refusal_of(error: aiohttp.ClientError) -> FetchRefused:
    detail = " ".join(str(error).split())[:300] or type(error).__name__
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return FetchRefused(Reason.CONNECTION_FAILED, f"the name does not resolve: {detail}", retry=True)
    if isinstance(error, aiohttp.ClientConnectorCertificateError | aiohttp.ClientSSLError):
        return FetchRefused(Reason.TLS_ERROR, f"{_tls_class(error)}: {detail}", retry=True)
    if isinstance(error, aiohttp.ClientConnectorError) and was_forbidden(error.os_error):
        return FetchRefused(Reason.FORBIDDEN_ADDRESS, str(error.os_error))
    if isinstance(error, aiohttp.InvalidURL | aiohttp.NonHttpUrlClientError):
        return FetchRefused(Reason.BAD_URL, detail)
    if isinstance(error, aiohttp.ClientResponseError):
        # Header floods, lines too long, no HTTP at all: the server speaks, and wrongly.
        return FetchRefused(Reason.HTTP_SERVER_ERROR, f"no valid HTTP: {error.message[:200]}", retry=True)
    return FetchRefused(Reason.CONNECTION_FAILED, detail, retry=True)


def _tls_class(error: aiohttp.ClientConnectorCertificateError | aiohttp.ClientSSLError) -> str:
    """The fault of the certificate; without a certificate, the handshake failed."""
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        cause = error.certificate_error
        code = cause.verify_code if isinstance(cause, ssl.SSLCertVerificationError) else 0
        return f"certificate {CERTIFICATE_CLASSES.get(code, 'refused')}"
    return "handshake failed"
