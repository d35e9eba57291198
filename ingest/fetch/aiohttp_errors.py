"""What each error of aiohttp means as a refusal."""

import aiohttp

from ingest.fetch.guard import was_forbidden
from ingest.fetch.refusal import FetchRefused
from schemas.outcomes import Reason


def refusal_of(error: aiohttp.ClientError) -> FetchRefused:
    detail = " ".join(str(error).split())[:300] or type(error).__name__
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return FetchRefused(Reason.CONNECTION_FAILED, f"the name does not resolve: {detail}", retry=True)
    if isinstance(error, aiohttp.ClientConnectorCertificateError | aiohttp.ClientSSLError):
        return FetchRefused(Reason.TLS_ERROR, detail, retry=True)
    if isinstance(error, aiohttp.ClientConnectorError) and was_forbidden(error.os_error):
        return FetchRefused(Reason.FORBIDDEN_ADDRESS, str(error.os_error))
    if isinstance(error, aiohttp.InvalidURL | aiohttp.NonHttpUrlClientError):
        return FetchRefused(Reason.BAD_URL, detail)
    if isinstance(error, aiohttp.ClientResponseError):
        # Header floods, lines too long, no HTTP at all: the server speaks, and wrongly.
        return FetchRefused(Reason.HTTP_SERVER_ERROR, f"no valid HTTP: {error.message[:200]}", retry=True)
    return FetchRefused(Reason.CONNECTION_FAILED, detail, retry=True)
