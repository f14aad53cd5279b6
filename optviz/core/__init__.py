"""Numbers: surfaces, optimizers, simulation and analysis, in JAX and NumPy float64."""

import os

# Set before JAX starts. CPU only: skips the search for an accelerator. AVX has no fused multiply-add, so
# every product is rounded as Python's own floats round it: 0.2147… comes out digit for digit. The last one
# lets XLA compile a loop's body as one piece of code: seven times faster for loops as small as ours.
os.environ.setdefault("JAX_PLATFORMS", "cpu")
if "xla_cpu_max_isa" not in os.environ.get("XLA_FLAGS", ""):
    ours = "--xla_cpu_max_isa=AVX --xla_backend_extra_options=xla_cpu_small_while_loop_byte_threshold=10000000"
    os.environ["XLA_FLAGS"] = f"{os.environ.get('XLA_FLAGS', '')} {ours}".strip()

import jax

jax.config.update("jax_enable_x64", True)
