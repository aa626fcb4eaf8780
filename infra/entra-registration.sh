#!/bin/sh
# Registers the endpoint's API with Microsoft Entra ID, and sets the issuer, the audience and the user claim in the azd environment.
# Running it again changes nothing. It reads and creates no secret, because an API that only verifies tokens needs none.
# It needs "az login" and an azd environment. The only argument, which is optional, is the name of the registration.
set -eu

scope_value='Tokens.Issue'
role_value='Identity.Admin'
# These ids only have to be unique within one registration.
scope_id='5b1f6e0c-3a7f-4d7e-9d1b-6a0f2c8e4b71'
role_id='c2d9a4f6-8e15-4b3c-a7d0-1f9e5b6c7d82'

name="${1:-acs-token-endpoint-$(azd env get-value AZURE_ENV_NAME)}"
tenant=$(az account show --query tenantId --output tsv)
login=$(az cloud show --query endpoints.activeDirectory --output tsv)
graph=$(az cloud show --query endpoints.microsoftGraphResourceId --output tsv)

app_id=$(az ad app list --display-name "$name" --query "[?displayName=='$name'].appId" --output tsv)
case "$app_id" in
  '')
    app_id=$(az ad app create --display-name "$name" --sign-in-audience AzureADMyOrg --query appId --output tsv)
    echo "Registered $name: $app_id"
    ;;
  *[!0-9a-f-]*)
    echo "Several app registrations are named $name. Choose another name: $0 <name>" >&2
    exit 1
    ;;
esac

granted=$(az ad app show --id "$app_id" \
  --query '[appRoles[].value, api.oauth2PermissionScopes[].value][]' --output tsv)
if [ -z "$granted" ]; then
  az rest --method patch --url "${graph%/}/v1.0/applications(appId='$app_id')" \
    --headers 'Content-Type=application/json' --output none --body "{
      \"identifierUris\": [\"api://$app_id\"],
      \"api\": {
        \"requestedAccessTokenVersion\": 2,
        \"oauth2PermissionScopes\": [{
          \"id\": \"$scope_id\", \"value\": \"$scope_value\", \"type\": \"User\", \"isEnabled\": true,
          \"adminConsentDisplayName\": \"Get chat and calling tokens\",
          \"adminConsentDescription\": \"Lets the app get Azure Communication Services tokens for the signed-in user.\",
          \"userConsentDisplayName\": \"Chat and call as you\",
          \"userConsentDescription\": \"Lets the app chat and call in your name.\"
        }]
      },
      \"appRoles\": [{
        \"id\": \"$role_id\", \"value\": \"$role_value\", \"isEnabled\": true,
        \"allowedMemberTypes\": [\"User\", \"Application\"],
        \"displayName\": \"Identity administrator\",
        \"description\": \"May act on every user's identity and tokens.\"
      }]
    }"
  echo "Added the scope $scope_value and the role $role_value to $name"
elif ! { echo "$granted" | grep -qx "$scope_value" && echo "$granted" | grep -qx "$role_value"; }; then
  echo "$name already has other scopes or roles. Add the scope $scope_value and the role $role_value by hand." >&2
  exit 1
fi

if [ -z "$(az ad sp list --filter "appId eq '$app_id'" --query '[].id' --output tsv)" ]; then
  az ad sp create --id "$app_id" --output none
  echo "Created the service principal of $name, which role assignments need"
fi

azd env set AUTH_ISSUER "${login%/}/$tenant/v2.0"
azd env set AUTH_AUDIENCE "$app_id"
azd env set AUTH_USER_CLAIM oid
echo "The azd environment now accepts tokens for $name. Next: azd up"
