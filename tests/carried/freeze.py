"""Freezes a small pipeline of the code at hand: its log, its database, its archive.

    python -m tests.carried.freeze tests/carried/frozen/NAME --kafka HOST:PORT --postgres URL

`NAME/embedded` holds each SQLite file, compressed. `NAME/cluster` holds `log.jsonl` (a message
a line, with its partition), `offsets.jsonl` (what each group had settled) and `stores.sql` (as `pg_dump --inserts`
writes it). Both hold the archive's files. A folder is frozen once and never changed afterwards.
"""

import argparse
import base64
import gzip
import json
import re
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from sqlalchemy import make_url

from pipeline.settings import Settings
from pipeline.wiring.log import apply_topics, open_log
from pipeline.wiring.stores import open_frontier
from tests.carried.scene import (
    FERRY,
    GARDEN,
    GARDEN_FROM_A_FRIEND,
    LISTED,
    PADDY_ON_A_PHONE,
    listed,
    read_to_the_end,
    unread,
)
from tests.pipeline import in_process
from tests.stores.conftest import empty_schema

# A log has room for this; every message of ours is there.
EVERYTHING = 10_000
# Of the topics' names in what was frozen of a cluster.
PREFIX = "frozen."


def fill(settings: Settings) -> None:
    """A pipeline that stopped in the middle: some pages read to the end, some unread, one address never fetched."""
    with closing(open_log(settings)) as log:
        apply_topics(log, settings)
    in_process.publish(settings, *read_to_the_end())
    in_process.run(settings)
    links = open_frontier(settings).links
    links.write(
        links.claim("frontier", "links", 0), listed(LISTED, FERRY, PADDY_ON_A_PHONE, GARDEN, GARDEN_FROM_A_FRIEND)
    )
    in_process.publish(settings, *unread())


def freeze_archive(settings: Settings, folder: Path) -> None:
    (folder / "archive").mkdir(parents=True)
    for file in (settings.data_dir / "archive").glob("*.warc.gz*"):
        shutil.copy(file, folder / "archive" / file.name.replace(settings.topic_prefix, PREFIX))


def freeze_files(settings: Settings, folder: Path) -> None:
    for file in sorted(settings.data_dir.glob("*.db")):
        with closing(sqlite3.connect(file)) as connection:
            # What lies beside the file belongs to it.
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (folder / f"{file.name}.gz").write_bytes(gzip.compress(file.read_bytes(), mtime=0))


def freeze_kafka(settings: Settings, folder: Path) -> None:
    prefix = settings.topic_prefix
    with closing(open_log(settings)) as log:
        lag = [(each.group, each.topic, each.partition, each.settled) for each in log.lag()]
        messages = [
            (partition, stored)
            for topic, partitions in sorted(log.topics().items())
            if topic.startswith(prefix)
            for partition in range(partitions)
            for stored in log.read(topic, partition, start=0, limit=EVERYTHING)
        ]
    # Offsets of a cluster count the markers of transactions: what is frozen counts messages.
    before = {
        (group, topic, partition): sum(
            stored.message.topic == topic and at == partition and stored.position.offset < settled
            for at, stored in messages
        )
        for group, topic, partition, settled in lag
    }
    _lines(
        folder / "log.jsonl",
        (
            {
                "topic": stored.message.topic.removeprefix(prefix),
                "partition": partition,
                "key": _text(stored.message.key),
                "value": _text(stored.message.value),
                "headers": [[name, _text(value)] for name, value in stored.message.headers],
            }
            for partition, stored in messages
        ),
    )
    _lines(
        folder / "offsets.jsonl",
        (
            {"group": group.removeprefix(prefix), "topic": topic.removeprefix(prefix), "partition": at, "settled": n}
            for (group, topic, at), n in sorted(before.items())
        ),
    )


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode()


def _lines(path: Path, values: Iterable[object]) -> None:
    path.write_text("".join(json.dumps(value) + "\n" for value in values), encoding="utf-8")


def freeze_postgres(url: str, prefix: str, folder: Path) -> None:
    server = make_url(url)
    schema = str(server.query["options"]).removeprefix("-csearch_path=")
    plain = server.set(drivername="postgresql", query={}).render_as_string(hide_password=False)
    command = ["pg_dump", "--inserts", "--no-owner", "--no-privileges", f"--schema={schema}", plain]
    dumped = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    # Settings of a session and commands of psql are no part of the database; tables go where the search path leads.
    kept = [
        line
        for line in dumped.splitlines()
        if not re.match(r"--|SET |SELECT pg_catalog\.set_config|\\|CREATE SCHEMA", line)
    ]
    statements = "\n".join(kept).replace(f"{schema}.", "").replace(prefix, PREFIX)
    (folder / "stores.sql").write_text(re.sub(r"\n{3,}", "\n\n", statements) + "\n", encoding="utf-8")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("folder", type=Path)
    asked.add_argument("--kafka", required=True)
    asked.add_argument("--postgres", required=True)
    given = asked.parse_args()
    embedded_folder, cluster_folder = given.folder / "embedded", given.folder / "cluster"
    with tempfile.TemporaryDirectory() as place, empty_schema(given.postgres) as url:
        embedded = Settings(data_dir=Path(place, "embedded"), log_durable=False)
        fill(embedded)
        freeze_archive(embedded, embedded_folder)
        freeze_files(embedded, embedded_folder)
        cluster = Settings(
            data_dir=Path(place, "cluster"),
            log="kafka",
            kafka_bootstrap=given.kafka,
            topic_prefix=f"{PREFIX}{Path(place).name}.",
            database_url=url,
        )
        fill(cluster)
        freeze_archive(cluster, cluster_folder)
        freeze_kafka(cluster, cluster_folder)
        freeze_postgres(url, cluster.topic_prefix, cluster_folder)


if __name__ == "__main__":
    main()
