"""Our crawl beside other crawlers, each a process of its own on the same generated web."""
