"""A race as a program's text, in four flavours: optviz, JAX with Optax, PyTorch, plain NumPy."""
