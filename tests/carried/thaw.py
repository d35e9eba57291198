"""Makes a frozen pipeline again, as the Warta that wrote it left it: beside `freeze`, which says what lies where."""

import base64
import gzip
import json
import shutil
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from kafka import KafkaAdminClient, KafkaProducer
from kafka.structs import OffsetAndMetadata, TopicPartition
from sqlalchemy import create_engine

from pipeline.settings import Settings
from pipeline.wiring.log import apply_topics, open_log
from tests.carried.freeze import PREFIX


def thaw_embedded(folder: Path, data_dir: Path) -> Settings:
    """The folder of a pipeline on the embedded log and SQLite files."""
    data_dir.mkdir()
    for file in folder.glob("*.db.gz"):
        (data_dir / file.stem).write_bytes(gzip.decompress(file.read_bytes()))
    _archive(folder, data_dir, "warta.")
    return Settings(data_dir=data_dir, log_durable=False)


def thaw_cluster(folder: Path, settings: Settings) -> Settings:
    """A pipeline on Kafka and PostgreSQL: topics and groups under the prefix, tables in the schema of the address."""
    bootstrap, prefix = settings.kafka_bootstrap, settings.topic_prefix
    settings.data_dir.mkdir()
    _archive(folder, settings.data_dir, prefix)
    statements = (folder / "stores.sql").read_text(encoding="utf-8").replace(PREFIX, prefix)
    engine = create_engine(settings.database_url or "")
    with engine.begin() as connection:
        # Without parameters, so that the server takes all statements at once.
        connection.exec_driver_sql(statements)
    engine.dispose()
    with closing(open_log(settings)) as log:
        apply_topics(log, settings)
    _produce(folder / "log.jsonl", bootstrap, prefix)
    _settle(folder / "offsets.jsonl", bootstrap, prefix)
    return settings


def _archive(folder: Path, data_dir: Path, prefix: str) -> None:
    (data_dir / "archive").mkdir()
    for file in (folder / "archive").iterdir():
        shutil.copy(file, data_dir / "archive" / file.name.replace(PREFIX, prefix))


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def _produce(path: Path, bootstrap: str, prefix: str) -> None:
    with closing(KafkaProducer(bootstrap_servers=bootstrap)) as producer:
        for said in _lines(path):
            producer.send(
                prefix + said["topic"],
                key=base64.b64decode(said["key"]),
                value=base64.b64decode(said["value"]),
                headers=[(name, base64.b64decode(value)) for name, value in said["headers"]],
                partition=said["partition"],
            )
        producer.flush()


def _settle(path: Path, bootstrap: str, prefix: str) -> None:
    of_group: dict[str, dict[TopicPartition, OffsetAndMetadata]] = defaultdict(dict)
    for said in _lines(path):
        place = TopicPartition(prefix + said["topic"], said["partition"])
        of_group[prefix + said["group"]][place] = OffsetAndMetadata(said["settled"], "", None)
    with closing(KafkaAdminClient(bootstrap_servers=bootstrap)) as admin:
        for group, settled in of_group.items():
            admin.alter_group_offsets(group, settled)
