"""What the `evmap` command does, without its options (those are in `evmap.cli`)."""
