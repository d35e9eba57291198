"""Prints, as JSON, how many partitions of ours each node of Kafka leads; run in a container as reader.py is."""

import json
import sys
from collections import Counter
from contextlib import closing

from kafka import KafkaAdminClient


def main(bootstrap: str) -> None:
    with closing(KafkaAdminClient(bootstrap_servers=bootstrap.split(","))) as admin:
        ours = [topic for topic in admin.describe_topics() if topic["name"].startswith("warta.")]
    led = Counter(str(partition["leader_id"]) for topic in ours for partition in topic["partitions"])
    sys.stdout.write(json.dumps(led))


if __name__ == "__main__":
    main(sys.argv[1])
