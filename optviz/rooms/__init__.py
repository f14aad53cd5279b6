"""Rooms: a class answers one question at a time on its phones, and the projector shows all answers at once."""
