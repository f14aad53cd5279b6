"""See everything at once: maps over starts and knobs, sensitivity to η, fair tuning, and maps larger than one machine."""
