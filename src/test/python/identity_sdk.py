"""Calls every method of Microsoft's identity SDK for Python. The environment has the emulator's address."""

import os
import ssl
import time
from datetime import timedelta
from urllib.request import urlopen

from azure.communication.identity import CommunicationIdentityClient, CommunicationUserIdentifier
from azure.core.credentials import AccessToken
from azure.core.exceptions import ClientAuthenticationError, HttpResponseError, ResourceNotFoundError

CONNECTION_STRING = os.environ["CONNECTION_STRING"]
ENDPOINT, KEY = (part.split("=", 1)[1] for part in CONNECTION_STRING.split(";"))
ENDPOINT = ENDPOINT.rstrip("/")
FOREIGN_USER = CommunicationUserIdentifier(
    "8:acs:00000000-0000-0000-0000-000000000000_00000000-0000-0000-0000-000000000000"
)


class EntraToken:
    """A credential that has its token already."""

    def get_token(self, *scopes, **kwargs):
        return AccessToken(os.environ["ENTRA_TOKEN"], int(time.time()) + 3600)


def main():
    trusts_the_authority_strictly()
    clients = {
        "connection string": CommunicationIdentityClient.from_connection_string(CONNECTION_STRING),
        "access key": CommunicationIdentityClient(ENDPOINT, KEY),
        "token credential": CommunicationIdentityClient(ENDPOINT, EntraToken()),
    }
    for name, client in clients.items():
        creates_issues_revokes_and_deletes(client)
        reports_errors_as_exceptions(client)
        exchanges_a_teams_token(client)
        print("passed with", name)
    wrong_key = CommunicationIdentityClient(ENDPOINT, "d3Jvbmc=")
    expect(ClientAuthenticationError, "Denied", wrong_key.create_user)
    print("passed with wrong credentials")


def trusts_the_authority_strictly():
    """Python 3.13 demands by default what this flag demands in any version."""
    context = ssl.create_default_context(cafile=os.environ["REQUESTS_CA_BUNDLE"])
    context.verify_flags |= ssl.VERIFY_X509_STRICT
    with urlopen(ENDPOINT + "/emulator/ca.pem", context=context, timeout=10) as response:
        with open(os.environ["REQUESTS_CA_BUNDLE"], encoding="ascii") as file:
            assert response.read().decode() == file.read()


def creates_issues_revokes_and_deletes(client):
    user = client.create_user()
    assert user.properties["id"].startswith("8:acs:"), user.properties
    assert client.get_token(user, ["chat", "voip"]).token.count(".") == 2
    assert client.get_token(user, ["chat"], token_expires_in=timedelta(hours=1)).token
    other, token = client.create_user_and_token(["chat"], token_expires_in=timedelta(hours=24))
    assert other.properties["id"] != user.properties["id"] and token.token
    client.revoke_tokens(user)
    client.delete_user(user)
    expect(ResourceNotFoundError, "IdentityNotFound", client.get_token, user, ["chat"])


def reports_errors_as_exceptions(client):
    user = client.create_user()
    expect(HttpResponseError, "ValidationError", client.get_token, user, [])
    expect(
        HttpResponseError, "ValidationError",
        client.get_token, user, ["chat"], token_expires_in=timedelta(minutes=59),
    )
    expect(ClientAuthenticationError, "IdentityNotOwned", client.get_token, FOREIGN_USER, ["chat"])
    expect(ClientAuthenticationError, "IdentityNotOwned", client.revoke_tokens, FOREIGN_USER)
    expect(ClientAuthenticationError, "IdentityNotOwned", client.delete_user, FOREIGN_USER)


def exchanges_a_teams_token(client):
    token, app, user = (os.environ["TEAMS_" + name] for name in ("TOKEN", "APP_ID", "USER_ID"))
    assert client.get_token_for_teams_user(token, app, user).token
    expect(ClientAuthenticationError, "InvalidAccessToken", client.get_token_for_teams_user, "", app, user)
    expect(HttpResponseError, "ValidationError", client.get_token_for_teams_user, token, "invalid", user)


def expect(kind, code, call, *arguments, **options):
    try:
        call(*arguments, **options)
    except kind as error:
        assert error.error is not None and error.error.code == code, error
    else:
        raise AssertionError("It succeeded: " + call.__name__)


main()
