"""What is shown: scenes, their links, the lessons and the races they start."""
