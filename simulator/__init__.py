"""A city that lives: women, classes, loans and titles, played day by day through the services' own use cases."""
