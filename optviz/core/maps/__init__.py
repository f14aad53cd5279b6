"""See everything at once: maps over starts and knobs, sensitivity to η, fair tuning, maps beyond one machine."""
