"""Serves the Kinto that an .ini file describes out of memory. Kinto's own commands cannot make the first account there:
it would be gone when the command ends. Arguments: the .ini file, the port; the password of admin in ADMIN."""
import os
import sys

import waitress
from kinto.plugins.accounts.scripts import create_user
from pyramid.paster import get_app

app = get_app(sys.argv[1])
create_user({"registry": app.registry}, "admin", os.environ.pop("ADMIN"))
waitress.serve(app, host="127.0.0.1", port=int(sys.argv[2]))
