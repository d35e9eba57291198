"""The text of an article cut at the places of its layers."""

from hypothesis import given
from hypothesis import strategies as st

from processors.enrich.layered import layers_reader
from processors.explain.said import cut_text, figure_says
from schemas.layers import Figure
from tests.processors.enriching import INDEX, article

READ = layers_reader(INDEX)
SAID = (
    '"Kami berterima kasih kepada Korut," kata Putin, Minggu (27/4/2025).',
    "Sedikitnya 600 tentara tewas di Kursk.",
)


def test_runs_are_the_very_words_of_what_covers_them() -> None:
    first, second = cut_text(SAID, READ(article("Judul", SAID), "id"))

    assert ["".join(run.text for run in runs) for runs in (first, second)] == list(SAID)
    assert [(run.text, run.entity.canonical) for run in first if run.entity] == [
        ("Korut", "Korea Utara"),
        ("Putin", "Vladimir Putin"),
    ]
    assert "".join(run.text for run in first if run.quote) == "Kami berterima kasih kepada Korut,"
    assert [run.text for run in first if run.date] == ["Minggu (27/4/2025)"]
    assert "".join(run.text for run in second if run.figure) == "Sedikitnya 600 tentara"


@given(st.lists(st.text(alphabet='Ab "12.\u0301Korut,Putin kata', max_size=60), max_size=5))
def test_no_character_is_lost_or_doubled_whatever_is_found(paragraphs: list[str]) -> None:
    cut = cut_text(paragraphs, READ(article("Judul", paragraphs), "id"))

    assert ["".join(run.text for run in runs) for runs in cut] == paragraphs


def test_a_figure_says_what_was_read_out_of_its_words() -> None:
    figure = Figure(0, 1, "", 600, "at_least", "tentara", group="dead", attributed_to=("NIS", "SBS"))

    assert figure_says(figure) == "at least 600 tentara, dead; according to NIS, SBS"
    assert figure_says(Figure(0, 1, "", 2000, "exact", value_max=3500)) == "2,000 to 3,500, count"
