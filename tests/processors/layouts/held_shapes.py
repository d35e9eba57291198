"""Kinds that the cleaner was not built on, by shape: boxes, forms, inline elements, names and headlines, told apart."""

# Markup keeps its lines.
# ruff: noqa: E501

from collections.abc import Callable, Mapping
from random import Random

from tests.processors.layouts.articles import Article
from tests.processors.layouts.boxes import Box, Text, led, parts, pictured
from tests.processors.layouts.forms import Form, bare, bold, element, gathered, lines, within
from tests.processors.layouts.headlines import Headline, in_tag
from tests.processors.layouts.inlines import Inline, around, parted
from tests.processors.layouts.laid_out import Attr, Piece, joined
from tests.processors.layouts.names import fixed_names

CAPTIONS = (
    "Juru mudi menambatkan tali sebelum fajar. (Foto: Kabar Muara/Sari Dewanti)",
    "Anak-anak membantu menurunkan peti kayu. (Foto: Kabar Muara/Sari Dewanti)",
    "Lampu minyak menyala di sepanjang titian. (Foto: Kabar Muara/Sari Dewanti)",
    "Ibu-ibu menyiapkan bekal di dapur umum. (Foto: Kabar Muara/Sari Dewanti)",
)
STATE = '<script id="__DATA__" type="application/json">{"page":{"id":41,"related":[{"title":"Kabar lain","slug":"kabar-lain"}]}}</script>'


def amp(text: Text) -> Piece:
    """Wrappers as AMP has them, with an ad that shows words while it loads."""
    first, second = text.halves()
    ad = '<amp-ad type="doubleclick" width="300" height="250"><div placeholder>Iklan sedang dimuat</div></amp-ad>'
    rest = f'<amp-script layout="container" script="baca">{text.form.join(second)}</amp-script>'
    return Piece(
        f'<amp-layout layout="container"><div{text.attr("body")}>{text.form.join(first)}</div>{ad}{rest}</amp-layout>',
        ("Iklan sedang dimuat",),
    )


def scripts_between(text: Text) -> Piece:
    """Scripts and a frame for ads stand after every second paragraph."""
    slot = (
        '<script>window.slots = window.slots || []; slots.push({id: "tengah"});</script>'
        '<iframe src="https://iklan.example/" width="300">Peramban Anda tidak memuat bingkai</iframe>'
    )
    groups = [text.form.join(text.chunks[n : n + 2]) for n in range(0, len(text.chunks), 2)]
    marks = ("Peramban Anda tidak memuat bingkai",) if len(groups) > 1 else ()
    return Piece(f"<div{text.attr('body')}>{slot.join(groups)}</div>", marks)


def gradient(text: Text) -> Piece:
    """All of the text in a box that is too low for it, a veil of colour over its last line."""
    veil = '<div style="position:absolute;bottom:0;height:90px;background:linear-gradient(transparent,#fff)"></div>'
    style = ' style="position:relative;max-height:480px;overflow:hidden"'
    return Piece(
        f'<div>{text.box(text.chunks, more=style)}{veil}<a href="javascript:void(0)">Tampilkan semua isi</a></div>',
        ("Tampilkan semua isi",),
    )


def lead_devices(text: Text) -> Piece:
    """The lead for phones above the text, and again for wide screens; a reader sees one of them."""
    head, *rest = text.chunks
    leads = "".join(f'<div class="{name}"><p>{head.text}</p></div>' for name in ("visible-xs", "hidden-xs"))
    return Piece(f"<div>{leads}{text.box(rest)}</div>")


def photo_story(text: Text) -> Piece:
    """Each paragraph in a row of a grid beside a picture of its own that nothing is said about."""
    rows = "".join(
        f'<li class="row"><picture><img src="/r{n}.jpg" alt=""></picture><div class="col">{text.form.join([chunk])}</div></li>'
        for n, chunk in enumerate(text.chunks)
    )
    return Piece(f'<ul class="grid">{rows}</ul>')


def app_root(text: Text) -> Piece:
    """A page that a script rendered: a block for every paragraph, the state of the app beside."""
    blocks = "".join(
        f'<div data-block-type="text" data-i="{n}"><div>{text.form.join([chunk])}</div></div>'
        for n, chunk in enumerate(text.chunks)
    )
    return Piece(f'<div id="root"><div><div data-reactroot="">{blocks}</div></div></div>{STATE}')


