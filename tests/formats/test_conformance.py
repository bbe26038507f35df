"""The suites of other parsers, run in this process; `pytest -s` prints the figures."""

from __future__ import annotations

from pathlib import Path

from .conformance import feedparser_checks, other_checks


def test_feedparser_suite(corpus: Path) -> None:
    score = feedparser_checks(corpus / "conformance" / "feedparser-core.jsonl")
    print(score.report("feedparser"))
    core = [group for group in score.made if "sanitize" not in group and group != "script"]
    print(f"core {score.share(*core):.4f}, sanitize {score.share('wellformed/sanitize', 'script'):.4f}")
    assert score.share(*core) >= 0.98
    assert score.share("wellformed/sanitize", "script") >= 0.99
    assert score.share("script") == 1


def test_gofeed_and_feed_rs_suites(corpus: Path) -> None:
    score = other_checks(corpus / "conformance" / "gofeed-feedrs-expected.jsonl")
    print(score.report("gofeed and feed-rs"))
    assert score.share() >= 0.98
