"""An explanation as one page that needs nothing else: no server, no other file, no script."""

from collections.abc import Sequence

from markupsafe import Markup

from processors.explain.explanation import Explanation
from processors.explain.said import cut_text, figure_says
from schemas.layers import Layers
from serve.templating import HERE, templates

# Classes `rule-0` … of the style sheet.
RULE_COLOURS = 8


def explanation_page(explanation: Explanation) -> str:
    return templates().get_template("explained.html").render(style=_style(), **explanation_values(explanation))


def said_page(title: str, paragraphs: Sequence[str], layers: Layers) -> str:
    """What an article says, as one page that needs nothing else; its entities lead nowhere."""
    values = {"title": title, "layers": layers, "cut": cut_text(paragraphs, layers), "figure_says": figure_says}
    return templates().get_template("said_alone.html").render(style=_style(), alone=True, **values)


def _style() -> Markup:
    # Our own file: it may stand in the page as it is.
    return Markup((HERE / "static" / "explain.css").read_text("utf-8"))


def explanation_values(explanation: Explanation) -> dict[str, object]:
    """The values of `explanation.html`, for its own page and for a stored article's page."""
    return {
        "explanation": explanation,
        "numbers": {took.rule: place for place, took in enumerate(explanation.took, start=1)},
        "says": {took.rule: took.says for took in explanation.took},
        "colours": {took.rule: place % RULE_COLOURS for place, took in enumerate(explanation.took)},
    }
