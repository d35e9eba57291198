"""Draws curves as a small SVG, for the figures in docs/; the colours suit light and dark pages."""

from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 720, 380
LEFT, RIGHT, TOP, BOTTOM = 60, 20, 50, 50
COLOURS = ("#d1495b", "#2e86ab", "#6b8f3a", "#8d5a97")
STYLE = "text{font:13px sans-serif;fill:#777}.title{font-size:15px}.grid{stroke:#7774}.curve{fill:none;stroke-width:2}"

Points = Sequence[tuple[float, float]]


def draw(title: str, curves: Mapping[str, Points], *, across: str, up: str, x_max: float, y_max: float) -> str:
    """Axes from 0 to `x_max` and `y_max`, both in the units that `across` and `up` name."""

    def place(x: float, y: float) -> tuple[float, float]:
        right = LEFT + (WIDTH - LEFT - RIGHT) * min(x, x_max) / x_max
        return round(right, 1), round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * min(y, y_max) / y_max, 1)

    parts = [f'<text class="title" x="{LEFT}" y="22">{escape(title)}</text>']
    for step in range(6):
        x, y = x_max * step / 5, y_max * step / 5
        (x_at, bottom), (left, y_at) = place(x, 0), place(0, y)
        parts.append(f'<line class="grid" x1="{left}" x2="{WIDTH - RIGHT}" y1="{y_at}" y2="{y_at}"/>')
        parts.append(f'<text x="{x_at}" y="{bottom + 18}" text-anchor="middle">{x:g}</text>')
        parts.append(f'<text x="{left - 8}" y="{y_at + 4}" text-anchor="end">{y:g}</text>')
    parts.append(f'<text x="{WIDTH - RIGHT}" y="{HEIGHT - 8}" text-anchor="end">{escape(across)}</text>')
    parts.append(f'<text x="8" y="{TOP - 8}">{escape(up)}</text>')
    for number, ((name, points), colour) in enumerate(zip(curves.items(), COLOURS, strict=False)):
        line = " ".join("{},{}".format(*place(x, y)) for x, y in points)
        y_at = HEIGHT - BOTTOM - 16 - 20 * (len(curves) - 1 - number)
        parts.append(f'<polyline class="curve" stroke="{colour}" points="{line}"/>')
        parts.append(
            f'<text x="{WIDTH - RIGHT - 8}" y="{y_at}" text-anchor="end" style="fill:{colour}">{escape(name)}</text>'
        )
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"><style>{STYLE}</style>'
    return "\n".join([head, *parts, "</svg>"]) + "\n"
