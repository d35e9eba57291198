"""The display of a run in a terminal: a table that follows the flow, and a summary."""

from collections.abc import Sequence

from rich.console import Console, Group, RenderableType
from rich.text import Text

from commands.showing import Rows, table
from pipeline.report import Report
from serve.condition import Condition
from stores.article_reads import ArticleRow


def flow_table(report: Report, *, title: str = "") -> Rows:
    counts = ("in", "passed", "dropped", "retried", "rejected", "unread", "ms each")
    shown = table(title, "step", *counts, right=counts)
    for stage in report.stages:
        outcomes = [stage.outcomes.get(outcome, 0) for outcome in ("passed", "dropped", "retried", "rejected")]
        each = f"{stage.ms / stage.records:.1f}" if stage.records else "-"
        told = [str(count) if count else "-" for count in (*outcomes, stage.unread)]
        shown.add_row(stage.stage, str(stage.records), *told, each)
    return shown


def live_view(
    report: Report, *, headline: str, latest: Sequence[ArticleRow], condition: Condition | None = None
) -> RenderableType:
    lines = [Text(headline, style="bold")]
    if condition is not None:
        lines.append(Text(condition.sentence, style=f"bold {condition.colour}"))
    news = [Text(f"  {row.source:<16} {row.title}", overflow="ellipsis", no_wrap=True) for row in latest]
    total = Text(f"{report.articles} articles stored, {report.dead_letters} dead letters")
    return Group(*lines, flow_table(report), total, *news)


def summary(console: Console, report: Report, latest: Sequence[ArticleRow]) -> None:
    """The articles, the drops with their reasons, and the time of each step."""
    console.print(flow_table(report, title="Where the time went"))
    drops = table("What was dropped, and why", "step", "reason", "records", right=("records",))
    for stage in report.stages:
        for reason, count in sorted(stage.reasons.items(), key=lambda item: -item[1]):
            drops.add_row(stage.stage, reason, str(count))
    console.print(drops)
    articles = table(f"Newest of {report.articles} articles", "published", "source", "rev", "title")
    for row in latest:
        published = row.published_at.strftime("%Y-%m-%d %H:%M") if row.published_at else "-"
        articles.add_row(published, row.source, str(row.revision), row.title)
    console.print(articles)
    if report.dead_letters:
        console.print(f"{report.dead_letters} dead letters: see `warta letters list`", style="bold red")
