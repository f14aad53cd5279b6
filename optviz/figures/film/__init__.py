"""A race as an animated picture, drawn with Pillow: no browser takes part."""
