"""What several boards ask: quantiles of a histogram, and a figure of now."""

from typing import Any

from deploy.panels import WINDOW, Panel, Query


def quantiles(metric: str, by: str, *shares: float, where: str = "") -> list[Query]:
    """Of a histogram; `by` are labels that stay, separated by commas."""
    labels = f"le, {by}" if by else "le"
    shown = " ".join(f"{{{{{label.strip()}}}}}" for label in by.split(",") if label)
    buckets = f"sum by ({labels}) (rate({metric}_bucket{{{where}}}[{WINDOW}]))"
    return [Query(f"histogram_quantile({share}, {buckets})", f"{shown} p{share * 100:g}".strip()) for share in shares]


def stat(title: str, expr: str, **more: Any) -> Panel:
    return Panel(title=title, queries=[Query(expr)], kind="stat", width=4, **more)
