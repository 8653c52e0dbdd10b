"""One module per kind of figure, one style. Imported only where a figure is drawn."""
