"""The plan on the site: decisions of the editors, the dashboard, figures of what was seen."""
