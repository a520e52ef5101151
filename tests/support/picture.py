"""A picture of a terminal, as SVG: what a screen shows, in its colours, as text that can be read and searched."""

import re
from html import escape
from itertools import groupby

COLUMN, ROW, EDGE, BAR = 8.4, 19, 16, 34
"""The size of a character, the space around them, and the height of the window's title, in pixels."""

_BACKGROUND, _TITLE, _TEXT = "#1c2128", "#2d333b", "#cdd9e5"
_COLORS = {
    "black": "#545d68",
    "red": "#f47067",
    "green": "#6bc46d",
    "brown": "#e0a458",
    "blue": "#6cb6ff",
    "magenta": "#dcbdfb",
    "cyan": "#76e3ea",
    "white": "#adbac7",
    "default": _TEXT,
}
"""pyte's names of colours. Others are six hexadecimal digits."""


def svg(screen, title: str, alt: str) -> str:
    """The lines of a pyte screen, up to the last one with text.

    Args:
        title: what the window's title says.
        alt: what somebody hears who does not see the picture.
    """
    lines = [[screen.buffer[y][x] for x in range(screen.columns)] for y in range(screen.lines)]
    while lines and not any(char.data.strip() for char in lines[-1]):
        lines.pop()
    width, height = round(screen.columns * COLUMN + 2 * EDGE), len(lines) * ROW + 2 * EDGE + BAR
    rows = [row for y, line in enumerate(lines) for row in _line(line, BAR + EDGE + (y + 0.75) * ROW)]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
            f' role="img" aria-label="{escape(alt)}">',
            f'<rect width="{width}" height="{height}" rx="8" fill="{_BACKGROUND}"/>',
            f'<path d="M0 {BAR}V8a8 8 0 0 1 8-8h{width - 16}a8 8 0 0 1 8 8v{BAR - 8}z" fill="{_TITLE}"/>',
            '<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="14">',
            f'<text x="{width / 2:g}" y="22" text-anchor="middle" fill="{_TEXT}">{escape(title)}</text>',
            *rows,
            "</g>",
            "</svg>",
            "",
        ]
    )


def _line(line, y: float):
    """The runs of characters of one line that look the same."""
    x = 0
    for look, run in groupby(line, key=lambda char: (char.fg, char.bg, char.bold, char.reverse)):
        text = "".join(char.data for char in run)
        yield from _run(text, look, x, y)
        x += len(text)


def _run(text: str, look, x: int, y: float):
    fg, bg, is_bold, is_reverse = look
    if is_reverse:
        place = f'x="{EDGE + x * COLUMN:g}" y="{y - 0.75 * ROW:g}" width="{len(text) * COLUMN:g}" height="{ROW}"'
        yield f'<rect {place} fill="{_color(fg)}"/>'
    color = _color(fg) if not is_reverse else _BACKGROUND if bg == "default" else _color(bg)
    weight = ' font-weight="bold"' if is_bold else ""
    for found in re.finditer(r"\S+(?: \S+)*", text):  # SVG shows several spaces as one
        words, left = found[0], EDGE + (x + found.start()) * COLUMN
        yield (
            f'<text x="{left:g}" y="{y:g}" fill="{color}"{weight} textLength="{len(words) * COLUMN:g}">'
            f"{escape(words, quote=False)}</text>"
        )


def _color(name: str) -> str:
    return _COLORS.get(name.removeprefix("bright"), f"#{name}" if len(name) == 6 else _TEXT)
