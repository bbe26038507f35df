"""The four themes: the terminal's own colours, dark, light, and high contrast; each says what every role looks like."""

from __future__ import annotations

import os

from textual.theme import Theme

TERMINAL = Theme(
    name="dateline-terminal",
    ansi=True,
    primary="ansi_blue",
    secondary="ansi_cyan",
    warning="ansi_yellow",
    error="ansi_red",
    success="ansi_green",
    accent="ansi_magenta",
    foreground="ansi_default",
    background="ansi_default",
    surface="ansi_default",
    panel="ansi_default",
    boost="ansi_default",
    dark=True,
    variables={
        "bar": "ansi_default",
        "time": "ansi_cyan",
        "actor": "ansi_green",
        "unread": "ansi_yellow",
        "edited": "ansi_yellow",
        "withdrawn": "ansi_red",
        "key": "ansi_magenta",
        "link": "ansi_blue",
        "rule": "ansi_blue",
        "cursor": "ansi_default",
        "cursor-blurred": "ansi_default",
        "ansi-background": "ansi_black",
        "ansi-foreground": "ansi_white",
        "border-blurred": "ansi_black",
        "block-cursor-foreground": "ansi_black",
        "block-cursor-background": "ansi_white",
        "input-cursor-background": "ansi_white",
        "input-cursor-foreground": "ansi_black",
        "input-selection-background": "ansi_bright_blue",
        "input-selection-foreground": "ansi_black",
        "footer-background": "ansi_default",
        "footer-key-foreground": "ansi_yellow",
        "scrollbar": "ansi_bright_black",
        "scrollbar-background": "ansi_default",
    },
)


def _theme(name: str, *, dark: bool, ground: str, text: str, bar: str, cursor: str, blurred: str, **role: str) -> Theme:
    return Theme(
        name=name,
        primary=role["rule"],
        secondary=role["time"],
        warning=role["unread"],
        error=role["withdrawn"],
        success=role["actor"],
        accent=role["key"],
        foreground=text,
        background=ground,
        surface=ground,
        panel=bar,
        dark=dark,
        variables={
            **role,
            "edited": role["unread"],
            "bar": bar,
            "cursor": cursor,
            "cursor-blurred": blurred,
            "footer-background": bar,
            "footer-key-foreground": role["unread"],
            "footer-description-foreground": text,
            "scrollbar": role["rule"],
            "scrollbar-background": ground,
            "block-cursor-background": cursor,
            "block-cursor-foreground": text,
            "block-cursor-text-style": "none",
        },
    )


DARK = _theme(
    "dateline-dark",
    dark=True,
    ground="#11151a",
    text="#d5dae1",
    bar="#1c232c",
    cursor="#26405c",
    blurred="#1d2833",
    time="#7fb4d6",
    actor="#9cc48a",
    unread="#e8b866",
    withdrawn="#e5746c",
    key="#cf9be6",
    link="#7cb7ff",
    rule="#4f7cac",
)

LIGHT = _theme(
    "dateline-light",
    dark=False,
    ground="#fcfcf9",
    text="#20242a",
    bar="#e9ecef",
    cursor="#cfe2f7",
    blurred="#e6edf4",
    time="#0b6285",
    actor="#2c6a1d",
    unread="#a85400",
    withdrawn="#b3261e",
    key="#7b2fa0",
    link="#0a54c4",
    rule="#3d6ea8",
)

CONTRAST = _theme(
    "dateline-contrast",
    dark=True,
    ground="#000000",
    text="#ffffff",
    bar="#000000",
    cursor="#0000c0",
    blurred="#303030",
    time="#00ffff",
    actor="#66ff66",
    unread="#ffff00",
    withdrawn="#ff8080",
    key="#ff99ff",
    link="#99ccff",
    rule="#ffffff",
)

THEMES = {"terminal": TERMINAL, "dark": DARK, "light": LIGHT, "contrast": CONTRAST}
"""By what they are called in the settings."""
BY_NAME = {theme.name: theme for theme in THEMES.values()}
"""By what Textual calls them."""


def theme_name(setting: str) -> str:
    """The registered name of a theme. With NO_COLOR the terminal's own, the only one from which all colour goes."""
    return TERMINAL.name if os.environ.get("NO_COLOR") else THEMES.get(setting, TERMINAL).name
