"""optviz: see how optimizers move. Start with ``streamlit run app.py``.

This file is both: the script that Streamlit runs for each visitor, and the server's app, which Streamlit finds by the
call of ``App`` when it starts.
"""

from streamlit.runtime.scriptrunner import get_script_run_ctx

if get_script_run_ctx(suppress_warning=True) is not None:
    from optviz.ui import shell

    shell.run()
else:
    from streamlit.starlette import App

    from optviz.ui import serve

    app = App(__file__, routes=serve.routes(), lifespan=serve.lifespan, on_script_error=serve.on_script_error)
