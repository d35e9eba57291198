"""Keeps the leases of held hosts alive, and gives them back."""

import asyncio
from collections.abc import Callable
from datetime import datetime

import structlog

from ingest.fetch.held_host import HeldHost
from ingest.ports import Hosts
from runtime.state import StaleOwnerError, StoreUnavailableError

log = structlog.get_logger(__name__)

# What a killed process costs its hosts in delay. It is renewed all the while, however long a request takes.
LEASE_S = 20.0
RENEW_SHARE = 0.6


class LeaseKeeper:
    def __init__(self, hosts: Hosts, *, now: Callable[[], datetime], lease_s: float = LEASE_S) -> None:
        self._hosts = hosts
        self._now = now
        self._lease_s = lease_s

    async def keep(self, held: HeldHost) -> None:
        """Renews the lease until it is cancelled or lost: a hung request must not cost us the host."""
        while not held.lost:
            await asyncio.sleep(self._lease_s * (1 - RENEW_SHARE))
            try:
                await self.renew(held)
            except StaleOwnerError:
                held.lose()
            except StoreUnavailableError as error:
                # The next turn asks again; until then the lease may run out, and then another starts from the frontier.
                log.warning("host lease not renewed", host=held.lease.host, error=str(error))

    async def renew(self, held: HeldHost, *, at_once: bool = False) -> None:
        """Raises StaleOwnerError."""
        async with held.renewing:
            left_s = (held.lease.until - self._now()).total_seconds()
            if held.lost or (left_s >= self._lease_s * RENEW_SHARE and not at_once):
                return
            held.lease = await asyncio.to_thread(
                self._hosts.renew,
                held.lease,
                now=self._now(),
                ttl_s=self._lease_s,
                ready_at=held.ready_at,
                failures=held.failures,
            )

    async def release(self, held: HeldHost) -> None:
        if held.lost:
            return
        try:
            await asyncio.to_thread(self._hosts.release, held.lease, ready_at=held.ready_at, failures=held.failures)
        except (StaleOwnerError, StoreUnavailableError) as error:
            # Either way the lease ends without us.
            log.warning("host lease not given back", host=held.lease.host, error=str(error))
