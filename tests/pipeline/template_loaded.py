"""Loaded by the template process before its first fork."""

import gc

from tests.pipeline.template import load_all

load_all()
gc.freeze()
