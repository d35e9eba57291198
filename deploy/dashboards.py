"""The dashboards, in the order of a look: is there news, does it flow, what answers the web, how well is it read."""

from deploy.boards.crawl import CRAWL
from deploy.boards.kafka import KAFKA
from deploy.boards.newsroom import NEWSROOM
from deploy.boards.pipeline import PIPELINE
from deploy.boards.postgres import POSTGRES
from deploy.boards.process import PROCESS
from deploy.boards.quality import QUALITY

OURS = (NEWSROOM, PIPELINE, CRAWL, QUALITY, PROCESS)
# Of the services that a cluster stands on, by their own exporters.
SERVICES = (KAFKA, POSTGRES)
BOARDS = (*OURS, *SERVICES)
