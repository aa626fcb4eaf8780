#!/bin/sh
# Registers the endpoint's API with Microsoft Entra ID, and sets the issuer, the audience, the user claim and the required scope in the azd
# environment. If AUTH_ISSUERS is set there, it sets nothing and prints the issuer to add to that list.
# Running it again changes nothing. It reads and creates no secret, because an API that only verifies tokens needs none.
# It needs "az login" and an azd environment. The only argument, which is optional, is the name of the registration.
set -eu
# shellcheck source=infra/lib/azure.sh
. "$(dirname "$0")/lib/azure.sh"

scope_value='Tokens.Issue'
role_value='Identity.Admin'
inviter_value='Invitation.Create'
# These ids only have to be unique within one registration.
scope_id='5b1f6e0c-3a7f-4d7e-9d1b-6a0f2c8e4b71'
role_id='c2d9a4f6-8e15-4b3c-a7d0-1f9e5b6c7d82'
inviter_id='7e4b0f93-2d6a-4c18-9b5e-a8f3d1c60e27'

environment=$(variable AZURE_ENV_NAME)
if [ -z "$environment" ]; then
  echo "There is no azd environment. Create one: azd env new <name>" >&2
  exit 1
fi
name="${1:-acs-token-endpoint-$environment}"
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
    echo "Several app registrations are named $name. Choose another name: sh $0 <name>" >&2
    exit 1
    ;;
esac

granted=$(az ad app show --id "$app_id" \
  --query '[appRoles[].value, api.oauth2PermissionScopes[].value][]' --output tsv)
if [ -z "$granted" ]; then
  body=$(
    keep <<END
{
  "identifierUris": ["api://$app_id"],
  "api": {
    "requestedAccessTokenVersion": 2,
    "oauth2PermissionScopes": [{
      "id": "$scope_id", "value": "$scope_value", "type": "User", "isEnabled": true,
      "adminConsentDisplayName": "Get chat and calling tokens",
      "adminConsentDescription": "Lets the app get Azure Communication Services tokens for the signed-in user.",
      "userConsentDisplayName": "Chat and call as you",
      "userConsentDescription": "Lets the app chat and call in your name."
    }]
  },
  "appRoles": [{
    "id": "$role_id", "value": "$role_value", "isEnabled": true,
    "allowedMemberTypes": ["User", "Application"],
    "displayName": "Identity administrator",
    "description": "May act on every user's identity and tokens."
  }, {
    "id": "$inviter_id", "value": "$inviter_value", "isEnabled": true,
    "allowedMemberTypes": ["User", "Application"],
    "displayName": "Inviter of guests",
    "description": "May invite guests, and end their own invitations."
  }]
}
END
  )
  trap 'rm -f "$body"' EXIT
  az rest --method patch --url "${graph%/}/v1.0/applications(appId='$app_id')" \
    --headers 'Content-Type=application/json' --output none --body "@$body"
  echo "Added the scope $scope_value and the roles $role_value and $inviter_value to $name"
elif ! { echo "$granted" | grep -qx "$scope_value" && echo "$granted" | grep -qx "$role_value"; }; then
  echo "$name already has other scopes or roles. Add the scope $scope_value and the role $role_value by hand." >&2
  exit 1
elif [ "$(az ad app show --id "$app_id" --query api.requestedAccessTokenVersion --output tsv)" != 2 ]; then
  echo "$name issues version 1 tokens. Set requestedAccessTokenVersion to 2 in its manifest, or see docs/guides/sign-in/microsoft.md" >&2
  exit 1
elif ! echo "$granted" | grep -qx "$inviter_value"; then
  echo "$name has no role $inviter_value. Add it by hand if people or services are to invite guests."
fi

if [ -z "$(az ad sp list --filter "appId eq '$app_id'" --query '[].id' --output tsv)" ]; then
  az ad sp create --id "$app_id" --output none
  echo "Created the service principal of $name, which role assignments need"
fi

# In China, the issuer has another host than the endpoint that the Azure CLI uses.
if [ "${login%/}" = https://login.chinacloudapi.cn ]; then
  login=https://login.partner.microsoftonline.cn
fi
issuer="${login%/}/$tenant/v2.0"
issuers=$(variable AUTH_ISSUERS)
if [ -n "$issuers" ]; then
  echo "AUTH_ISSUERS is set in the azd environment, so no variable was changed."
  echo "Add this issuer to it, with \"admins\": true if its roles count (docs/reference/issuers.md):"
  echo "{\"issuer\": \"$issuer\", \"audiences\": [\"$app_id\"], \"userClaim\": \"oid\", \"requiredScope\": \"$scope_value\"}"
  exit 0
fi
azd env set AUTH_ISSUER "$issuer"
azd env set AUTH_AUDIENCE "$app_id"
azd env set AUTH_USER_CLAIM oid
# Entra ID gives any application of the tenant a token without a scope or a role.
azd env set AUTH_REQUIRED_SCOPE "$scope_value"
next='azd up'
if [ -z "$(variable COMMUNICATION_DATA_LOCATION)$(variable EXISTING_COMMUNICATION_SERVICE_ID)" ]; then
  next='azd env set COMMUNICATION_DATA_LOCATION <geography>, then azd up'
fi
echo "The azd environment now accepts tokens for $name. Next: $next"
