"""What this room remembers of texts it has read, and how it forgets that."""

import sys

_ROOM = __name__.rpartition(".")[0]


def forget() -> None:
    """Empty every cache of this room; what is asked next is worked out anew.

    Several hold the lexicon that they were filled by, which would outlive the settings that it
    came from by some thousand texts.
    """
    for name, module in list(sys.modules.items()):
        if name.startswith(f"{_ROOM}."):
            for value in list(vars(module).values()):
                clear = getattr(value, "cache_clear", None)
                if callable(clear):
                    clear()
