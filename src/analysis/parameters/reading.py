"""YAML files into typed models; every mistake becomes a Problem with file, key, what was found, what was expected, the nearest name."""

import typing
from pathlib import Path

import yaml
from pydantic import BaseModel, ValidationError

from analysis.parameters.problems import Problem, listed, nearest


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """Safe YAML that refuses a key written twice instead of keeping the last."""


def _mapping(loader: yaml.Loader, node: yaml.MappingNode, deep: bool = False) -> dict:
    seen: set = set()
    for key_node, _ in node.value:
        key = loader.construct_object(key_node, deep=True)
        if key in seen:
            raise yaml.constructor.ConstructorError(None, None, f"key {key!r} is written twice", key_node.start_mark)
        seen.add(key)
    return yaml.constructor.SafeConstructor.construct_mapping(loader, node, deep)


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, lambda loader, node: _mapping(loader, node, True))


def read_yaml(path: Path, name: str) -> tuple[object, list[Problem]]:
    """Content of a YAML file, or the problem that keeps it from being read. ``name`` is how messages call the file."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader), []
    except FileNotFoundError:
        return None, [Problem(name, "file", "nothing", "a YAML file", nearest(path.name, _siblings(path)))]
    except UnicodeDecodeError as error:
        return None, [Problem(name, f"byte {error.start}", "text that is not UTF-8", "UTF-8")]
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1}, column {mark.column + 1}" if mark else "file"
        return None, [Problem(name, where, str(getattr(error, "problem", error)), "valid YAML")]


def read_model(path: Path, name: str, model: type[BaseModel]) -> tuple[BaseModel | None, list[Problem]]:
    """A YAML file as ``model``, or None and every problem in it."""
    content, problems = read_yaml(path, name)
    if problems:
        return None, problems
    return validated(content, name, model)


def validated(content: object, name: str, model: type[BaseModel]) -> tuple[BaseModel | None, list[Problem]]:
    """What was read of the file called ``name`` as ``model``, or None and every problem in it."""
    try:
        return model.model_validate(content), []
    except ValidationError as error:
        return None, [_problem(name, model, entry) for entry in error.errors()]


def fields_at(model: type[BaseModel], place: typing.Sequence[str | int]) -> list[str]:
    """Field names valid at ``place`` inside ``model``; empty where it is no model."""
    found: object = model
    for step in place:
        found = _step(found, step)
    return list(found.model_fields) if isinstance(found, type) and issubclass(found, BaseModel) else []


def _step(found: object, step: str | int) -> object:
    if isinstance(found, type) and issubclass(found, BaseModel):
        field = found.model_fields.get(str(step))
        return _inner(field.annotation) if field else None
    return found


def _inner(annotation: object) -> object:
    """The model inside ``tuple[Model, ...]``, ``dict[str, Model]``, ``Model | None`` and their nestings."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in reversed(typing.get_args(annotation)):
        inner = _inner(argument)
        if inner is not None:
            return inner
    return None


def _siblings(path: Path) -> list[str]:
    return [sibling.name for sibling in path.parent.glob("*")] if path.parent.is_dir() else []


def _problem(name: str, model: type[BaseModel], entry: dict) -> Problem:
    place = [part for part in entry["loc"] if not (isinstance(part, str) and part.endswith("]"))]
    key = ".".join(str(part) for part in place) or "file"
    kind, context = entry["type"], entry.get("ctx", {})
    if kind == "extra_forbidden":
        valid = fields_at(model, place[:-1])
        return Problem(name, key, f"unknown key {place[-1]!r}", listed(valid), nearest(place[-1], valid))
    if kind == "missing":
        return Problem(name, key, "nothing", "a value: the key is required")
    found = repr(entry.get("input"))
    if kind == "literal_error":
        valid = [part.strip("'") for part in context["expected"].replace(" or ", ", ").split(", ")]
        return Problem(name, key, found, listed(valid), nearest(entry.get("input"), valid))
    return Problem(name, key, found if len(found) < 80 else found[:77] + "...", entry["msg"].removeprefix("Value error, "))
