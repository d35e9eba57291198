"""Images under the names of the compose file, made on this machine: none is pulled, so none of a registry is needed."""

import shutil
import subprocess
import tarfile
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.cluster.machine import CannotRunError, Engine

ROOT = Path(__file__).parents[2]
STAND_INS = Path(__file__).parent / "stand_ins"
BASE = "warta-stand-in/debian:bookworm"
TOOLS = "warta-stand-in/tools:bookworm"
PYTHON = "python:3.11-slim-bookworm"
SERVERS = {
    "kafka": "apache/kafka:4.1.0",
    "postgres": "postgres:17-bookworm",
    "prometheus": "prom/prometheus:v3.5.0",
    "alertmanager": "prom/alertmanager:v0.28.1",
    "exporter": "prometheuscommunity/postgres-exporter:v0.17.1",
}
INCLUDED = "ca-certificates,python3,python3-venv,python3-pip"
SOURCES = (Path("/etc/apt/sources.list.d/debian.sources"), Path("/etc/apt/sources.list"))
TEMPLATES = Path("/usr/share/prometheus/alertmanager")
CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")


def make_stand_ins(engine: Engine, folder: Path) -> None:
    """`folder` keeps what was fetched, for the next time."""
    shutil.copytree(STAND_INS, folder, dirs_exist_ok=True)
    # While the base downloads, Maven does.
    with ThreadPoolExecutor() as pool:
        waited = [pool.submit(_base, engine), pool.submit(_jars, folder), pool.submit(_server, folder)]
        for each in waited:
            each.result()
    shutil.copy(CERTIFICATES, folder / "python" / CERTIFICATES.name)
    build(engine, PYTHON, folder / "python")
    build(engine, TOOLS, folder / "tools")
    shutil.copy(shutil.which("prometheus") or "", folder / "prometheus" / "prometheus")
    shutil.copy(shutil.which("prometheus-alertmanager") or "", folder / "alertmanager" / "alertmanager")
    shutil.copy(shutil.which("prometheus-postgres-exporter") or "", folder / "exporter" / "exporter")
    shutil.copytree(TEMPLATES, folder / "alertmanager" / "templates", dirs_exist_ok=True)
    for name, image in SERVERS.items():
        build(engine, image, folder / name)


def build(engine: Engine, image: str, folder: Path) -> None:
    engine("build", "--quiet", "--tag", image, str(folder))


def build_warta(engine: Engine, tree: Path, version: str) -> str:
    """The project's own Dockerfile, as it is."""
    build(engine, image := f"warta:{version}", tree)
    return image


def export(commit: str, tree: Path) -> Path:
    """The files of a commit. Raises CannotRunError if this clone has it not."""
    shutil.rmtree(tree, ignore_errors=True)
    tree.mkdir(parents=True)
    done = subprocess.run(["git", "-C", str(ROOT), "archive", commit], capture_output=True)
    if done.returncode:
        raise CannotRunError(f"commit {commit} is not in this clone: {done.stderr.decode().strip()}")
    subprocess.run(["tar", "-x", "-C", str(tree)], input=done.stdout, check=True)
    return tree


def export_working_tree(tree: Path) -> Path:
    """The files as they are here: those that git knows, or all where there is no git."""
    shutil.rmtree(tree, ignore_errors=True)
    listed = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(listed, capture_output=True)
    if done.returncode:
        ignored = shutil.ignore_patterns(".venv", ".run", ".git", "__pycache__", "data", "secrets")
        shutil.copytree(ROOT, tree, ignore=ignored)
        return tree
    for name in filter(None, done.stdout.decode().split("\0")):
        if (ROOT / name).is_file():
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, tree / name)
    return tree


def _base(engine: Engine) -> None:
    if engine("images", "--quiet", BASE):
        return
    sources = next((str(each) for each in SOURCES if each.is_file()), None)
    if sources is None:
        raise CannotRunError("no package sources of Debian: the base image is made of its packages")
    made = ["mmdebstrap", "--quiet", "--variant=minbase", f"--include={INCLUDED}", "bookworm", "-", sources]
    with subprocess.Popen(made, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as debian:
        engine.run(["docker", "import", "-", BASE], timeout_s=600, stdin=debian.stdout)
        assert debian.stderr is not None
        told = debian.stderr.read().decode()
    assert debian.returncode == 0, told


def _jars(folder: Path) -> None:
    """Those of the node of `make kafka-up`, where it has run here."""
    libs, fetched = folder / "kafka" / "libs", ROOT / ".run" / "kafka" / "jars"
    if fetched.is_dir():
        shutil.copytree(fetched, libs, dirs_exist_ok=True)
    else:
        _maven(ROOT / "deploy" / "kafka" / "pom.xml", libs)


def _server(folder: Path) -> None:
    server, jars = folder / "postgres" / "server", folder / "postgres-jars"
    if server.is_dir():
        return
    _maven(STAND_INS / "postgres" / "pom.xml", jars)
    with zipfile.ZipFile(next(jars.glob("*linux-amd64*.jar"))) as jar:
        packed = next(name for name in jar.namelist() if name.endswith(".txz"))
        with jar.open(packed) as stream, tarfile.open(fileobj=stream, mode="r:xz") as archive:
            archive.extractall(server, filter="tar")


def _maven(pom: Path, into: Path) -> None:
    done = subprocess.run(
        ["mvn", "-q", "-B", "-f", str(pom), "dependency:copy-dependencies", f"-DoutputDirectory={into}"],
        capture_output=True, text=True, timeout=600,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-2000:]
