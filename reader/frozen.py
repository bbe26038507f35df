"""`@dataclass(frozen=True, slots=True)`, decorated in a twentieth of the time.

The library's decorator writes and compiles six methods for every class as its module is imported, half a millisecond a
class, most of it for classes that the program in question never makes an object of: a fifth of the start of the app.
This one makes the same class, and compiles its `__init__` when more than a few objects are made of it; everything else
needs no code of its own. `dataclasses.replace`, `fields`, `asdict` and pickling work as ever. What it does not know
(other options, a base class with fields) it leaves to the library.
"""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass  # noqa: PLC0414  is handed on
    from dataclasses import field as field  # noqa: PLC0414
    from dataclasses import fields as fields  # noqa: PLC0414
    from dataclasses import replace as replace  # noqa: PLC0414
else:
    _MISSING = object()
    _FEW = 24
    """Objects that are made in about half the time that compiling takes: settings are made once, what is listed some
    twenty times, and those who make thousands lose no more by it than the others gain."""

    def replace(item, /, **changes):
        """As the library's, which is loaded for other classes than ours."""
        kind = type(item)
        if isinstance(vars(kind).get("__dataclass_fields__"), _Of):
            return kind(**{name: getattr(item, name) for name in kind.__match_args__} | changes)
        import dataclasses  # noqa: PLC0415

        return dataclasses.replace(item, **changes)

    def fields(item):
        """The library's, loaded when it is first needed."""
        import dataclasses  # noqa: PLC0415

        return dataclasses.fields(item)

    class _Field:
        """What `field()` was told."""

        __slots__ = ("compare", "default", "default_factory", "init", "repr")

        def __init__(self, default, default_factory, init, repr, compare) -> None:  # noqa: A002
            self.default = default
            self.default_factory = default_factory
            self.init = init
            self.repr = repr
            self.compare = compare

    def field(*, default=_MISSING, default_factory=_MISSING, init=True, repr=True, compare=True):  # noqa: A002
        """A field with a default that is made for each object, or that does not count."""
        return _Field(default, default_factory, init, repr, compare)

    def dataclass(*, frozen=False, slots=False, **more):
        """The decorator; for other options than `frozen=True, slots=True` the library's."""

        def decorate(cls):
            if not (frozen and slots) or more or any(hasattr(base, "__dataclass_fields__") for base in cls.__bases__):
                return _by_the_library(cls, frozen=frozen, slots=slots, **more)
            return _decorated(cls)

        return decorate

    def _by_the_library(cls, **options):
        import dataclasses  # noqa: PLC0415  the point is not to need it

        for name, value in list(vars(cls).items()):
            if isinstance(value, _Field):
                setattr(cls, name, _theirs(value))
        return dataclasses.dataclass(**options)(cls)

    def _theirs(told):
        import dataclasses  # noqa: PLC0415

        given = {name: getattr(told, name) for name in _Field.__slots__}
        return dataclasses.field(**{name: value for name, value in given.items() if value is not _MISSING})

    def _decorated(cls):
        body = dict(vars(cls))
        told = {}
        for name, kind in body.get("__annotations__", {}).items():
            if "ClassVar" not in kind:
                value = body.pop(name, _MISSING)
                told[name] = value if isinstance(value, _Field) else _Field(value, _MISSING, True, True, True)
        body.pop("__dict__", None)
        body.pop("__weakref__", None)
        names = tuple(told)
        compared = _values([name for name in names if told[name].compare])
        body["__slots__"] = names
        taken = tuple(name for name in names if told[name].init)
        body.setdefault("__match_args__", taken)
        _give_methods(body, names, told, compared)
        body["__dataclass_fields__"] = body["__dataclass_params__"] = None
        made = type(cls)(cls.__name__, cls.__bases__, body)
        made.__qualname__ = cls.__qualname__
        twin = _Twin(made, told)
        made.__dataclass_fields__, made.__dataclass_params__ = _Of(twin, "fields"), _Of(twin, "params")

        few = _FEW

        def first(self, *args, **kwargs) -> None:
            nonlocal few
            if few and _filled(self, told, taken, args, kwargs):
                few -= 1
                return
            init = made.__init__ = _init(made, told)
            init(self, *args, **kwargs)

        made.__init__ = first
        return made

    def _values(names):
        if len(names) > 1:
            return attrgetter(*names)
        return (lambda self: (getattr(self, names[0]),)) if names else (lambda self: ())  # noqa: ARG005

    def _give_methods(body, names, told, compared) -> None:
        def equal(self, other):
            return compared(self) == compared(other) if other.__class__ is self.__class__ else NotImplemented

        def hashed(self):
            return hash(compared(self))

        def shown(self):
            said = ", ".join(f"{name}={getattr(self, name)!r}" for name in names if told[name].repr)
            return f"{self.__class__.__qualname__}({said})"

        def state(self):
            return [getattr(self, name) for name in names]

        def take(self, values) -> None:
            for name, value in zip(names, values, strict=True):
                object.__setattr__(self, name, value)

        own = body.get("__hash__", _MISSING)
        if own is _MISSING or (own is None and "__eq__" in body):
            body["__hash__"] = hashed
        methods = {"eq": equal, "repr": shown, "getstate": state, "setstate": take}
        for name, method in (methods | {"setattr": _refuse, "delattr": _refuse}).items():
            body.setdefault(f"__{name}__", method)

    def _refuse(self, name, value=None):  # noqa: ARG001
        from dataclasses import FrozenInstanceError  # noqa: PLC0415

        raise FrozenInstanceError(f"cannot change field {name!r}")

    def _filled(item, told, taken, args, kwargs) -> bool:
        """Fill an object by what its class was told; False where what is given does not fit, as its code will say."""
        given = dict(zip(taken, args, strict=False))
        if len(args) > len(taken) or given.keys() & kwargs.keys() or not kwargs.keys() <= set(taken):
            return False
        given |= kwargs
        for name, field in told.items():
            if name in given:
                value = given[name]
            elif field.default_factory is not _MISSING:
                value = field.default_factory()
            elif field.default is not _MISSING:
                value = field.default
            else:
                return False
            object.__setattr__(item, name, value)
        if hasattr(item, "__post_init__"):
            item.__post_init__()
        return True

    def _init(cls, told):
        """Compile the `__init__` of a class: what it takes by name and default, and where it puts that."""
        parameters, lines, known = [], [], {}
        for number, (name, item) in enumerate(told.items()):
            known[f"put{number}"] = getattr(cls, name).__set__
            value = name
            if item.default_factory is not _MISSING:
                known[f"make{number}"], known["none"] = item.default_factory, _MISSING
                value = f"make{number}() if {name} is none else {name}" if item.init else f"make{number}()"
                parameter = f"{name}=none"
            elif item.default is not _MISSING:
                known[f"else{number}"] = item.default
                parameter = f"{name}=else{number}"
            else:
                parameter = name
            if item.init:
                parameters.append(parameter)
            lines.append(f"    put{number}(self, {value})")
        if hasattr(cls, "__post_init__"):
            lines.append("    self.__post_init__()")
        text = f"def __init__(self, {', '.join(parameters)}):\n" + ("\n".join(lines) or "    pass")
        exec(text, known)  # noqa: S102  names and nothing else go into it, all from the class itself
        init = known["__init__"]
        init.__qualname__, init.__module__ = f"{cls.__qualname__}.__init__", cls.__module__
        return init

    class _Twin:
        """The same class as the library makes it, for those who ask the library about its fields."""

        def __init__(self, cls, told) -> None:
            self._cls = cls
            self._told = told
            self._made = None

        @property
        def made(self):
            if self._made is None:
                import dataclasses  # noqa: PLC0415

                cls = self._cls
                body = {
                    "__annotations__": dict(cls.__annotations__),
                    "__module__": cls.__module__,
                    "__doc__": cls.__doc__,
                }
                for name, item in self._told.items():
                    theirs = _theirs(item)
                    if item.default_factory is _MISSING and item.init and item.repr and item.compare:
                        theirs = item.default
                    if theirs is not _MISSING:
                        body[name] = theirs
                self._made = dataclasses.dataclass(frozen=True)(type(cls.__name__, (), body))
            return self._made

    class _Of:
        """An attribute of the class that is taken from its twin once somebody asks."""

        __slots__ = ("_name", "_twin")

        def __init__(self, twin, name) -> None:
            self._twin = twin
            self._name = f"__dataclass_{name}__"

        def __get__(self, instance, owner):
            return getattr(self._twin.made, self._name)
