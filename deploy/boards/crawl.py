"""What the web answers: polls, fetches, refusals, and the archive."""

from deploy.boards.asked import quantiles
from deploy.panels import WINDOW, Board, Panel, Query, Row

CRAWL = Board(
    "warta-crawl",
    "Warta / Crawl",
    [
        Row(
            "Fetches",
            [
                Panel(
                    title="By outcome",
                    queries=[
                        Query(
                            f'sum by (outcome) (rate(warta_records_total{{stage="fetch"}}[{WINDOW}]))', "{{outcome}}"
                        ),
                    ],
                    unit="ops",
                ),
                Panel(
                    title="Not passed, by reason",
                    queries=[
                        Query(
                            f'sum by (reason) (rate(warta_records_total{{stage="fetch",reason!=""}}[{WINDOW}]))',
                            "{{reason}}",
                        ),
                    ],
                    unit="ops",
                    alert="WartaFetchFailing",
                ),
                Panel(
                    title="Time to fetch, p50 and p95",
                    queries=quantiles("warta_process_seconds", "", 0.5, 0.95, where='stage="fetch"'),
                    unit="s",
                ),
            ],
        ),
        Row(
            "Discovery and frontier",
            [
                Panel(
                    title="Polls by outcome",
                    queries=[
                        Query(
                            f'sum by (outcome, reason) (rate(warta_records_total{{stage="discover"}}[{WINDOW}]))',
                            "{{outcome}} {{reason}}",
                        )
                    ],
                    unit="ops",
                ),
                Panel(
                    title="Addresses due and in hand",
                    queries=[
                        Query("max(warta_frontier_due)", "due"),
                        Query("max(warta_frontier_leased)", "in hand"),
                    ],
                ),
                Panel(
                    title="Refused by robots.txt",
                    queries=[
                        Query(
                            "sum by (reason) (increase(warta_records_total"
                            '{reason=~"robots_disallowed|robots_unreachable"}[1h]))',
                            "{{reason}}",
                        )
                    ],
                ),
                Panel(
                    title="Fetches that brought no page, an hour, the 20 most",
                    queries=[
                        Query(
                            "topk(20, max by (source, reason) (increase(warta_frontier_unbrought_total[1h])))",
                            "{{source}} {{reason}}",
                        )
                    ],
                    width=24,
                ),
            ],
        ),
        Row(
            "Archive",
            [
                Panel(
                    title="Pages",
                    queries=[
                        Query(
                            "max by (state) (warta_archive_pages)",
                            "{{state}}",
                        )
                    ],
                ),
                Panel(
                    title="Bytes",
                    queries=[
                        Query(
                            "max by (state) (warta_archive_bytes)",
                            "{{state}}",
                        )
                    ],
                    unit="bytes",
                ),
                Panel(
                    title="Oldest page that is not archived",
                    queries=[Query('max(warta_oldest_unread_seconds{stage="archive"})', "oldest")],
                    unit="s",
                    warn=600,
                    bad=1800,
                    alert="WartaArchiveBehind",
                ),
            ],
        ),
    ],
)
