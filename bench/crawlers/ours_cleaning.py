"""`python -m bench.crawlers.ours_cleaning`: as `ours`, and each page is cleaned in the same process."""

from collections.abc import Sequence

from bench.crawl import Taker, crawl
from bench.crawlers.task import read_task
from broker.port import Message
from pipeline.logs import configure_logging
from pipeline.settings import Settings
from pipeline.wiring.clean import make as make_cleaner
from schemas.page import Page
from schemas.topics import PAGES

CLEAN = make_cleaner(Settings())


class Cleaning(Taker):
    """A page without an article raises Drop, and ends the run: the web has none."""

    def publish(self, messages: Sequence[Message]) -> None:
        super().publish(messages)
        topic = self.topics.full(PAGES)
        for message in messages:
            if message.topic == topic:
                CLEAN(Page.decode(message.value))


def main() -> None:
    configure_logging("error", process="bench")
    task = read_task()
    crawl(task.web, Settings(data_dir=task.folder), max_hosts=task.at_once, taker=Cleaning)


if __name__ == "__main__":
    main()
