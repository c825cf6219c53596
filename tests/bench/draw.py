"""Draws the plots of a run: `draw.py results.json` writes `throughput.svg` and `growth.svg` beside it."""

import json
import sys
from pathlib import Path
from statistics import median
from typing import Any

import pygal
from pygal.style import Style

# Distinct for the colour-blind too (Okabe and Ito).
COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#555555")
LOOKS = {"background": "white", "plot_background": "white", "font_family": "sans-serif", "legend_font_size": 12}
# No script of another host, and nothing that moves: it is a picture in a document.
PLAIN = {
    "js": (),
    "legend_at_bottom": True,
    "legend_at_bottom_columns": 2,
    "logarithmic": True,
    "truncate_legend": -1,
    "height": 640,
}
SIDES = {"comparator": "plain grapple", "cold": "ours, cold", "warm": "ours, warm"}


def draw(results: dict[str, Any], directory: Path) -> None:
    _throughput(results).render_to_file(str(directory / "throughput.svg"))
    if results["growth"]:
        _growth(results).render_to_file(str(directory / "growth.svg"))


def _throughput(results: dict[str, Any]) -> Any:
    names = results["titles"]
    sides = {side: title for side, title in SIDES.items() if f"{next(iter(names))}/{side}" in results["figures"]}
    bars = {
        title: [_median(results["figures"][f"{name}/{side}"], "per_second") for name in names]
        for side, title in sides.items()
    }
    values = [value for bar in bars.values() for value in bar]
    # A logarithmic axis has no zero: the lowest bar, too, is to be seen.
    chart = pygal.Bar(
        title="Requests per second, 8 connections (more is better)",
        range=(min(values) / 2, max(values) * 1.5),
        x_label_rotation=20,
        style=Style(colors=("#999999", "#56B4E9", "#0072B2"), **LOOKS),
        **PLAIN,
    )
    chart.x_labels = list(names.values())
    for title, bar in bars.items():
        chart.add(title, bar)
    return chart


def _growth(results: dict[str, Any]) -> Any:
    # One colour for each question: a line when cold, dashes when warm.
    chart = pygal.Line(
        title="Milliseconds for one answer, by number of articles (less is better)",
        style=Style(colors=tuple(colour for colour in COLOURS for _ in range(2)), **LOOKS),
        **PLAIN,
    )
    chart.x_labels = [f"{step['articles']:,}" for step in results["growth"]]
    for name, title in results["growth_titles"].items():
        for side, dashes in (("cold", None), ("warm", "4, 6")):
            rounds = [step["figures"][f"{name}/{side}"] for step in results["growth"]]
            stroke = {"width": 2, "dasharray": dashes}
            chart.add(f"{title}, {SIDES[side]}", [_median(seen, "p50") for seen in rounds], stroke_style=stroke)
    return chart


def _median(rounds: list[dict[str, float]], figure: str) -> float:
    return round(median(one[figure] for one in rounds), 2)


if __name__ == "__main__":
    file = Path(sys.argv[1])
    draw(json.loads(file.read_text()), file.parent)
