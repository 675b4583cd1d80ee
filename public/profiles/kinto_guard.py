"""What Kinto's permissions and schemas cannot refuse. It stands beside kinto.ini, which names it in kinto.includes; Kinto
finds it with PYTHONPATH=. in that folder.

- The time of a record is the server's. Kinto lets whoever writes say `last_modified`, looks at it in no schema, and dates
  all that comes later in the collection after it: one comment of the year 9999, and nobody can send another.
- What is put into the inbox is for coordinators. Kinto lets whoever creates a record say who else may read or change it:
  the inbox would be a place to leave notes for others, and such a record could be deleted with a time, as above.

Each request in a /v1/batch comes by here, too."""

from kinto.core.errors import raise_invalid
from pyramid.events import ContextFound

TIME = "last_modified"


def refuse(event):
    request = event.request
    if request.method == "DELETE" and TIME in request.GET:
        raise_invalid(request, location="querystring", name=TIME, description="is the server's to say")
    if request.method not in ("POST", "PUT", "PATCH"):
        return
    try:
        body = request.json_body
    except ValueError:
        return  # Kinto refuses it itself
    if isinstance(body, list):
        # A list of operations (RFC 6902) can set anything, and Deskmates sends none.
        raise_invalid(request, description="JSON Patch is not taken here")
    if not isinstance(body, dict):
        return
    if isinstance(body.get("data"), dict) and TIME in body["data"]:
        raise_invalid(request, name=f"data.{TIME}", description="is the server's to say")
    place = request.matchdict or {}
    # Records only: the permissions of the collections come with kinto.yml.
    if "permissions" in body and place.get("bucket_id") == "inbox" and "collection_id" in place:
        raise_invalid(request, name="permissions", description="the inbox is for coordinators")


def includeme(config):
    config.add_subscriber(refuse, ContextFound)
