"""One rule about a delivery a module; ``intake.checking`` finds them by walking this package. docs/checks.md is made from them."""
