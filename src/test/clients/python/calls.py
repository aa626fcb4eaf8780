"""Makes the calls of every generated client, and prints a line for each.

The arguments are the endpoint, a bearer token of an admin, and a server with unusual responses.
"""

import json
import sys

from acs_client import AuthenticatedClient
from acs_client.api.access import get_access, set_access
from acs_client.api.tokens import issue_token, refresh_token, revoke_tokens
from acs_client.models import AccessRequest, Problem, TokenRequest

endpoint, bearer_token, unusual_endpoint = sys.argv[1:]
client = AuthenticatedClient(base_url=endpoint, token=bearer_token)
unusual = AuthenticatedClient(base_url=unusual_endpoint, token=bearer_token)


def show(name, call):
    try:
        response = call()
    except json.JSONDecodeError:
        print(f"{name}: 502 without a problem")
        return
    if isinstance(response.parsed, Problem):
        print(f"{name}: {response.status_code.value} {response.parsed.code}")
    elif response.parsed is None:
        print(f"{name}: {'done' if response.status_code == 204 else response.status_code}")
    else:
        print(f"{name}: {' '.join(response.parsed.scopes)}")


def issue(**request):
    return lambda: issue_token.sync_detailed("me", client=client, **request)


show("no body", issue())
show("empty request", issue(body=TokenRequest()))
show("60 minutes", issue(body=TokenRequest(expires_in_minutes=60)))
show("refresh", lambda: refresh_token.sync_detailed("me", client=client))
show("empty access", lambda: set_access.sync_detailed("me", client=client, body=AccessRequest()))
show("access", lambda: get_access.sync_detailed("me", client=client))
show("revoke", lambda: revoke_tokens.sync_detailed("me", client=client))
for case in ["new scope", "new code", "date to retry", "page"]:
    user = case.replace(" ", "-")
    show(case, lambda: issue_token.sync_detailed(user, client=unusual))