def elementor(text: Text) -> Piece:
    """A page builder's sections, columns and widgets: two of text, one of a picture between them."""
    first, second = text.halves()

    def widget(kind: str, inner: str) -> str:
        return (
            '<section class="elementor-section elementor-top-section"><div class="elementor-container">'
            '<div class="elementor-column elementor-col-100"><div class="elementor-widget-wrap">'
            f'<div class="elementor-element elementor-widget elementor-widget-{kind}" data-widget_type="{kind}.default">'
            f'<div class="elementor-widget-container">{inner}</div></div></div></div></div></section>'
        )

    picture = f'<figure class="wp-caption"><img src="/e.jpg"><figcaption class="widget-image-caption">{CAPTIONS[0]}</figcaption></figure>'
    laid = widget("text-editor", text.form.join(first)) + widget("image", picture)
    rest = widget("text-editor", text.form.join(second)) if second else ""
    return Piece(f'<div class="elementor elementor-417">{laid}{rest}</div>', (CAPTIONS[0],))


def old_tables(text: Text) -> Piece:
    """Tables in a table: a menu, the text, a banner."""
    left = '<td width="140" valign="top"><a href="/tamu">Buku Tamu</a><br><a href="/agenda">Agenda Kegiatan</a></td>'
    right = '<td width="160" valign="top"><img src="/b.gif"><br>Pasang banner di sini</td>'
    middle = (
        f'<td width="460" valign="top"><table width="100%"><tr><td>{text.form.join(text.chunks)}</td></tr></table></td>'
    )
    return Piece(
        f'<table width="760" cellspacing="0"><tr>{left}{middle}{right}</tr></table>',
        ("Buku Tamu", "Agenda Kegiatan", "Pasang banner di sini"),
    )


def features(text: Text) -> Piece:
    """A page of features from a newsroom's system: text and promotion by turns."""
    offer = '<div class="pb-feature pb-f-promo"><div>Langganan edisi cetak mulai pekan ini</div></div>'
    laid = offer.join(
        f'<div class="pb-feature pb-f-text"><div>{text.form.join(part)}</div></div>' for part in text.cut(3)
    )
    marks = ("Langganan edisi cetak mulai pekan ini",) if offer in laid else ()
    return Piece(f'<section class="pb-container"><div class="pb-layout-item">{laid}</div></section>', marks)


def aside_half(text: Text) -> Piece:
    """A grid with the first half on the left; an index of the pages, then the second half, on the right."""
    first, second = text.halves()
    pages = Piece('<ul class="hal"><li><a href="#a">Ke bagian atas</a></li></ul>', ("Ke bagian atas",))
    return joined(
        Piece(f'<div style="display:grid"><div>{text.form.join(first)}</div><div>'), pages,
        Piece(f"{text.form.join(second)}</div></div>"),
    )  # fmt: skip


def script_amid(text: str, dice: Random) -> str:
    before, run, after = parted(text, dice, 2)
    return f"{before} {run}<script>ukur('tengah');</script> {after}"


def tooltip(text: str, dice: Random) -> str:
    """A word with an explanation that shows when one points at it; it is no part of the text."""
    hint = '<span role="tooltip" style="visibility:hidden">lihat daftar istilah redaksi</span>'
    return around('<span class="istilah" tabindex="0">', f"{hint}</span>", words=2)(text, dice)


def utility(dice: Random) -> Attr:
    return fixed_names(dice, {
        "main": ("container mx-auto grid grid-cols-12",), "article": ("col-span-8 px-4",), "body": ("prose lg:w-2/3", "mt-4 px-2"),
        "part": ("mb-6 border-b",), "lead": ("text-lg font-semibold",), "title": ("text-3xl font-bold",),
        "meta": ("text-xs text-gray-500",), "box": ("rounded bg-gray-100 p-4",), "para": ("mb-4 leading-7",),
        "heading": ("mt-6 text-xl font-bold",),
    })  # fmt: skip


def bootstrap(dice: Random) -> Attr:
    return fixed_names(dice, {
        "main": ("container",), "article": ("panel panel-default", "card"), "body": ("panel-body", "card-body", "col-md-9"),
        "part": ("col-md-12", "row"), "lead": ("well", "page-header"), "title": ("panel-title",),
        "meta": ("list-inline small text-muted",), "box": ("panel-footer", "jumbotron", "alert alert-info"),
        "para": ("text-justify",), "heading": ("card-title",),
    })  # fmt: skip


def ids_of_tests(_dice: Random) -> Attr:
    """No class: what the site's own tests find elements by."""
    return lambda role: f' data-testid="{role}-block"'


