"""How records flow: rates, lag, waits, work, and what is promised."""

from deploy.boards.asked import quantiles
from deploy.panels import WINDOW, Board, Panel, Query, Row

PIPELINE = Board(
    "warta-pipeline",
    "Warta / Pipeline",
    [
        Row(
            "Flow",
            [
                Panel(
                    title="Records by step and outcome",
                    queries=[Query("stage_outcome:warta_records:rate5m", "{{stage}} {{outcome}}")],
                    unit="ops",
                ),
                Panel(
                    title="Why records did not pass",
                    queries=[
                        Query(
                            "topk(15, sum by (stage, reason) "
                            f'(rate(warta_records_total{{outcome!="passed",reason!=""}}[{WINDOW}])))',
                            "{{stage}} {{reason}}",
                        )
                    ],
                    unit="ops",
                ),
                Panel(
                    title="Dead letters",
                    queries=[
                        Query(
                            "sum by (stage) (increase(warta_dead_letters_total[1h]))",
                            "{{stage}}",
                        )
                    ],
                    warn=1,
                    bad=10,
                    alert="WartaDeadLetters",
                ),
            ],
        ),
        Row(
            "Unread",
            [
                Panel(
                    title="Records not read",
                    queries=[
                        Query(
                            "stage:warta_lag_records:sum",
                            "{{stage}}",
                        )
                    ],
                ),
                Panel(
                    title="Oldest not read",
                    queries=[Query("stage:warta_oldest_unread_seconds:max", "{{stage}}")],
                    unit="s",
                    warn=60,
                    bad=600,
                    alert="WartaUnreadOld",
                ),
                Panel(
                    title="Waits",
                    queries=[
                        Query(
                            "max by (stage, what, reason) (warta_waiting)",
                            "{{stage}} {{what}} {{reason}}",
                        )
                    ],
                    alert="WartaWaiting",
                    bad=1,
                ),
            ],
        ),
        Row(
            "Work",
            [
                Panel(
                    title="Time to process a record, p95",
                    queries=quantiles("warta_process_seconds", "stage", 0.95),
                    unit="s",
                ),
                Panel(
                    title="Time to settle a batch, p95",
                    queries=quantiles("warta_settle_seconds", "stage", 0.95),
                    unit="s",
                    warn=0.5,
                    bad=2,
                ),
                Panel(
                    title="Breakers open",
                    queries=[Query("max by (stage) (warta_breaker_open)", "{{stage}}")],
                    bad=1,
                    alert="WartaBreakerOpen",
                ),
            ],
        ),
        Row(
            "Promises",
            [
                Panel(
                    title="Burn of the freshness budget",
                    queries=[
                        Query(f"warta:articles_late:ratio_rate{window} / 0.01", window)
                        for window in ("5m", "1h", "6h", "3d")
                    ],
                    warn=1,
                    bad=6,
                    alert="WartaArticlesLateSlow",
                    about="1 is a budget that lasts for 30 days.",
                ),
                Panel(
                    title="Burn of the availability budget",
                    queries=[
                        Query(f"warta:answers_failed:ratio_rate{window} / 0.005", window)
                        for window in ("5m", "1h", "6h", "3d")
                    ],
                    warn=1,
                    bad=6,
                    alert="WartaAnswersFailSlow",
                ),
                Panel(
                    title="Answers of the page and the API",
                    queries=[
                        Query(f"sum by (code) (rate(warta_http_seconds_count[{WINDOW}]))", "{{code}}"),
                    ],
                    unit="reqps",
                ),
                Panel(
                    title="Readers of the stream, and changes sent to them",
                    queries=[
                        Query("sum(warta_stream_subscribers)", "readers"),
                        Query(f"sum(rate(warta_stream_events_total[{WINDOW}]))", "changes a second"),
                        Query(f"sum(rate(warta_stream_cut_total[{WINDOW}]))", "cut a second"),
                    ],
                ),
                Panel(
                    title="Sent to webhooks, by reason",
                    queries=[Query(f"sum by (reason) (rate(warta_webhooks_deliveries_total[{WINDOW}]))", "{{reason}}")],
                    unit="ops",
                    about="Without a reason it was taken.",
                ),
                Panel(
                    title="What webhooks wait for",
                    queries=[Query("max by (webhook) (warta_webhooks_behind_seconds)", "{{webhook}}")],
                    unit="s",
                    warn=600,
                    bad=3600,
                    alert="WartaWebhookBehind",
                    about="Age of the oldest change that each has yet to get.",
                ),
                Panel(
                    title="Time to an answer",
                    queries=quantiles("warta_http_seconds", "", 0.5, 0.95),
                    unit="s",
                    warn=0.5,
                    bad=1,
                ),
            ],
        ),
    ],
)
