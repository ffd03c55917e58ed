#!/usr/bin/env python3
"""Draws what a program printed as a terminal window. The picture of the README is made by

./run demo </dev/null | sed -n '/^=== 4/,/^=== How/p' | sed '$d' | cat -s | scripts/terminal_picture.py "./run demo" >docs/demo.svg
"""

import html
import sys

CELL_WIDTH = 7.8
LINE_HEIGHT = 18
MARGIN = 16
BAR = 30


def picture(title, lines):
    columns = max([len(line) for line in lines] + [40])
    width = columns * CELL_WIDTH + 2 * MARGIN
    height = len(lines) * LINE_HEIGHT + 2 * MARGIN + BAR
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height}" '
        f'viewBox="0 0 {width:.0f} {height}" role="img" aria-label="{html.escape(title)}">'
    )
    yield f'<rect width="100%" height="100%" rx="8" fill="#1b2230"/><rect width="100%" height="{BAR}" rx="8" fill="#2b3447"/>'
    for place, colour in enumerate(("#ff6159", "#ffbd2e", "#28c941")):
        yield f'<circle cx="{18 + 18 * place}" cy="{BAR / 2}" r="5" fill="{colour}"/>'
    yield '<g font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="13" fill="#dde3ee" xml:space="preserve" style="white-space:pre">'
    yield f'<text x="50%" y="{BAR / 2 + 5}" text-anchor="middle" fill="#9aa5b8">{html.escape(title)}</text>'
    for number, line in enumerate(lines):
        if line:
            y = BAR + MARGIN + number * LINE_HEIGHT + 12
            yield f'<text x="{MARGIN}" y="{y}" textLength="{len(line) * CELL_WIDTH:.1f}">{html.escape(line)}</text>'
    yield "</g></svg>"


def main():
    title = sys.argv[1] if len(sys.argv) > 1 else "muster"
    text = sys.stdin.buffer.read().decode("utf-8")
    print("\n".join(picture(title, text.rstrip("\n").split("\n"))))


if __name__ == "__main__":
    main()