def numbered_ids(dice: Random) -> Attr:
    """Ids of which each element has its own."""
    start, given = dice.randint(100, 900), iter(range(100_000))
    return lambda _role: f' id="blk-{start + next(given)}"'


def for_devices(article: Article, attr: Attr) -> tuple[str, str]:
    """The title for phones and again for wide screens."""
    shown = "".join(
        f'<div class="{name}">{in_tag("h1")(article, attr)[1]}</div>'
        for name in ("d-block d-md-none", "d-none d-md-block")
    )
    return "", shown


def unsaid(_article: Article, _attr: Attr) -> tuple[str, str]:
    """No heading and no line has the title: the document's head alone does."""
    return "", ""


BOXES: Mapping[str, Box] = {
    "amp": amp,
    "scripts_between": scripts_between,
    "gradient": gradient,
    "photo_story": photo_story,
    "app_root": app_root,
    "elementor": elementor,
    "old_tables": old_tables,
    "features": features,
    "aside_half": aside_half,
    "photo_essay": pictured('<figure><img src="/f.jpg" alt=""><figcaption>{caption}</figcaption></figure>', CAPTIONS),
    "blogger": pictured(
        '<table align="center" class="tr-caption-container"><tbody><tr><td><a href="/f.jpg"><img src="/f.jpg"></a></td></tr>'
        '<tr><td class="tr-caption">{caption}</td></tr></tbody></table><a name="more"></a>',
        CAPTIONS[2:],
    ),
    "parts_pages": parts("div", later=' data-page="lanjutan" hidden="until-found"'),
    "lead_list": led("<ul{attr}><li>{text}</li></ul>"),
    "lead_devices": lead_devices,
    "lead_cell": led("<table><tr><td{attr}><b>{text}</b></td></tr></table>"),
}
FORMS: Mapping[str, Form] = {
    "word": Form(
        within('<p class="MsoNormal" style="text-align:justify"><span lang="IN">', "<o:p></o:p></span></p>", bare),
        within('<p class="MsoNormal"><b><span lang="IN">', "<o:p></o:p></span></b></p>", bare),
        lines,
    ),
    "amp_text": Form(element("amp-fit-text", ' layout="fixed-height" height="80"'), element("amp-fit-text"), lines),
    "roles": Form(within('<div role="paragraph">', "</div>", bare), within('<div role="heading" aria-level="2">', "</div>", bare), lines),
    "indented_br": Form(bare, bold, gathered('<div align="justify">', "<br>\n&nbsp;&nbsp;&nbsp;&nbsp;", "</div>")),
    "spans_br": Form(
        within('<span style="font-family: georgia;">', "</span>", bare), within("<span><b>", "</b></span>", bare),
        gathered("", "<br /><br />", ""),
    ),
    "p_blank": Form(element("p"), within("<p>", "</p>", bold), gathered("", "<p>&nbsp;</p>", "")),
    "tables": Form(
        within("<table><tr><td>", "</td></tr></table>", bare), within("<table><tr><td>", "</td></tr></table>", bold), lines
    ),
}  # fmt: skip
INLINES: Mapping[str, Inline] = {
    "script_amid": script_amid,
    "tooltip": tooltip,
    "docs_span": around(
        '<span id="docs-internal-guid-7" style="background-color:white;font-size:large">', "</span>", words=4
    ),
    "amp_link": around(
        '<amp-link-rewriter><a href="/t" data-vars-label="related">', "</a></amp-link-rewriter>", words=2
    ),
    "strong_start": around("<strong><u>", "</u></strong>", words=5),
}
INLINE_MARKS: Mapping[str, tuple[str, ...]] = {"tooltip": ("lihat daftar istilah redaksi",)}
NAMES: Mapping[str, Callable[[Random], Attr]] = {
    "utility": utility,
    "bootstrap": bootstrap,
    "test_ids": ids_of_tests,
    "numbered_ids": numbered_ids,
}
SITE_HEADING = '<div class="merek"><h1><a href="/">Kabar Muara</a></h1><p>Jujur sejak dari hulu</p></div>'
HEADLINES: Mapping[str, Headline] = {
    "site_and_title": in_tag("h1", above=SITE_HEADING),
    "site_and_h2": in_tag("h2", above=SITE_HEADING),
    "div": in_tag("div"),
    "strong": in_tag("strong"),
    "for_devices": for_devices,
    "unsaid": unsaid,
}
