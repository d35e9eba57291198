"""A generated web of many outlets, each with lists of several kinds, some broken in known ways."""
