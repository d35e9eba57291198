"""`python -m bench.crawlers.ours`: discovery, frontier and fetching as `warta bench crawl` runs them."""

from bench.crawl import crawl
from bench.crawlers.task import read_task
from pipeline.logs import configure_logging
from pipeline.settings import Settings


def main() -> None:
    configure_logging("error", process="bench")
    task = read_task()
    crawl(task.web, Settings(data_dir=task.folder), max_hosts=task.at_once)


if __name__ == "__main__":
    main()
