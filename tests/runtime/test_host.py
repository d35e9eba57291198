"""The room on the disks and the clock of a machine are metrics, whatever cannot be asked."""

from pathlib import Path

from prometheus_client import CollectorRegistry

from runtime.process.host import HostCollector


def test_room_is_told_of_every_folder_that_is_there(tmp_path: Path) -> None:
    registry = CollectorRegistry()
    registry.register(HostCollector({"data": tmp_path, "archive": tmp_path / "not mounted"}, now=lambda: 1234.5))
    read = registry.get_sample_value
    free, size = (read(name, {"folder": "data"}) for name in ("warta_disk_free_bytes", "warta_disk_bytes"))

    assert free is not None
    assert size is not None
    assert 0 < free <= size
    assert read("warta_disk_free_bytes", {"folder": "archive"}) is None
    assert read("warta_clock_seconds") == 1234.5
