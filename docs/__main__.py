"""`make docs`."""

from docs.write import main

main()
