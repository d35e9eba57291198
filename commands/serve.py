"""`warta serve`: the page and the API alone, over what a pipeline has stored."""

import threading

from commands.options import Config, Data, Port, settings_of_pipeline
from commands.showing import errors
from pipeline.before_start import refuse_public_page
from pipeline.child import run_serve
from pipeline.facts import running_steps
from pipeline.logs import configure_logging
from pipeline.running import free_port, own_slots
from pipeline.settings import Settings
from pipeline.topology import SERVE
from runtime.process.signals import stopping_on_signals
from runtime.run_dir import RunDir


def serve(data: Data = None, config: Config = None, port: Port = None) -> None:
    """Run the page and the API alone, until stopped; nothing is crawled or processed."""
    settings = settings_of_pipeline(data=data, config=config, port=port)
    refuse_public_page(settings)
    settings = free_port(settings)
    configure_logging(settings.log_level, process=SERVE)
    run_dir, stop = RunDir(settings.run_dir), threading.Event()
    with own_slots(run_dir, {SERVE: 1}) as slots, stopping_on_signals(stop):
        name = f"{SERVE}-{slots[SERVE][0]}"
        errors.print(headline(settings), markup=False, highlight=False, soft_wrap=True)
        try:
            run_serve(name, settings, stop)
        finally:
            run_dir.endpoint(name).unlink(missing_ok=True)


def headline(settings: Settings) -> str:
    """Where the page is, and that nothing else runs where that is so; on a cluster it may run elsewhere."""
    page = f"Warta: page at http://{settings.host}:{settings.port}/"
    if settings.log == "kafka" or running_steps(RunDir(settings.run_dir)):
        return page
    return f"{page}; nothing else runs on {settings.data_dir}: `warta run` starts the pipeline"
