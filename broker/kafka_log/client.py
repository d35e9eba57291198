"""The client library of this process, for its metrics."""

from collections.abc import Mapping

import kafka
from kafka import codec

from broker.kafka_log.crc import has_c_crc32c


def client_info() -> Mapping[str, str]:
    """The library's version, who computes its checksums (c or python), and the codecs that it can read."""
    codecs = {"gzip": codec.has_gzip, "lz4": codec.has_lz4, "snappy": codec.has_snappy, "zstd": codec.has_zstd}
    return {
        "version": kafka.__version__,
        "crc32c": "c" if has_c_crc32c() else "python",
        "codecs": ",".join(name for name, is_there in codecs.items() if is_there()),
    }
