"""What reading a text costs beside one eight times as long."""

from __future__ import annotations

import time
from collections.abc import Callable

from reader.model.tagging import Tagging
from reader.tagging.tagger import Tagger


def takes_linear_time(tagger: Tagger, piece: str, read: Callable[[str, Tagging], object]) -> bool:
    """Whether `read` takes in proportion to the length of a text made of this piece: the best of three runs counts.

    What takes more does so at every try; what other programs do to the processor differs from one to the next.
    """

    def cost(times: int) -> float:
        text = piece * times
        tags = tagger.tag(None, text)
        return min(once(text, tags) for _ in range(3))

    def once(text: str, tags: Tagging) -> float:
        start = time.process_time()
        read(text, tags)
        return time.process_time() - start

    cost(50)
    return any(cost(2000) < 40 * max(cost(250), 0.002) for _ in range(5))
