"""Makes `clean_bulk`: what `clean` does, on a lane of its own."""

from pipeline.wiring.clean import make

__all__ = ["make"]
