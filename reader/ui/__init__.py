"""The Textual app: screens, widgets, commands, styles. Only here is Textual imported."""
