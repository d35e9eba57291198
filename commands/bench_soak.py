"""`warta bench soak`: the whole pipeline for hours under load and small faults, and the slope of what it takes."""

import json
import shutil
from typing import Annotated

import typer

from bench import soak as soak_bench
from bench.soak_samples import Look
from commands.benching import console
from commands.newsroom_process import start_newsroom
from commands.options import Data, settings_with
from commands.showing import table
from pipeline.errors import EXIT_FAILED
from pipeline.logs import configure_logging
from pipeline.running import free_port
from pipeline.settings import Settings
from pipeline.wiring.log import apply_topics, open_log

MARK = "soak"


def soak(
    hours: Annotated[float, typer.Option(min=0.01, help="How long; a run on the same folder goes on.")] = 2.0,
    rate: Annotated[float, typer.Option(min=0.1, help="Pages a second; the demo's newsroom has about one.")] = 5.0,
    fault_seconds: Annotated[float, typer.Option(min=0, help="One kill in so many seconds; 0 for none.")] = 120.0,
    look_seconds: Annotated[float, typer.Option(min=1, help="From one look at it to the next.")] = 15.0,
    seed: int = 1,
    data: Data = None,
) -> None:
    """Memory, open files, disk and lag over hours of load and kills: the slope of each, with its error."""
    configure_logging("error", process="bench")
    asked = settings_with(data=data, port=0)
    folder = asked.data_dir / MARK if data is None else asked.data_dir
    folder.mkdir(parents=True, exist_ok=True)
    load = soak_bench.Load(hours=hours, rate=rate, fault_s=fault_seconds, look_s=look_seconds, seed=seed)
    with (folder / "newsroom.log").open("ab") as newsroom_log:
        newsroom = start_newsroom(folder, publish_s=hours * 3600, log=newsroom_log)
        try:
            settings = _settings(asked.model_copy(update={"data_dir": folder}), newsroom.addresses)
            found = soak_bench.measure(settings, load, _tell)
        finally:
            newsroom.close()
    _show(found)
    print(json.dumps(found.as_dict()))  # noqa: T201
    if found.lost or found.grown:
        raise typer.Exit(EXIT_FAILED)


def _settings(asked: Settings, addresses: tuple[str, ...]) -> Settings:
    """The newsroom's outlets beside the shipped watches, in the data folder."""
    for part in ("watches", "knowledge"):
        shutil.copytree(asked.config_dir / part, asked.data_dir / part, dirs_exist_ok=True)
    changes = {"config_dir": asked.data_dir, "allow_addresses": addresses, "changed_floor_s": 0.0}
    settings = free_port(asked.model_copy(update=changes))
    log = open_log(settings)
    apply_topics(log, settings)
    log.close()
    return settings


def _tell(look: Look) -> None:
    told = ", ".join(f"{name} {value:g}" for name, value in look.values.items())
    console.print(f"{look.at_s:,.0f} s: {told}; {look.kills} kills", highlight=False)


def _show(found: soak_bench.Soak) -> None:
    figures = ("mean", "an hour", "± standard error")
    shown = table("", "series", *figures, "", right=figures)
    for name, slope in found.slopes.items():
        verdict = "grows" if slope.grows else "flat"
        should = ", as it should" if slope.grows and name in soak_bench.GROWING else ""
        shown.add_row(name, f"{slope.mean:,.1f}", f"{slope.an_hour:+,.2f}", f"{slope.error:,.2f}", verdict + should)
    console.print(shown)
    told = f"{found.hours} h, {found.published} pages published, {found.lost} lost, {found.kills} kills"
    console.print(told, highlight=False)
