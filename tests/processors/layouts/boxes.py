"""Where an article's text stands: in one box, in parts, folded, its lead outside, a half beside, or in no box."""

# Markup keeps its lines.
# ruff: noqa: E501

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from tests.processors.layouts.forms import Form
from tests.processors.layouts.laid_out import Attr, Chunk, Piece, joined

# Of a text in halves: at least so many chunks in each.
MIN_HALF = 2
# Paragraphs from which on a text is cut into slides.
MIN_SLIDES = 8
NOTHING = Piece("")
BY_SCRIPT = "by_script"


@dataclass(frozen=True)
class Text:
    """An article's chunks in their form; the first is its lead, in prose."""

    chunks: Sequence[Chunk]
    form: Form
    attr: Attr
    dice: Random

    def box(self, chunks: Sequence[Chunk], role: str = "body", *, tag: str = "div", more: str = "") -> str:
        return f"<{tag}{self.attr(role)}{more}>{self.form.join(chunks)}</{tag}>"

    def cut(self, parts: int) -> list[Sequence[Chunk]]:
        """About equal parts that begin with prose or a heading, not amid a list."""
        size = max(len(self.chunks) // parts, 1)
        starts = [self.start(size * n) for n in range(parts)]
        return [self.chunks[a:b] for a, b in zip(starts, (*starts[1:], None), strict=True) if self.chunks[a:b]]

    def start(self, index: int) -> int:
        """The next chunk that the form wrote and that follows another such: never between a label and its list."""
        while 0 < index < len(self.chunks) - 1 and not (
            self.chunks[index].loose and self.chunks[index - 1].loose and not self.chunks[index - 1].heading
        ):
            index += 1
        return index

    def halves(self) -> tuple[Sequence[Chunk], Sequence[Chunk]]:
        first, *rest = self.cut(2)
        return first, rest[0] if rest else ()


Box = Callable[[Text], Piece]
AD = Piece('<div class="ads">ADVERTISEMENT</div>', ("ADVERTISEMENT",))


def one(text: Text) -> Piece:
    return Piece(text.box(text.chunks))


def parts(tag: str = "div", *, between: Piece = NOTHING, more: str = "", later: str = "") -> Box:
    """Three boxes of one name in a box; `later` is on those after the first."""

    def lay(text: Text) -> Piece:
        boxes = [
            Piece(text.box(part, "part", tag=tag, more=later if n and later else more))
            for n, part in enumerate(text.cut(3))
        ]
        laid = [piece for n, box in enumerate(boxes) for piece in ((between, box) if n else (box,))]
        return joined(Piece(f"<div{text.attr('body')}>"), *laid, Piece("</div>"))

    return lay


def folded(more: str, *, tag: str = "div", before: str = "") -> Box:
    """The second half is hidden until a reader asks for it."""

    def lay(text: Text) -> Piece:
        first, second = text.halves()
        asked = '<button class="buka">Baca selengkapnya</button>'
        rest = f"<{tag}{more}>{before}{text.form.join(second)}</{tag}>" if second else ""
        return Piece(f"<div{text.attr('body')}>{text.form.join(first)}{asked}{rest}</div>", ("Baca selengkapnya",))

    return lay


def led(lead: str, *, between: Piece = NOTHING) -> Box:
    """The lead above the box; `lead` has `{attr}` and `{text}`."""

    def lay(text: Text) -> Piece:
        head, *rest = text.chunks
        outside = lead.format(attr=text.attr("lead"), text=head.text)
        return joined(Piece(outside), between, Piece(text.box(rest)))

    return lay


def halves(opening: str, middle: str, closing: str, *, between: Piece = NOTHING) -> Box:
    """Two boxes side by side, each with a name of its own."""

    def lay(text: Text) -> Piece:
        first, second = text.halves()
        names = {"body": text.attr("body"), "part": text.attr("part")}
        return joined(
            Piece(opening.format(**names) + text.form.join(first) + middle.format(**names).split("||")[0]),
            between,
            Piece(middle.format(**names).split("||")[1] + text.form.join(second) + closing),
        )

    return lay


def named_share(text: Text) -> Piece:
    """A box that names itself the text holds 60 %; the rest follows it in a box of no name."""
    cut = text.start(max(len(text.chunks) * 6 // 10, MIN_HALF))
    first, second = text.chunks[:cut], text.chunks[cut:]
    return Piece(
        f'<div><div class="article-body">{text.form.join(first)}</div><div>{text.form.join(second)}</div></div>'
    )


def nested(text: Text) -> Piece:
    """Each subheading with its text in a section in a section."""
    groups: list[list[Chunk]] = [[]]
    for chunk in text.chunks:
        if chunk.heading and groups[-1]:
            groups.append([])
        groups[-1].append(chunk)
    inner = "".join(f"<section><section>{text.form.join(group)}</section></section>" for group in groups)
    return Piece(f"<div{text.attr('body')}>{inner}</div>")


def boxed_each(text: Text) -> Piece:
    """A box of two levels around every paragraph."""
    boxes = "".join(f"<div{text.attr('part')}><div>{text.form.join([chunk])}</div></div>" for chunk in text.chunks)
    return Piece(f"<div{text.attr('body')}>{boxes}</div>")


def twice(text: Text) -> Piece:
    """The text for wide screens, and again for phones; a reader sees one of them."""
    wide, narrow = (
        f'<div class="{name}">{text.form.join(text.chunks)}</div>' for name in ("d-none d-md-block", "d-md-none")
    )
    return Piece(f"<div{text.attr('body')}>{wide}{narrow}</div>")


def layout_table(text: Text) -> Piece:
    side = '<td width="160"><a href="/peta">Peta situs</a></td>'
    return Piece(f"<table><tr><td>{text.form.join(text.chunks)}</td>{side}</tr></table>", ("Peta situs",))


def by_script(_text: Text) -> Piece:
    """A script draws the text; the page holds it in its JSON-LD alone."""
    return Piece('<div id="app"><noscript>Aktifkan JavaScript untuk membaca.</noscript></div>')


def no_box(text: Text) -> Piece:
    return Piece(text.form.join(text.chunks))


def tabs(text: Text) -> Piece:
    """Three panels of which one is shown, with a button for each."""
    names = ("Bagian satu", "Bagian dua", "Bagian tiga")
    cut = text.cut(3)
    buttons = "".join(f'<button role="tab">{name}</button>' for name in names[: len(cut)])
    panels = "".join(
        f'<div role="tabpanel" aria-labelledby="t{n}"{" hidden" if n else ""}>{text.form.join(part)}</div>'
        for n, part in enumerate(cut)
    )
    return Piece(f'<div><div role="tablist">{buttons}</div>{panels}</div>', names[: len(cut)])


def ads_between(text: Text) -> Piece:
    """An ad's slot after every second paragraph."""
    slot = '<div class="dfp-slot"><span>Iklan</span></div>'
    groups = [text.chunks[n : n + 2] for n in range(0, len(text.chunks), 2)]
    return Piece(f"<div{text.attr('body')}>{slot.join(text.form.join(group) for group in groups)}</div>", ("Iklan",))


def closing_apart(text: Text) -> Piece:
    """The last paragraph stands below an offer, in a box of its own."""
    offer = Piece(
        '<div class="cta"><a href="/daftar">Daftar buletin gratis kami</a></div>', ("Daftar buletin gratis kami",)
    )
    return joined(
        Piece(text.box(text.chunks[:-1])), offer, Piece(f"<div><div>{text.form.join(text.chunks[-1:])}</div></div>")
    )


def columns_of_three(text: Text) -> Piece:
    """A newspaper's columns, told apart by style alone."""
    columns = "".join(f'<div style="float:left;width:33%">{text.form.join(part)}</div>' for part in text.cut(3))
    return Piece(f"<div>{columns}</div>")


def articles_nested(text: Text) -> Piece:
    return Piece(f"<article><article><div{text.attr('body')}>{text.form.join(text.chunks)}</div></article></article>")


def pictured(template: str, captions: Sequence[str]) -> Box:
    """The text in groups, a picture with its caption before each but the first; `template` has `{caption}`."""

    def lay(text: Text) -> Piece:
        first, *rest = text.cut(len(captions) + 1)
        laid = [Piece(f"<div{text.attr('body')}>{text.form.join(first)}")]
        for caption, part in zip(captions, rest, strict=False):
            laid.append(Piece(template.format(caption=caption) + text.form.join(part), (caption,)))
        return joined(*laid, Piece("</div>"))

    return lay


def slides_numbered(text: Text) -> Piece:
    """Slides with a number, a picture and a way on; a text of few paragraphs fills none."""
    if len(text.chunks) < MIN_SLIDES:
        return Piece(text.box(text.chunks))
    cut = text.cut(4)
    slides, marks = [], ["Geser untuk lanjut"]
    for n, part in enumerate(cut, 1):
        marks.append(number := f"Slide {n} dari {len(cut)}")
        slides.append(
            f'<div class="galeri__slide" data-n="{n}"><div>{number}</div><img src="/s{n}.jpg" alt="">'
            f'<div>{text.form.join(part)}</div><a href="#s{n + 1}">Geser untuk lanjut</a></div>'
        )
    return Piece(f"<div>{''.join(slides)}</div>", tuple(marks))


PICTURE = Piece(
    '<figure><img src="/foto/1.jpg" alt=""><figcaption>Suasana di lokasi pada pagi hari. (Foto: Dok. Panitia)</figcaption></figure>',
    ("Suasana di lokasi pada pagi hari. (Foto: Dok. Panitia)",),
)
LETTER = Piece(
    '<div class="newsletter"><h3>Dapatkan kabar pagi</h3><form><input type="email"></form></div>',
    ("Dapatkan kabar pagi",),
)
BOXES: Mapping[str, Box] = {
    "one": one,
    "parts": parts(),
    "parts_ads": parts(between=AD),
    "parts_sections": parts("section"),
    "slides_hidden": parts(later=' style="display:none"'),
    "fold_style": folded(' class="lanjutan" style="display: none"'),
    "fold_hidden": folded(" hidden"),
    "fold_aria": folded(' class="lanjutan" aria-hidden="true"'),
    "fold_class": folded(' class="collapsed read-more"'),
    "fold_classes": folded(' class="sisa hide hidden d-none collapse"'),
    "fold_opacity": folded(' style="opacity:0"', tag="section"),
    "fold_visibility": folded(' style="visibility:hidden"'),
    "lead_box": led("<div{attr}><p>{text}</p></div>"),
    "lead_loose": led("<div{attr}>{text}</div>"),
    "lead_h2": led("<h2{attr}>{text}</h2>"),
    "lead_picture": led("<p{attr}>{text}</p>", between=PICTURE),
    "lead_strong": led("<p{attr}><strong>{text}</strong></p>", between=AD),
    "beside": halves("<div><div{body}>", "</div>||<div{part}>", "</div></div>"),
    "columns": halves('<div class="row"><div class="col"><div{body}>', '</div></div>||<div class="col"><div{body}>', "</div></div></div>"),
    "twins": halves('<div class="isi">', '</div>||<div class="isi">', "</div>", between=LETTER),
    "twins_named": halves('<div class="articleBody">', '</div>||<div class="articleBody">', "</div>", between=AD),
    "named_share": named_share,
    "nested": nested,
    "boxed_each": boxed_each,
    "twice": twice,
    "layout_table": layout_table,
    "tabs": tabs,
    "ads_between": ads_between,
    "closing_apart": closing_apart,
    "columns_of_three": columns_of_three,
    "articles_nested": articles_nested,
    "pictures_between": pictured(
        '<div class="foto"><picture><img src="/f.jpg" alt=""></picture><span class="caption">{caption}</span></div>',
        ("Perahu bersandar saat air surut. (Dok. Warga)", "Halaman depan setelah hujan. (Dok. Warga)"),
    ),
    "slides_numbered": slides_numbered,
    "fold_details": folded("", tag="details", before="<summary>Baca selengkapnya</summary>"),
    "fold_height": folded(' style="max-height:0;overflow:hidden"'),
    "lead_header": led("<header><p class='excerpt'>{text}</p></header>"),
    "lead_quote": led("<blockquote{attr}><p>{text}</p></blockquote>"),
    "no_box": no_box,
    BY_SCRIPT: by_script,
}  # fmt: skip
