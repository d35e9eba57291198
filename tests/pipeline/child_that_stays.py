"""A child as a supervisor starts it: says that it lives, and hangs for ever in one call."""

import os
import signal
import sys
from pathlib import Path

from pipeline.child import die_with_parent

die_with_parent()
started = Path(sys.argv[1]) / "starting"
started.write_text(str(os.getpid()))
started.rename(started.with_name("started"))
signal.signal(signal.SIGTERM, signal.SIG_IGN)
while True:
    signal.pause()
