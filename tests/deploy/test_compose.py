"""docker-compose.yml runs every step of the map, as hardened as it says, on settings that exist."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.settings import Settings
from pipeline.topology import BY_NAME, READERS, SERVE, STEPS
from runtime.process.supervisor import GRACE_S

ROOT = Path(__file__).parents[2]
INFRASTRUCTURE = {"alertmanager", "grafana", "kafka", "postgres", "postgres-exporter", "prometheus"}
ONE_SHOT = {"topics", "migrate"}
# Of each service that is ours, the role whose tables it may make or use.
ROLES = {"migrate": "warta_owner"}
CRAWLERS = {step.name for step in STEPS if step.web}
PUBLISHED = {SERVE, "alertmanager", "grafana", "prometheus"}
# What the client leaves out unless it is asked for.
WITH_PROFILE = {"grafana", "postgres-exporter"}
# The webhooks that alerts go to are not ours.
OUTSIDE = {*CRAWLERS, "alertmanager"}
NO_RETRY = "no"


def environment(service: Any) -> dict[str, str]:
    return dict(service.get("environment", {}))


def ours(services: dict[str, Any]) -> dict[str, Any]:
    return {name: service for name, service in services.items() if name not in INFRASTRUCTURE}


def test_every_step_of_the_map_is_a_service_and_there_is_no_other(services: dict[str, Any]) -> None:
    # A list: a step that takes the name of another service would replace it.
    assert sorted(services) == sorted([*(step.name for step in STEPS), SERVE, *ONE_SHOT, *INFRASTRUCTURE])


def test_no_step_has_more_processes_than_its_topic_can_feed() -> None:
    for step in READERS:
        assert step.processes <= step.reads.partitions, step.name


def test_every_service_is_hardened(services: dict[str, Any]) -> None:
    for name, service in services.items():
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert "cap_add" not in service, name
        assert "privileged" not in service, name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert any(mount.startswith("/tmp:") for mount in service["tmpfs"]), name
        assert 0 < service["pids_limit"] <= 512, name
        assert 0 < float(service["cpus"]) <= 2, name
        assert re.fullmatch(r"\d+m", service["mem_limit"]), name


def test_what_runs_for_ever_is_started_again_and_what_runs_once_is_not(services: dict[str, Any]) -> None:
    for name, service in services.items():
        assert service["restart"] == (NO_RETRY if name in ONE_SHOT else "unless-stopped"), name


def test_a_worker_is_given_longer_to_stop_than_its_supervisor_gives_it(services: dict[str, Any]) -> None:
    for name, service in services.items():
        found = re.fullmatch(r"(\d+)s", service["stop_grace_period"])

        assert found, name
        assert int(found[1]) > GRACE_S, name


def test_every_setting_that_is_given_exists(services: dict[str, Any]) -> None:
    known = {f"WARTA_{name.upper()}" for name in Settings.model_fields}

    for name, service in ours(services).items():
        assert set(environment(service)) <= known, name


def test_the_settings_of_every_service_are_accepted(services: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("WARTA_")]:
        monkeypatch.delenv(name)
    for name, service in ours(services).items():
        with monkeypatch.context() as of_service:
            for variable, value in environment(service).items():
                # Compose fills in what stands in braces; here, its default, or what the operator must say.
                filled = re.sub(r"\$\{\w+:-(.*)\}", r"\1", value)
                of_service.setenv(variable, re.sub(r"\$\{WARTA_CONTACT:\?.*\}", "https://your.site/about", filled))
            settings = Settings()

        assert settings.log == "kafka"
        assert settings.kafka_bootstrap == "kafka:9092"
        assert settings.database_url == f"postgresql+psycopg://{ROLES.get(name, 'warta')}@postgres/warta"
        assert str(settings.data_dir) == "/data"
        assert settings.health_port == 9100


def test_every_secret_comes_as_a_file_that_the_service_was_granted(compose: Any, services: dict[str, Any]) -> None:
    for name, service in services.items():
        for variable, value in environment(service).items():
            if "PASSWORD" in variable:
                assert variable.endswith("_FILE"), f"{name}: {variable}"
                assert value.removeprefix("/run/secrets/") in service["secrets"], f"{name}: {variable}"
        assert set(service.get("secrets", ())) <= set(compose["secrets"]), name
    for name, secret in compose["secrets"].items():
        assert secret == {"file": f"./deploy/compose/secrets/{name}"}


@pytest.mark.parametrize(("service", "role"), [("frontier", "warta"), ("migrate", "warta_owner")])
def test_each_role_of_the_database_is_given_the_password_that_its_service_uses(
    services: dict[str, Any], service: str, role: str
) -> None:
    sql = (ROOT / "deploy" / "compose" / "postgres" / "role.sql").read_text(encoding="utf-8")
    secret = environment(services[service])["WARTA_DATABASE_PASSWORD_FILE"]
    variable = re.search(rf"\\set (\w+) `cat {secret}`", sql)

    assert variable
    assert re.search(rf"ALTER ROLE {role} LOGIN NOSUPERUSER .*PASSWORD :'{variable[1]}'", sql)
    assert secret.removeprefix("/run/secrets/") in services["postgres"]["secrets"]


def test_only_the_migration_holds_the_password_of_the_role_that_owns_the_tables(services: dict[str, Any]) -> None:
    holding = {name for name, service in services.items() if "database_owner_password" in service.get("secrets", ())}

    assert holding == {"migrate", "postgres"}


def test_nothing_starts_before_the_log_the_database_the_topics_and_the_tables_are_ready(
    services: dict[str, Any],
) -> None:
    healthy, done = {"condition": "service_healthy"}, {"condition": "service_completed_successfully"}

    assert services["topics"]["depends_on"] == {"kafka": healthy}
    assert services["migrate"]["depends_on"] == {"postgres": healthy}
    for name in (*BY_NAME, SERVE):
        ready = {"kafka": healthy, "postgres": healthy, "topics": done, "migrate": done}
        assert services[name]["depends_on"] == ready, name
    for name in INFRASTRUCTURE:
        assert services[name]["healthcheck"]["test"], name


def test_only_crawlers_reach_the_web_and_only_loopback_reaches_us(compose: Any, services: dict[str, Any]) -> None:
    assert compose["networks"]["inside"]["internal"] is True
    for name, service in services.items():
        more = {network for network, of in (("outside", OUTSIDE), ("published", PUBLISHED)) if name in of}
        assert set(service["networks"]) == {"inside"} | more, name
        assert bool(service.get("ports")) == (name in PUBLISHED), name
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", ())), name


def test_the_page_is_published_from_the_port_it_listens_on(services: dict[str, Any]) -> None:
    of_serve = environment(services[SERVE])

    assert services[SERVE]["command"] == ["worker", SERVE]
    assert (of_serve["WARTA_ALLOW_PUBLIC"], of_serve["WARTA_HOST"]) == ("true", "0.0.0.0")
    assert services[SERVE]["ports"][0].endswith(f":{of_serve['WARTA_PORT']}")


def test_the_broker_is_asked_without_a_virtual_machine_of_its_own(services: dict[str, Any]) -> None:
    check = " ".join(services["kafka"]["healthcheck"]["test"])

    assert check.startswith("CMD timeout ")
    assert "/dev/tcp/127.0.0.1/9092" in check
    assert ".sh" not in check


def test_the_database_is_healthy_only_where_the_role_of_the_steps_can_log_in(
    services: dict[str, Any], tmp_path: Path
) -> None:
    """The very command, in a shell, with a client that says how it was called."""
    kind, command = services["postgres"]["healthcheck"]["test"]
    secret = tmp_path / "database_password"
    secret.write_text("an-own-password\n")
    (tmp_path / "psql").write_text('#!/bin/sh\necho "$PGPASSWORD $*" >"$SAID"\nexit 2\n')
    (tmp_path / "psql").chmod(0o755)
    # Compose makes one dollar sign of two.
    shell = command.replace("$$", "$").replace("/run/secrets/database_password", str(secret))
    around = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "SAID": str(tmp_path / "said")}
    ran = subprocess.run(["/bin/sh", "-c", shell], env=around, capture_output=True)

    assert kind == "CMD-SHELL"
    assert ran.returncode == 2
    assert (tmp_path / "said").read_text() == "an-own-password -h 127.0.0.1 -U warta -d warta -qAtc select 1\n"


@pytest.mark.parametrize(("name", "user"), [("kafka", "1000"), ("postgres", "999")])
def test_what_an_image_writes_in_memory_belongs_to_its_user(services: dict[str, Any], name: str, user: str) -> None:
    own = [mount for mount in services[name]["tmpfs"] if not mount.startswith("/tmp:")]

    assert own
    assert all(mount.endswith(f",uid={user},gid={user}") for mount in own)


def test_images_are_plain_names_of_a_stated_version(services: dict[str, Any]) -> None:
    for name, service in services.items():
        image, _, tag = service["image"].partition(":")
        assert re.fullmatch(r"[a-z]+(/[a-z-]+)?", image), name
        assert tag not in ("", "latest"), name


def test_containers_of_one_step_do_not_share_their_run_folder(services: dict[str, Any]) -> None:
    for name, service in ours(services).items():
        [data] = [volume for volume in service["volumes"] if volume["target"] == "/data"]
        assert "source" not in data, name


def test_the_broker_is_told_what_the_local_node_is_told(services: dict[str, Any]) -> None:
    lines = (ROOT / "deploy" / "kafka" / "server.properties").read_text(encoding="utf-8").splitlines()
    local = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    given = {
        name.removeprefix("KAFKA_").lower().replace("_", "."): value
        for name, value in environment(services["kafka"]).items()
        if name.startswith("KAFKA_")
    }
    # Where the node is, who may ask it, and how large it may grow differ; how it treats records does not.
    of_place = re.compile(r"listener|^ssl|controller\.quorum|log\.dirs|^num\.(network|io)|background|^log\.")

    assert {name for name in local if name not in given and not of_place.search(name)} == set()
    assert {name: value for name, value in given.items() if name in local and not of_place.search(name)} == {
        name: value for name, value in local.items() if not of_place.search(name)
    }


def test_the_broker_is_the_version_that_the_tests_run_on(services: dict[str, Any]) -> None:
    pom = (ROOT / "deploy" / "kafka" / "pom.xml").read_text(encoding="utf-8")
    tested = re.search(r"<kafka\.version>(.*)</kafka\.version>", pom)

    assert tested
    assert services["kafka"]["image"] == f"apache/kafka:{tested[1]}"


def client() -> list[str]:
    """The compose client of this machine: the plugin, or the program of its own."""
    for command in (["docker", "compose"], ["docker-compose"]):
        if shutil.which(command[0]) and not subprocess.run([*command, "version"], capture_output=True).returncode:
            return command
    why = "no compose client: install one (Debian: apt-get install docker-compose)"
    if os.environ.get("CI") == "true":
        pytest.fail(why, pytrace=False)
    pytest.skip(why)


def configured(**given: str) -> subprocess.CompletedProcess[str]:
    bare = {name: value for name, value in os.environ.items() if not name.startswith("WARTA_")}
    command = [*client(), "--file", str(ROOT / "docker-compose.yml"), "config"]
    return subprocess.run(command, capture_output=True, text=True, env=bare | given)


def test_a_cluster_without_a_contact_does_not_start_and_says_so_in_one_line() -> None:
    ran = configured()

    assert ran.returncode != 0
    assert len(ran.stderr.strip().splitlines()) == 1
    assert "WARTA_CONTACT" in ran.stderr
    assert "must be set to an address where those who are crawled can reach you" in ran.stderr


def test_the_compose_client_accepts_the_file_and_resolves_every_service(services: dict[str, Any]) -> None:
    ran = configured(WARTA_CONTACT="https://your.site/about-the-crawler")

    assert ran.returncode == 0, ran.stderr
    resolved = yaml.safe_load(ran.stdout)
    assert set(services) - WITH_PROFILE <= set(resolved["services"]) <= set(services)
    assert "${" not in json.dumps(resolved)
