"""Whether the news comes: freshness, sources, silence, languages and lanes."""

from deploy.boards.asked import quantiles, stat
from deploy.panels import WINDOW, Board, Panel, Query, Row

LIVE = 'stage="articles",lane="live"'
SILENCE = "max by (source) (warta_meter_silence)"

NEWSROOM = Board(
    "warta-newsroom",
    "Warta / Newsroom",
    [
        Row(
            "Is it well?",
            [
                stat(
                    "Articles an hour", 'sum(rate(warta_records_total{stage="articles",outcome="passed"}[1h])) * 3600'
                ),
                stat("Sources known", "count(max by (source) (warta_meter_articles_total))"),
                stat(
                    "Sources silent",
                    f"count({SILENCE} > 1) or vector(0)",
                    warn=1,
                    bad=5,
                    alert="WartaManySourcesSilent",
                ),
                stat(
                    "Sources that drift", "count(max by (source) (warta_meter_drift) > 1) or vector(0)", warn=1, bad=5
                ),
                stat(
                    "Searchable within 60 s",
                    "1 - warta:articles_late:ratio_rate6h",
                    unit="percentunit",
                    warn=0.995,
                    bad=0.99,
                    alert="WartaArticlesLateSlow",
                ),
                stat("Articles stored", "max(warta_articles_stored)"),
            ],
        ),
        Row(
            "Freshness",
            [
                Panel(
                    title="Fetch to searchable, live",
                    queries=quantiles("warta_end_to_end_seconds", "", 0.5, 0.95, 0.99, where=LIVE),
                    unit="s",
                    warn=30,
                    bad=60,
                    alert="WartaArticlesLateFast",
                ),
                Panel(
                    title="Published to fetched, median by source",
                    queries=[
                        Query(
                            'topk(20, max by (source) (warta_meter_delay_seconds{quantile="0.5"}))',
                            "{{source}}",
                        ),
                    ],
                    unit="s",
                ),
                Panel(
                    title="Since the last article",
                    queries=[
                        Query(
                            "topk(20, max by (source) (warta_meter_last_article_seconds))",
                            "{{source}}",
                        )
                    ],
                    unit="s",
                    about="The longest; a source that publishes once a week is well here. Silence judges it.",
                ),
            ],
        ),
        Row(
            "Sources",
            [
                Panel(
                    title="Silence",
                    queries=[Query(f"topk(20, {SILENCE})", "{{source}}")],
                    warn=0.7,
                    bad=1,
                    alert="WartaSourceSilent",
                    about="Missed articles against what is no chance.",
                ),
                Panel(
                    title="Expected and come, articles an hour",
                    queries=[
                        Query("sum(max by (source) (warta_meter_expected_per_hour))", "expected"),
                        Query(
                            "sum(max by (source) (rate(warta_meter_articles_total[1h]))) * 3600",
                            "come",
                        ),
                    ],
                ),
                Panel(
                    title="Articles an hour by source",
                    queries=[
                        Query(
                            "topk(20, max by (source) (rate(warta_meter_articles_total[1h]))) * 3600",
                            "{{source}}",
                        ),
                    ],
                ),
            ],
        ),
        Row(
            "What comes",
            [
                Panel(
                    title="By language, an hour",
                    queries=[
                        Query(
                            "max by (language) (rate(warta_meter_language_articles_total[1h])) * 3600", "{{language}}"
                        ),
                    ],
                ),
                Panel(
                    title="By lane, an hour",
                    queries=[
                        Query(
                            "max by (lane) (rate(warta_meter_lane_articles_total[1h])) * 3600",
                            "{{lane}}",
                        )
                    ],
                ),
                Panel(
                    title="Articles by watch",
                    queries=[
                        Query("max by (watch) (warta_articles_watched)", "{{watch}}"),
                        Query("max by (watch) (warta_stories_watched)", "{{watch}}, stories"),
                    ],
                ),
                Panel(
                    title="On a watch, and on none",
                    queries=[
                        Query(
                            f'sum by (outcome, reason) (rate(warta_records_total{{stage="enrich"}}[{WINDOW}]))',
                            "{{outcome}} {{reason}}",
                        )
                    ],
                    unit="ops",
                ),
            ],
        ),
    ],
)
