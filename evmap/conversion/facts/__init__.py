"""What the world knows: countries, time zones, phone numbers, EVSE ids, plugs and their limits."""
