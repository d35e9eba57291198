"""An explanation as one page that needs nothing else: no server, no other file, no script."""

from markupsafe import Markup

from processors.explain.explanation import Explanation
from serve.templating import HERE, templates

# Classes `rule-0` … of the style sheet.
RULE_COLOURS = 8


def explanation_page(explanation: Explanation) -> str:
    # Our own file: it may stand in the page as it is.
    style = Markup((HERE / "static" / "explain.css").read_text("utf-8"))
    return templates().get_template("explained.html").render(style=style, **explanation_values(explanation))


def explanation_values(explanation: Explanation) -> dict[str, object]:
    """The values of `explanation.html`, for its own page and for a stored article's page."""
    return {
        "explanation": explanation,
        "numbers": {took.rule: place for place, took in enumerate(explanation.took, start=1)},
        "says": {took.rule: took.says for took in explanation.took},
        "colours": {took.rule: place % RULE_COLOURS for place, took in enumerate(explanation.took)},
    }
