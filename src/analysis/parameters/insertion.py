"""One more entry in a list of a YAML file, by text: what people wrote, comments and order, stays as it is."""

import re


def append_to_list(text: str, key: str, entry: list[str]) -> str | None:
    """``text`` with the lines ``entry`` (the first begins with ``- ``) behind the last entry of the top-level list ``key``, indented as the
    others are. None where the file has no such list in block style: it is then for a person."""
    lines = text.split("\n")
    start = next((number for number, line in enumerate(lines) if re.match(rf"{re.escape(key)}:\s*(#.*)?$", line)), None)
    if start is None:
        return None
    inside = [number for number in range(start + 1, len(lines)) if lines[number].strip()]
    block = []
    for number in inside:
        if not lines[number].startswith((" ", "-")) and not lines[number].lstrip().startswith("#"):
            break
        block.append(number)
    entries = [number for number in block if re.match(r"\s*- ", lines[number])]
    if not entries:
        return None
    indent = re.match(r"\s*", lines[entries[0]])[0]
    # comments behind the last entry that stand at the margin belong to what follows
    last = max(number for number in block if lines[number].startswith((" ", "-")))
    lines[last + 1 : last + 1] = [indent + line if line else line for line in entry]
    return "\n".join(lines)
