"""The pages of findings: what every code means, from the converter's own catalogue."""
