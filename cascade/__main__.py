"""`python -m cascade` and the command `cascade`."""

from cascade.cli import main

__all__ = ["main"]

if __name__ == "__main__":
    main()
