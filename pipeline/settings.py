"""Every setting, from `WARTA_*` in the environment; nothing else of ours reads it."""

import errno
import os
import socket
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, SecretStr
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from pipeline.addresses import Brokers, Contact, Inner, Receiver
from pipeline.splitting import Table, Words
from pipeline.topology import BY_NAME, SERVE
from runtime.process.log_file import VARIABLE

SHIPPED_CONFIG = Path(__file__).resolve().parent.parent / "config"
PREFIX = "WARTA_"
HOUR_S = 3600.0
# A settle is five requests on Kafka and a commit to the embedded log (decision 8).
GATHER = {"sqlite": 1.0, "kafka": 2.0}


def known_steps(processes: dict[str, int]) -> dict[str, int]:
    """Raises ValueError that names the first that is no step, and the nearest one that is."""
    for name in processes:
        if name not in (*BY_NAME, SERVE):
            near = get_close_matches(name, (*BY_NAME, SERVE), n=1)
            raise ValueError(f"no such step: {name}{f'; did you mean {near[0]}?' if near else '; see `warta map`'}")
    return processes


class Settings(BaseSettings):
    """Seconds, bytes and counts stand in the names. Raises pydantic's ValidationError on values that are none."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="ignore")

    data_dir: Path = Field(Path("data"), description="Folder that holds everything a run writes.")
    config_dir: Path = Field(
        SHIPPED_CONFIG, description="Folder with `sources/*.toml`, `watches/*.toml` and `topics.toml`."
    )
    instance: str = Field(
        default_factory=socket.gethostname,
        description="Name of this machine or container, part of every client's name; default: the host's name.",
    )
    log: Literal["sqlite", "kafka"] = Field(
        "sqlite", description="Where topics live: the embedded log or a Kafka cluster."
    )
    kafka_bootstrap: Annotated[str, Brokers] = Field(
        "127.0.0.1:19092", description="`host:port` of Kafka brokers, separated by commas."
    )
    kafka_security: Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"] = Field(
        "PLAINTEXT", description="How to talk to Kafka; with SASL by SCRAM-SHA-512."
    )
    kafka_user: str = Field("", description="User of the Kafka cluster.")
    kafka_password: SecretStr | None = Field(None, description="Password of that user; better in a file.")
    kafka_password_file: Path | None = Field(None, description="File that holds the password of the Kafka user.")
    kafka_ca_file: Path | None = Field(None, description="Certificates that Kafka's own is checked against.")
    kafka_replication: int = Field(
        -1, ge=-1, description="Copies of a new topic's partitions; -1: the cluster's default."
    )
    database_url: str | None = Field(
        None, description="`postgresql+psycopg://user@host/database` for stores and state; none: SQLite files."
    )
    database_password_file: Path | None = Field(None, description="File that holds the password of the database user.")
    topic_prefix: str = Field("warta.", description="Stands before every topic's name.")
    log_durable: bool = Field(
        True, description="Write every settle through to the disk, so that a power cut loses nothing."
    )
    log_max_bytes: int | None = Field(
        None, gt=0, description="Size the embedded log's file may reach; none: the disk's."
    )
    log_session_s: float = Field(6.0, gt=0.5, description="How long a silent worker keeps its partitions.")
    topic_max_bytes: int | None = Field(None, gt=0, description="Replaces every topic's own size limit.")
    topic_partitions: int | None = Field(None, gt=0, description="Replaces every topic's own number of partitions.")
    gather: float | None = Field(
        None,
        ge=0,
        description="How many times longer than usual records gather for one settle: less processor time, more delay; "
        "none: 1 on the embedded log, 2 on Kafka.",
    )
    processes: Annotated[dict[str, Annotated[int, Field(gt=0)]], Table, AfterValidator(known_steps), NoDecode] = Field(
        {}, description="Processes by step, as `clean=4,enrich=2`; as declared where none is named: see `warta map`."
    )
    host: str = Field("127.0.0.1", description="Address that the page and the API listen on.")
    allow_public: bool = Field(False, description="Let the page listen on an address that others can reach.")
    tokens: Literal["auto", "required", "off"] = Field(
        "auto", description="Whether who asks needs a token: `auto` on an address that others can reach; see api.md."
    )
    port: int = Field(8700, ge=0, le=65535, description="Port of the page and the API; 0 takes a free one.")
    cors_origins: Annotated[tuple[str, ...], Words, NoDecode] = Field(
        (),
        description="Sites whose scripts may read the API, as `https://desk.example`, by commas; `*`: all.",
    )
    serve_hosts: Annotated[tuple[str, ...], Words, NoDecode] = Field(
        (),
        description="Names that the page and the API answer to beside addresses and `localhost`, by commas; `*`: all.",
    )
    health_host: str = Field("127.0.0.1", description="Address that the health and metrics of processes listen on.")
    health_port: int = Field(
        0,
        ge=0,
        le=65535,
        description="Port of the supervisor's health and metrics, its workers' after it; 0: free ones.",
    )
    contact: Annotated[str, Contact] = Field(
        "https://example.org/warta",
        description="Address in the User-Agent: whom a site may turn to; to be set before strangers are crawled.",
    )
    allow_addresses: Annotated[tuple[str, ...], Words, Inner, NoDecode] = Field(
        (), description="`host:port` of inner addresses that the crawl may reach all the same, separated by commas."
    )
    fetch_concurrency: int = Field(
        16, gt=0, le=256, description="Requests in flight over all hosts of one fetch process."
    )
    title_filter: Literal["off", "backfill", "all"] = Field(
        "backfill", description="Where links whose title names nothing that a watch requires are not fetched."
    )
    refetch_after_s: Annotated[tuple[float, ...], Words, NoDecode] = Field(
        (HOUR_S, 6 * HOUR_S, 24 * HOUR_S), description="When an article is fetched again, counted from its first fetch."
    )
    changed_floor_s: float = Field(
        600.0, ge=0, description="Least time between two fetches of an article whose feed says that it changed."
    )
    backlog_pages: int = Field(
        5000, ge=0, description="Pages that may wait to be cleaned before fetching rests; discovery goes on."
    )
    disk_reserve_bytes: int = Field(
        1 << 30, ge=0, description="Free space on the data folder's disk below which fetching rests."
    )
    archive_dir: Path | None = Field(
        None,
        description="Folder of the archive's files, shared by its processes; none: `archive` in the data folder.",
    )
    archive_keep_days: float = Field(
        90.0, gt=0, description="Days after its last write that a file of the archive is kept."
    )
    archive_max_bytes: int | None = Field(
        20 << 30, gt=0, description="Size of the archive above which its oldest files go, never one that is open."
    )
    archive_file_bytes: int = Field(256 << 20, gt=0, description="Size at which a file of the archive is closed.")
    archive_file_age_s: float = Field(
        24 * HOUR_S, gt=0, description="Age at which a file of the archive is closed, at the next write."
    )
    texts_keep_days: float = Field(
        90.0,
        gt=0,
        description="Days that texts are kept to be judged again, and the revisions of withdrawn articles.",
    )
    changes_keep_days: float = Field(
        14.0, gt=0, description="Days that the feed of changes goes back: a reader that comes later begins again."
    )
    webhooks_max: int = Field(
        100, ge=0, le=1000, description="Webhooks there may be; each has a connection of its own."
    )
    lag_every_s: float = Field(
        5.0,
        gt=0,
        description="Least time between two looks of metrics at the lag of all groups, or at the archive's index.",
    )
    patience_s: float = Field(300.0, gt=0, description="How long the watchdog lets a worker with work stand still.")
    otlp_endpoint: Annotated[str, Receiver] | None = Field(
        None, description="Receiver of OpenTelemetry's spans, as `http://host:4318`; none: no spans are made."
    )
    otlp_ratio: float = Field(
        0.01, ge=0, le=1, description="Share of the pages and links whose way through the steps is sent there."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="Least level that is logged.")

    @property
    def gathering(self) -> float:
        return self.gather if self.gather is not None else GATHER[self.log]

    @property
    def run_dir(self) -> Path:
        return self.data_dir / "run"

    def secret(self, name: Literal["kafka", "database"]) -> str:
        """A password, from its setting or its file. Raises OSError if the file cannot be read, or holds none."""
        path = self.kafka_password_file if name == "kafka" else self.database_password_file
        if path is not None:
            found = path.read_text(encoding="utf-8").strip()
            if not found:
                raise OSError(errno.ENODATA, "it is empty: write the password into it", str(path))
            return found
        return self.kafka_password.get_secret_value() if name == "kafka" and self.kafka_password else ""


def environment() -> Mapping[str, str]:
    """For whoever says what is in it, or is there without being a setting."""
    return os.environ


def child_environment(settings: Settings) -> dict[str, str]:
    """The environment of a child process: this one's, with every setting as it is here."""
    written = {f"{PREFIX}{name.upper()}": _written(value) for name, value in settings if value is not None}
    return dict(os.environ) | written


def _written(value: object) -> str:
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    if isinstance(value, dict):
        return ",".join(f"{name}={count}" for name, count in value.items())
    if isinstance(value, tuple):
        return ",".join(map(str, value))
    return str(value.resolve() if isinstance(value, Path) else value)


def output_file() -> Path | None:
    """The file that the supervisor turned this process's output to; None where that is nobody's file."""
    named = os.environ.get(VARIABLE)
    return Path(named) if named else None
