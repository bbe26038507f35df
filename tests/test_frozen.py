"""Classes of plain data are those that the library would make."""

from __future__ import annotations

import copy
import dataclasses
import pickle
import subprocess
import sys
from collections.abc import Callable
from typing import Any, ClassVar

import pytest

from reader import frozen
from reader.model.entry import Wording


def made(decorator: Callable[..., Any], field: Callable[..., Any]) -> type[Any]:
    @decorator(frozen=True, slots=True)
    class Parcel:
        """What is sent."""

        LIMIT: ClassVar[int] = 3
        weight: int
        to: str = "Arvonia"
        stamps: list[int] = field(default_factory=list, compare=False)
        seen: dict[str, int] = field(init=False, repr=False, compare=False, default_factory=dict)

        @property
        def heavy(self) -> bool:
            return self.weight > self.LIMIT

    return Parcel


OURS, THEIRS = made(frozen.dataclass, frozen.field), made(dataclasses.dataclass, dataclasses.field)


def said(call: Callable[[], object]) -> tuple[type, str]:
    with pytest.raises(Exception) as caught:  # noqa: PT011  which one is what is compared
        call()
    return type(caught.value), str(caught.value)


@pytest.fixture(params=["first objects", "later ones"])
def ours(request: pytest.FixtureRequest) -> type[Any]:
    """A class whose `__init__` is not compiled yet, and one where it is."""
    kind = made(frozen.dataclass, frozen.field)
    if request.param == "later ones":
        before = kind.__init__
        for _ in range(100):
            kind(1)
        assert kind.__init__ is not before
    return kind


def test_the_first_objects_are_as_the_later_ones(ours: type[Any]) -> None:
    assert repr(ours(1, "Belmark", [2])) == repr(THEIRS(1, "Belmark", [2]))
    assert repr(ours(1, stamps=[2])) == repr(THEIRS(1, stamps=[2]))
    assert repr(ours(to="Belmark", weight=2)) == repr(THEIRS(to="Belmark", weight=2))
    assert ours(1).stamps is not ours(1).stamps
    assert ours(1).seen == {}


@pytest.mark.parametrize(
    "wrong",
    [
        lambda kind: kind(),
        lambda kind: kind(1, weight=2),
        lambda kind: kind(1, there=2),
        lambda kind: kind(1, seen={}),
        lambda kind: kind(1, "Belmark", [], {}),
        lambda kind: kind(to="Belmark"),
    ],
)
def test_what_does_not_fit_is_refused_in_the_same_words(ours: type[Any], wrong: Callable[[type[Any]], object]) -> None:
    assert said(lambda: wrong(ours)) == said(lambda: wrong(THEIRS))


@pytest.mark.parametrize("objects", [1, 100])
def test_what_follows_the_making_is_done_for_each(objects: int) -> None:
    seen: list[int] = []

    @frozen.dataclass(frozen=True, slots=True)
    class Checked:
        count: int

        def __post_init__(self) -> None:
            seen.append(self.count)

    for number in range(objects):
        Checked(number)
    assert seen == list(range(objects))


@pytest.mark.parametrize("kind", [OURS, THEIRS])
def test_what_such_a_class_does(kind: type[Any]) -> None:
    one = kind(1)
    assert one == kind(1, stamps=[4])
    assert one != kind(2)
    assert one != (1, "Arvonia")
    assert hash(one) == hash((1, "Arvonia"))
    assert repr(one).endswith("Parcel(weight=1, to='Arvonia', stamps=[])")
    assert not one.heavy
    assert kind(4).heavy
    assert kind(1).stamps is not one.stamps
    assert kind.__slots__ == ("weight", "to", "stamps", "seen")
    assert kind.__match_args__ == ("weight", "to", "stamps")
    assert (kind.__doc__, kind.__qualname__) == ("What is sent.", "made.<locals>.Parcel")
    assert not hasattr(one, "__dict__")


@pytest.mark.parametrize("kind", [OURS, THEIRS])
def test_the_library_knows_it(kind: type[Any]) -> None:
    one = kind(1)
    assert dataclasses.replace(one, to="Belmark") == kind(1, "Belmark")
    assert [field.name for field in dataclasses.fields(kind)] == ["weight", "to", "stamps", "seen"]
    assert dataclasses.fields(kind)[1].default == "Arvonia"
    assert dataclasses.asdict(one) == {"weight": 1, "to": "Arvonia", "stamps": [], "seen": {}}
    assert copy.deepcopy(one) == copy.copy(one) == one


def test_what_is_refused_is_refused_alike() -> None:
    for kind in (OURS, THEIRS):
        one = kind(1)
        with pytest.raises(dataclasses.FrozenInstanceError):
            one.weight = 2
        with pytest.raises(dataclasses.FrozenInstanceError):
            del one.weight
    assert said(OURS) == said(THEIRS)
    assert said(lambda: OURS(1, there=2)) == said(lambda: THEIRS(1, there=2))


def test_it_can_be_pickled() -> None:
    assert pickle.loads(pickle.dumps(Wording("A headline"))) == Wording("A headline")


def test_other_options_and_heirs_are_the_librarys_matter() -> None:
    @frozen.dataclass(slots=True)
    class Open:
        count: int = 0
        names: list[str] = frozen.field(default_factory=list)

    @frozen.dataclass(frozen=True, slots=True)
    class Heir(OURS):
        more: int = 5

    one = Open()
    one.count = 3
    assert (one.count, one.names) == (3, [])
    assert (Heir(1).weight, Heir(1).more, Heir(1).heavy) == (1, 5, False)


def test_it_does_not_need_the_library() -> None:
    code = (
        "import sys\nfrom reader.frozen import dataclass\n@dataclass(frozen=True, slots=True)\nclass A:\n"
        "    __annotations__ = {'a': 'int'}\nA(1) == A(1)\nprint('dataclasses' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout == "False\n"


def test_other_values_need_no_library() -> None:
    """`replace` gives what the library gives, without asking it, and what was left out of `__init__` is made anew."""
    one = OURS(1, stamps=[7])
    one.seen["here"] = 1
    other, theirs = frozen.replace(one, to="Belmark"), dataclasses.replace(THEIRS(1, stamps=[7]), to="Belmark")
    assert repr(other) == repr(theirs)
    assert (other.stamps, other.seen) == (theirs.stamps, theirs.seen) == ([7], {})
    assert said(lambda: frozen.replace(one, colour="red"))[0] is TypeError
    assert repr(frozen.replace(THEIRS(1), weight=2)) == repr(THEIRS(2)), "other classes are the library's"
    script = (
        "import sys; from reader import frozen; from reader.view.rows import Look; from datetime import UTC\n"
        "assert frozen.replace(Look(width=80, tz=UTC), width=90).width == 90\n"
        "print('dataclasses' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout == "False\n"
