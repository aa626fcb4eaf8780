#!/bin/sh
# Lets the deployed endpoint acquire Teams tokens on behalf of its callers, without a secret. The application that AUTH_AUDIENCE names
# gets the two permissions for Teams, and a federated credential that trusts the endpoint's managed identity.
# Running it again changes only what is missing. It needs "az login" and an azd environment that has been deployed.
# The only argument is the application. It is optional if AUTH_AUDIENCE is set.
set -eu
# shellcheck source=infra/lib/azure.sh
. "$(dirname "$0")/lib/azure.sh"

acs='1fd5118e-2576-4263-8130-9503064c837a' # Azure Communication Services; the id is the same in every tenant
credential='acs-token-endpoint'

audience="${1:-$(variable AUTH_AUDIENCE)}"
if [ -z "$audience" ]; then
  echo "AUTH_AUDIENCE is not set in the azd environment. Name the application for which apps request tokens: sh $0 <application id>" >&2
  exit 1
fi
principal=$(variable ENDPOINT_PRINCIPAL_ID)
if [ -z "$principal" ]; then
  echo "The azd environment has not been deployed. Run azd provision first" >&2
  exit 1
fi
tenant=$(az account show --query tenantId --output tsv)
login=$(az cloud show --query endpoints.activeDirectory --output tsv)
app_id=$(az ad app show --id "$audience" --query appId --output tsv)

if [ -z "$(az ad sp list --filter "appId eq '$acs'" --query '[].id' --output tsv)" ]; then
  az ad sp create --id "$acs" --output none
  echo "Created the service principal of Azure Communication Services in this tenant"
fi

granted=$(az ad app show --id "$app_id" \
  --query "requiredResourceAccess[?resourceAppId=='$acs'][].resourceAccess[].id" --output tsv)
for scope in Teams.ManageCalls Teams.ManageChats; do
  scope_id=$(az ad sp show --id "$acs" --query "oauth2PermissionScopes[?value=='$scope'].id" --output tsv)
  if ! echo "$granted" | grep -qx "$scope_id"; then
    az ad app permission add --id "$app_id" --api "$acs" --api-permissions "$scope_id=Scope" --output none
    echo "Added the permission $scope to the application $app_id"
  fi
done

subject=$(az ad app federated-credential list --id "$app_id" --query "[?name=='$credential'].subject" --output tsv)
case "$subject" in
  "$principal") ;;
  '')
    parameters=$(
      keep <<END
{
  "name": "$credential",
  "issuer": "${login%/}/$tenant/v2.0",
  "subject": "$principal",
  "audiences": ["api://AzureADTokenExchange"]
}
END
    )
    trap 'rm -f "$parameters"' EXIT
    az ad app federated-credential create --id "$app_id" --output none --parameters "@$parameters"
    echo "The application now trusts the endpoint's managed identity"
    ;;
  *)
    echo "The federated credential $credential of the application trusts another identity, $subject. Delete the credential if it is no longer used." >&2
    exit 1
    ;;
esac

azd env set TEAMS_ON_BEHALF_OF_APP_ID "$app_id"
echo "Next, as an administrator: az ad app permission admin-consent --id $app_id. Then: azd provision"
