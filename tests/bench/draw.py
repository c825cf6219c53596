"""Draws the plots of a run: `draw.py results.json` writes `throughput.svg` and `growth.svg` beside it."""

import json
import sys
from pathlib import Path
from statistics import median
from typing import Any

import pygal
from pygal.style import Style

STYLE = Style(
    background="white",
    plot_background="white",
    font_family="sans-serif",
    # Distinct for the colour-blind too (Okabe and Ito).
    colors=("#999999", "#56B4E9", "#0072B2", "#E69F00", "#009E73", "#CC79A7"),
)
# No script of another host, and nothing that moves: it is a picture in a document.
PLAIN = {"style": STYLE, "js": (), "show_legend": True, "legend_at_bottom": True, "logarithmic": True}
SIDES = {"comparator": "plain grapple", "cold": "ours, cold", "warm": "ours, warm"}


def draw(results: dict[str, Any], directory: Path) -> None:
    _throughput(results).render_to_file(str(directory / "throughput.svg"))
    if results["growth"]:
        _growth(results).render_to_file(str(directory / "growth.svg"))


def _throughput(results: dict[str, Any]) -> Any:
    chart = pygal.Bar(title="Requests per second, 8 connections (more is better)", **PLAIN)
    names = results["titles"]
    chart.x_labels = list(names.values())
    chart.x_label_rotation = 20
    for side, title in SIDES.items():
        if f"{next(iter(names))}/{side}" in results["figures"]:
            seen = [results["figures"][f"{name}/{side}"] for name in names]
            chart.add(title, [round(median(one["per_second"] for one in rounds), 1) for rounds in seen])
    return chart


def _growth(results: dict[str, Any]) -> Any:
    chart = pygal.Line(title="Milliseconds for one answer, by number of articles (less is better)", **PLAIN)
    chart.x_labels = [f"{step['articles']:,}" for step in results["growth"]]
    for name, title in results["growth_titles"].items():
        for side, dashes in (("cold", None), ("warm", "4, 6")):
            rounds = [step["figures"][f"{name}/{side}"] for step in results["growth"]]
            values = [round(median(one["p50"] for one in seen), 2) for seen in rounds]
            chart.add(f"{title}, {SIDES[side]}", values, stroke_style={"width": 2, "dasharray": dashes})
    return chart


if __name__ == "__main__":
    file = Path(sys.argv[1])
    draw(json.loads(file.read_text()), file.parent)
