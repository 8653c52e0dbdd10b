"""The front door's commands: what ``make`` and ``python -m analysis`` do. One module a command or a family of them."""
