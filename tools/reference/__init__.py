"""The pages under docs/ that are written by a program: the rules from the packs, the commands from click."""
