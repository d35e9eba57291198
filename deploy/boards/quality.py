"""How well pages are read: drift, fields, lengths, what is removed."""

from deploy.panels import WINDOW, Board, Panel, Query, Row

QUALITY = Board(
    "warta-quality",
    "Warta / Quality",
    [
        Row(
            "Drift",
            [
                Panel(
                    title="Measures that leave their band",
                    queries=[
                        Query(
                            "topk(20, max by (source, measure) (warta_meter_drift))",
                            "{{source}} {{measure}}",
                        )
                    ],
                    warn=0.7,
                    bad=1,
                    alert="WartaSourceDrift",
                    width=24,
                )
            ],
        ),
        Row(
            "Fields, the 20 sources that have the fewest",
            [
                Panel(
                    title=f"Share with {what}",
                    queries=[
                        Query(
                            f'bottomk(20, max by (source) (warta_meter_fill_ratio{{field="{field}"}}))', "{{source}}"
                        ),
                    ],
                    unit="percentunit",
                    warn=0.8,
                    bad=0.3,
                )
                for field, what in (("author", "an author"), ("date", "a date to the minute"), ("image", "an image"))
            ],
        ),
        Row(
            "Texts",
            [
                Panel(
                    title="Characters, median",
                    queries=[
                        Query(
                            'bottomk(20, max by (source) (warta_meter_chars{quantile="0.5"}))',
                            "{{source}}",
                        )
                    ],
                ),
                Panel(
                    title="Share that rules removed",
                    queries=[
                        Query(
                            "topk(20, max by (source) (warta_meter_removed_ratio))",
                            "{{source}}",
                        )
                    ],
                    unit="percentunit",
                    warn=0.4,
                    bad=0.7,
                ),
                Panel(
                    title="Doubtful and read a second time, an hour",
                    queries=[
                        Query(
                            "sum(max by (source) (increase(warta_meter_doubtful_total[1h])))",
                            "doubtful",
                        ),
                        Query(
                            "sum(max by (source) (increase(warta_meter_second_readings_total[1h])))", "second reading"
                        ),
                    ],
                ),
                Panel(
                    title="Layouts that the rules misread, a day",
                    queries=[
                        Query(
                            "topk(20, max by (source) (increase(warta_meter_unknown_layouts_total[1d])))", "{{source}}"
                        ),
                    ],
                ),
                Panel(
                    title="Pages that are no article, by reason",
                    queries=[
                        Query(
                            f'sum by (reason) (rate(warta_records_total{{stage="clean",outcome="dropped"}}[{WINDOW}]))',
                            "{{reason}}",
                        )
                    ],
                    unit="ops",
                    width=24,
                ),
            ],
        ),
    ],
)
