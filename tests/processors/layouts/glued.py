"""What sites glue to a paragraph: codes and credits after the last sentence, slots and references amid the text."""

from collections.abc import Callable, Mapping
from random import Random

from tests.processors.layouts.articles import Article
from tests.processors.layouts.frame_sentences import HEADLINES
from tests.processors.layouts.laid_out import Piece

# HTML with the strings in it that are none of the article, to stand right after a paragraph's text.
Glue = Callable[[Article, Random], Piece]


def nothing(_article: Article, _dice: Random) -> Piece:
    return Piece("")


def text(template: str, markup: str = "{text}") -> Glue:
    """`template` has `{author}`, `{editor}`, `{code}` and `{head}`, another article's headline."""

    def glue(article: Article, dice: Random) -> Piece:
        code = "/".join(name[:3].lower() for name in (article.author, article.editor))
        head = dice.choice(HEADLINES)
        said = template.format(author=article.author, editor=article.editor, code=code, head=head)
        return Piece(markup.format(text=said), (said.strip(),))

    return glue


LAST: Mapping[str, Glue] = {
    "none": nothing,
    "code": text(" ({code})"),
    "code_strong": text(" ({code})", "<strong>{text}</strong>"),
    "code_tight": text("({code})"),
    "code_square": text(" [{code}]"),
    "name": text(" ({author})"),
    "stars": text(" (***)"),
    "star": text(" (*)"),
    "stars_tight": text("***"),
    "editor": text(" Editor: {editor}"),
    "source": text(" (Sumber: Antara)"),
    "hashtags": text(" #kotamuara #wargadesa"),
}
AMID: Mapping[str, Glue] = {
    "none": nothing,
    "slot": text(" [Gambas:Video Kabar]"),
    "reference": text(" (Baca: {head})"),
    "reference_linked": text(" (Baca juga: {head})", '<a href="/read/1">{text}</a>'),
    "also": text(" Baca juga: {head}"),
    "also_linked": text(" Baca juga: {head}", '<br><a href="/read/1">{text}</a>'),
    "ad": text(" SCROLL TO CONTINUE WITH CONTENT"),
    "video": text(" Simak Video '{head}'"),
}
