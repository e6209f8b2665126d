"""What keeps the site up among strangers: limits, rates, processes, health, logs, figures."""
