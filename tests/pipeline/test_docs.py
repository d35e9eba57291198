"""What the docs list is what the code has."""

import re
from pathlib import Path
from statistics import median

from pipeline.store_metrics import metric_name
from pipeline.topology import STEPS, all_topics
from pipeline.wiring.tended import STORES
from runtime.metrics import engine_metrics
from schemas.outcomes import Reason

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
GLOSSARY = DOCS / "glossary.md"
MEDIAN_WORDS = 16
MAX_MEANING_WORDS = 20
# Made by collectors and by the supervisor, not by `engine_metrics`.
COLLECTED = {
    "warta_lag_records",
    "warta_lag_age_seconds",
    "warta_oldest_unread_seconds",
    "warta_waiting",
    "warta_restarts_total",
    "warta_disk_free_bytes",
    "warta_disk_bytes",
    "warta_clock_seconds",
    "warta_spans_total",
    "warta_http_seconds",
    "warta_stream_subscribers",
    "warta_stream_events_total",
    "warta_stream_cut_total",
    "warta_webhooks_deliveries_total",
    "warta_webhooks_seconds",
    "warta_webhooks_disabled_total",
    "warta_up",
    "warta_kafka_client_info",
    "warta_config_version",
    "warta_config_in_force",
    "warta_config_broken",
}


def first_column(name: str) -> set[str]:
    lines = (DOCS / name).read_text(encoding="utf-8").splitlines()
    return {found.group(1) for line in lines if (found := re.match(r"\| `([^`]+)` \|", line))}


def test_every_reason_can_be_looked_up() -> None:
    assert first_column("reasons.md") == {reason.value for reason in Reason}


def test_every_metric_can_be_looked_up() -> None:
    made = {
        f"{family.name}_total" if family.type == "counter" else family.name
        for family in engine_metrics().registry.collect()
        if family.name.startswith("warta_")
    }

    of_stores = {metric_name(row.name, figure) for row in STORES for figure in row.figures}

    assert first_column("metrics.md") == made | COLLECTED | of_stores


def test_the_architecture_names_every_step_and_topic() -> None:
    text = (DOCS / "architecture.md").read_text(encoding="utf-8")

    for step in STEPS:
        assert f"`{step.name}`" in text
    for topic in all_topics():
        assert f"`{topic.name}`" in text or topic.name.startswith(("dead.", "retry."))


def test_links_inside_the_docs_lead_somewhere() -> None:
    for page in [*DOCS.rglob("*.md"), *ROOT.glob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


CHANGES = (
    *("a step", "a source", "a store", "an endpoint", "a topic", "a field of a record", "a reason", "a setting"),
    *("a metric", "a rule of the cleaner", "an outlet or a watch", "a command", "another log"),
)


def test_the_architecture_says_what_to_touch_for_every_change_and_names_what_is_there() -> None:
    text = (DOCS / "architecture.md").read_text(encoding="utf-8").split("## What to touch")[1].split("\n## ")[0]
    rows = {cells[1].strip(): cells[2] for line in text.splitlines() if len(cells := line.split("|")) == 4}
    paths = [path for path in re.findall(r"`([\w./-]+/[\w./-]*)`", text)]

    assert set(CHANGES) <= set(rows)
    assert [path for path in paths if not (DOCS.parent / path).exists()] == []


def test_the_glossary_is_sorted_says_each_term_once_and_leads_to_its_code() -> None:
    row = re.compile(r"^\| ([^|]+) \| ([^|]+) \|[^|]*\| `([^`]+)` \|$", re.MULTILINE)
    rows = row.findall(GLOSSARY.read_text(encoding="utf-8"))
    terms = [term for term, _, _ in rows]

    assert terms == sorted(set(terms))
    assert [place for _, _, place in rows if not (ROOT / place).exists()] == []
    assert [term for term, meaning, _ in rows if len(meaning.split()) > MAX_MEANING_WORDS] == []


PROSE = [
    *(path for path in sorted(DOCS.glob("*.md")) if path.name != "scores.md"),
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
]


def sentences(text: str) -> list[str]:
    """Of paragraphs and items of lists; code, tables and headings are left out."""
    text = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    lines = ["" if line.startswith(("|", "#")) else line for line in text.splitlines()]
    paragraphs = re.split(r"\n\s*\n|\n\s*(?:[-*]|\d+\.) ", "\n".join(lines))
    return [each for text in paragraphs for each in re.split(r"(?<=[.!?])\s+", " ".join(text.split())) if each]


def test_the_sentences_of_every_doc_are_short() -> None:
    lengths = {path.name: [len(each.split()) for each in sentences(path.read_text(encoding="utf-8"))] for path in PROSE}
    medians = {name: median(words) for name, words in lengths.items()}
    worst = max(medians, key=lambda name: medians[name])

    assert medians[worst] <= MEDIAN_WORDS, (
        f"{worst}: {medians[worst]:.1f} words in the median, {max(lengths[worst])} at most"
    )
