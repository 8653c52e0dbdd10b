"""Raw exports to checked, pseudonymous forms and responses. Nobody but this room has seen a raw column name."""
