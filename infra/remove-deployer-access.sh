#!/bin/sh
# Removes the access to ACS and to the table that deployments gave with DEPLOYER_ACCESS=true, to any principal.
# azd only adds role assignments, so switching DEPLOYER_ACCESS off removes none. Running the script again changes nothing.
# It needs "az login" with permission to delete role assignments, and an azd environment that has been deployed.
# Arguments, which are optional, are object ids of principals whose access is removed, too: version 0.1.0 did not mark what it gave.
set -eu
# shellcheck source=infra/lib/azure.sh
. "$(dirname "$0")/lib/azure.sh"

# The description that app/roles.bicep gives the assignments.
given='DEPLOYER_ACCESS of the ACS token endpoint'
communication_owner='09976791-48a7-449e-bb21-39d1a415f350'
table_contributor='0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'

for principal; do
  case "$principal" in
    '' | *[!0-9a-fA-F-]*)
      echo "\"$principal\" is not an object id. Usage: sh $0 [<object id> ...]" >&2
      exit 1
      ;;
  esac
done

access=$(variable DEPLOYER_ACCESS)
case "$access" in
  [Tt][Rr][Uu][Ee])
    echo "DEPLOYER_ACCESS is $access, so the next deployment would give the access again. First: azd env set DEPLOYER_ACCESS false" >&2
    exit 1
    ;;
esac
communication=$(variable COMMUNICATION_SERVICES_SCOPE)
table=$(variable TABLE_STORAGE_SCOPE)
app=$(variable ENDPOINT_PRINCIPAL_ID)
if [ -z "$communication" ] || [ -z "$table" ] || [ -z "$app" ]; then
  echo "The azd environment does not name its resources. Run azd provision first" >&2
  exit 1
fi

# Prints "id<tab>principal<tab>description" of every assignment of a role at a scope itself. $1 is the scope, and $2 the id of the role.
assignments() {
  subscription=${1#/subscriptions/}
  az role assignment list --only-show-errors --subscription "${subscription%%/*}" --scope "$1" --output tsv \
    --query "[?ends_with(roleDefinitionId, '$2')].[id, principalId, description || '-']"
}

# Removes the access at a scope. $1 is the scope, $2 the id of the role, and $3 its name; the object ids follow.
remove() {
  scope=$1
  role=$2
  role_name=$3
  shift 3
  found=$(assignments "$scope" "$role")
  tab=$(printf '\t')
  while IFS="$tab" read -r id principal description; do
    if [ -z "$id" ] || [ "$principal" = "$app" ]; then
      continue
    fi
    selected=no
    [ "$description" != "$given" ] || selected=yes
    for named; do
      [ "$named" != "$principal" ] || selected=yes
    done
    if [ "$selected" = yes ]; then
      az role assignment delete --only-show-errors --ids "$id" </dev/null
      echo "Removed: $role_name of $principal on ${scope##*/}"
      removed=yes
    else
      echo "Left alone, because no deployment of this version gave it: $role_name of $principal on ${scope##*/}"
    fi
  done <<END
$found
END
}

removed=no
remove "$communication" "$communication_owner" 'Communication and Email Service Owner' "$@"
remove "$table" "$table_contributor" 'Storage Table Data Contributor' "$@"
if [ "$removed" = no ]; then
  echo "There is nothing to remove."
fi
