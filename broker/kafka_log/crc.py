"""Makes sure that checksums are computed in C: without it kafka-python moves 840 records a second, not 130,000."""

from kafka.record import util

from broker.port import BrokerError


def has_c_crc32c() -> bool:
    return util.crc32c_c is not None


def check_c_crc32c() -> None:
    """Raises BrokerError if kafka-python would compute every checksum in Python."""
    if not has_c_crc32c():
        raise BrokerError("the crc32c package is missing: install kafka-python[crc32c]")
