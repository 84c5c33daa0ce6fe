"""Dataclasses as JSON and back, by their own annotations: for a file that only we write, and that must outlive a database."""

import json
from collections.abc import Callable, Hashable
from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import IntEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

Thing = TypeVar("Thing")


def freeze(thing: Any) -> str:
    return json.dumps(_plain(thing), ensure_ascii=False, separators=(",", ":"))


def thaw(kind: type[Thing], text: str) -> Thing:
    """Raises ValueError, KeyError or TypeError for what this version did not write."""
    made: Thing = _reader(cast("Hashable", kind))(json.loads(text))
    return made


def _plain(thing: Any) -> Any:
    match thing:
        case datetime():
            return thing.isoformat()
        case IntEnum():
            return int(thing)
        case tuple() | list():
            return [_plain(each) for each in thing]
        case dict():
            return {key: _plain(value) for key, value in thing.items()}
    if is_dataclass(thing):
        return {field.name: _plain(getattr(thing, field.name)) for field in fields(thing)}
    return thing


@cache
def _reader(kind: Hashable) -> Callable[[Any], Any]:
    """How a value of this kind is read. Named tuples are lists, keys of dicts are numbers."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin in {Union, UnionType}:  # X | None
        read = _reader(next(each for each in inner if each is not NoneType))
        return lambda value: None if value is None else read(value)
    if origin is tuple:
        read = _reader(inner[0])
        return lambda value: tuple([read(each) for each in value])
    if origin is dict:
        return lambda value: {int(key): each for key, each in value.items()}
    return _simple(kind)


def _simple(kind: Any) -> Callable[[Any], Any]:
    if kind is datetime:
        return datetime.fromisoformat
    if isinstance(kind, type) and (is_dataclass(kind) or hasattr(kind, "_fields")):
        hints = get_type_hints(kind)
        readers = [(name, _reader(hint)) for name, hint in hints.items()]
        if is_dataclass(kind):
            return lambda value: kind(**{name: read(value[name]) for name, read in readers})
        return lambda value: kind(*[read(each) for (_name, read), each in zip(readers, value, strict=True)])
    if isinstance(kind, type) and issubclass(kind, IntEnum):
        return kind
    return _same


def _same(value: Any) -> Any:
    return value
