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

              Commands to try. Get a bearer token for a user, and one for an admin, and shorten other tokens:

                TOKEN=$(curl -s '%1$s/token?user=alice')
                ADMIN=$(curl -s '%1$s/token?user=olivia&roles=Identity.Admin')
                short() { sed 's/eyJ[^"]*/eyJ.../'; }

              Issue an ACS token for all scopes and for one, and refresh it:

                curl -sw '\\n' -X POST %2$s/users/me/tokens -H "Authorization: Bearer $TOKEN" | short
                curl -sw '\\n' %2$s/users/me/tokens -H "Authorization: Bearer $TOKEN" \\
                  -H 'Content-Type: application/json' -d '{"scopes": ["chat"], "expiresInMinutes": 60}' | short
                curl -sw '\\n' -X POST %2$s/users/me/tokens/refresh -H "Authorization: Bearer $TOKEN" | short

              Exchange a Teams user's Entra token for an ACS token:

                TEAMS=$(curl -s '%1$s/teams-token?user=alice')
                curl -sw '\\n' %2$s/users/me/teams-tokens -H "Authorization: Bearer $TOKEN" \\
                  -H 'Content-Type: application/json' -d "{\\"teamsUserToken\\": \\"$TEAMS\\"}" | short

              Invite a guest as the admin, and let the guest join, without a bearer token:

                CODE=$(curl -s -X POST %2$s/invitations -H "Authorization: Bearer $ADMIN" \\
                  | sed 's/.*"code":"\\([^"]*\\)".*/\\1/')
                curl -sw '\\n' %2$s/guests \\
                  -H 'Content-Type: application/json' -d "{\\"invitation\\": \\"$CODE\\"}" | short

              Check the endpoint's health, read the user's identity, and list the emulator's identities:

                curl -sw '\\n' %2$s/health
                curl -sw '\\n' %2$s/users/alice/identity -H "Authorization: Bearer $ADMIN"
                curl -skw '\\n' %3$s/emulator/identities

              Revoke the tokens, and delete the identity:

                curl -sw '%%{http_code}\\n' -X DELETE %2$s/users/me/tokens -H "Authorization: Bearer $TOKEN"
                curl -sw '%%{http_code}\\n' -X DELETE %2$s/users/me/identity -H "Authorization: Bearer $TOKEN"
              """;
          case POWERSHELL ->
              """

              Commands to try. Get a bearer token for a user, and one for an admin:

                $user = @{ Authorization = "Bearer $(Invoke-RestMethod '%1$s/token?user=alice')" }
                $admin = @{ Authorization = "Bearer $(Invoke-RestMethod '%1$s/token?user=olivia&roles=Identity.Admin')" }

              Issue an ACS token for all scopes and for one, and refresh it:

                Invoke-RestMethod %2$s/users/me/tokens -Method Post -Headers $user | Select-Object scopes, expiresOn
                Invoke-RestMethod %2$s/users/me/tokens -Method Post -Headers $user `
                  -ContentType application/json -Body '{"scopes": ["chat"], "expiresInMinutes": 60}' | Select-Object scopes, expiresOn
                Invoke-RestMethod %2$s/users/me/tokens/refresh -Method Post -Headers $user | Select-Object scopes, expiresOn

              Exchange a Teams user's Entra token for an ACS token:

                $teams = Invoke-RestMethod '%1$s/teams-token?user=alice'
                Invoke-RestMethod %2$s/users/me/teams-tokens -Method Post -Headers $user `
                  -ContentType application/json -Body (ConvertTo-Json @{ teamsUserToken = $teams }) | Select-Object expiresOn

              Invite a guest as the admin, and let the guest join, without a bearer token:

                $invitation = Invoke-RestMethod %2$s/invitations -Method Post -Headers $admin
                Invoke-RestMethod %2$s/guests -Method Post `
                  -ContentType application/json -Body (ConvertTo-Json @{ invitation = $invitation.code }) | Select-Object scopes, expiresOn

              Check the endpoint's health, read the user's identity, and list the emulator's identities:

                Invoke-RestMethod %2$s/health
                Invoke-RestMethod %2$s/users/alice/identity -Headers $admin
                curl.exe -sk %3$s/emulator/identities

              Revoke the tokens, and delete the identity:

                Invoke-RestMethod %2$s/users/me/tokens -Method Delete -Headers $user
                Invoke-RestMethod %2$s/users/me/identity -Method Delete -Headers $user
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

    If the token is refused, the line of the request names the reason.
    """
        .formatted(command.formatted(endpoint));
  }
}
