package dev.acstoken.devhost;

import java.net.URI;

/**
 * The commands that the development host prints, to be pasted into a shell.
 *
 * @param issuer the address of the local issuer
 * @param endpoint the URL that the routes begin with
 * @param acs the address of the ACS emulator
 */
record CommandsToTry(Shell shell, URI issuer, URI endpoint, URI acs) {

  /** Returns commands for users of the local issuer. */
  String forLocalUsers() {
    String text =
        switch (shell) {
          case POSIX ->
              """

              Commands to try. Get a bearer token for a user, and one for an admin:

                TOKEN=$(curl -s '%1$s/token?user=alice')
                ADMIN=$(curl -s '%1$s/token?user=olivia&roles=Identity.Admin')

              Issue an ACS token for all scopes and for one; read the identity, refresh, revoke, delete:

                curl -s -X POST %2$s/users/me/tokens -H "Authorization: Bearer $TOKEN"
                curl -s %2$s/users/me/tokens -H "Authorization: Bearer $TOKEN" \\
                  -H 'Content-Type: application/json' -d '{"scopes": ["chat"], "expiresInMinutes": 60}'
                curl -s %2$s/users/alice/identity -H "Authorization: Bearer $ADMIN"
                curl -s -X POST %2$s/users/me/tokens/refresh -H "Authorization: Bearer $TOKEN"
                curl -si -X DELETE %2$s/users/me/tokens -H "Authorization: Bearer $TOKEN"
                curl -si -X DELETE %2$s/users/me/identity -H "Authorization: Bearer $TOKEN"

              Exchange a Teams user's Entra token for an ACS token:

                TEAMS=$(curl -s '%1$s/teams-token?user=alice')
                curl -s %2$s/users/me/teams-tokens -H "Authorization: Bearer $TOKEN" \\
                  -H 'Content-Type: application/json' -d "{\\"teamsUserToken\\": \\"$TEAMS\\"}"

              Check the endpoint's health, and list the identities in the emulator:

                curl -s %2$s/health
                curl -sk %3$s/emulator/identities
              """;
          case POWERSHELL ->
              """

              Commands to try. Get a bearer token for a user, and one for an admin:

                $user = @{ Authorization = "Bearer $(Invoke-RestMethod '%1$s/token?user=alice')" }
                $admin = @{ Authorization = "Bearer $(Invoke-RestMethod '%1$s/token?user=olivia&roles=Identity.Admin')" }

              Issue an ACS token for all scopes and for one; read the identity, refresh, revoke, delete:

                Invoke-RestMethod %2$s/users/me/tokens -Method Post -Headers $user
                Invoke-RestMethod %2$s/users/me/tokens -Method Post -Headers $user `
                  -ContentType application/json -Body '{"scopes": ["chat"], "expiresInMinutes": 60}'
                Invoke-RestMethod %2$s/users/alice/identity -Headers $admin
                Invoke-RestMethod %2$s/users/me/tokens/refresh -Method Post -Headers $user
                Invoke-RestMethod %2$s/users/me/tokens -Method Delete -Headers $user
                Invoke-RestMethod %2$s/users/me/identity -Method Delete -Headers $user

              Exchange a Teams user's Entra token for an ACS token:

                $teams = Invoke-RestMethod '%1$s/teams-token?user=alice'
                Invoke-RestMethod %2$s/users/me/teams-tokens -Method Post -Headers $user `
                  -ContentType application/json -Body (ConvertTo-Json @{ teamsUserToken = $teams })

              Check the endpoint's health, and list the identities in the emulator:

                Invoke-RestMethod %2$s/health
                curl.exe -sk %3$s/emulator/identities
              """;
        };
    return text.formatted(issuer, endpoint, acs);
  }

  /** Returns a command for users of the issuers in the settings. */
  String forOtherUsers() {
    String command =
        switch (shell) {
          case POSIX -> "curl -s -X POST %s/users/me/tokens -H \"Authorization: Bearer $TOKEN\"";
          case POWERSHELL ->
              "Invoke-RestMethod %s/users/me/tokens -Method Post"
                  + " -Headers @{ Authorization = \"Bearer $token\" }";
        };
    return """

        The endpoint accepts tokens of the issuers in these settings, and none of the local issuer.
        Send it a token of your identity provider:

          %s

        If the token is refused, the event of the request names the reason.
        """
        .formatted(command.formatted(endpoint));
  }
}
