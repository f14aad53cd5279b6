"""Q."""
QUESTIONS = ()
