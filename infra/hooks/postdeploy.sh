#!/bin/sh
# Waits until the deployed endpoint is healthy. If it does not become healthy in time, one line says what is wrong.
# azd sets TOKEN_ENDPOINT_URL. The HEALTH_* variables change how long the hook waits.
set -eu

url="${TOKEN_ENDPOINT_URL:?TOKEN_ENDPOINT_URL is not set: run \"azd provision\" first.}"
wait_seconds="${HEALTH_WAIT_SECONDS:-600}"
pause_seconds="${HEALTH_PAUSE_SECONDS:-10}"
timeout_seconds="${HEALTH_TIMEOUT_SECONDS:-15}"

# Explains a failed check. $1 is its name, and $2 is the body without spaces.
explain_check() {
  case "$1:$2" in
    settings:*) echo "Settings are missing or wrong. GET /health/details with the master key, or the log, names each of them: azd monitor --logs" ;;
    storage:*) echo "Table Storage is unavailable or denies access. Role assignments ('Storage Table Data Contributor' on the table) can take ten minutes to propagate" ;;
    # If mappings is down, too, the body does not tell which of the two is misconfigured.
    issuer:*'"mappings":"down"'*) echo "The signing keys of an issuer are unavailable, or its metadata names another issuer: GET /health/details with the master key says which" ;;
    issuer:*'"status":"misconfigured"'*) echo "The issuer's metadata names another issuer than the settings: GET /health/details with the master key, or the log, shows both values" ;;
    issuer:*) echo "The signing keys of an issuer are unavailable. Check AUTH_ISSUER or AUTH_ISSUERS; GET /health/details with the master key says which document failed" ;;
    credential:*) echo "The managed identity gets no access token. Check that AZURE_CLIENT_ID is its client id" ;;
    acs:*) echo "The ACS resource does not respond. Check COMMUNICATION_SERVICES_ENDPOINT" ;;
    mappings:*) echo "Identities in the table belong to another ACS resource. The log names both resources: azd monitor --logs" ;;
    *) echo "GET /health/details with the master key says why" ;;
  esac
}

# Explains a response that is not a health report. $1 is the status, or 000 if there was no response.
explain_status() {
  case "$1" in
    000) echo "It does not respond" ;;
    401 | 403) echo "Something in front of it requires a sign-in ($1). Exclude /health from that requirement" ;;
    404) echo "Its functions are missing (404). Deploy the package: azd deploy" ;;
    *) echo "The response (status $1) does not come from the endpoint itself. The app may have failed to start: azd monitor --logs" ;;
  esac
}

# Explains each failed check, or else the status. $1 is the status, and $2 is the body without spaces.
explain() {
  failed=$(printf '%s' "$2" | tr '{,}' '\n\n\n' | sed -n 's/^"\([A-Za-z]*\)":"down"$/\1/p')
  if [ -z "$failed" ]; then
    explain_status "$1"
    return
  fi
  separator=''
  for check in $failed; do
    printf '%s[%s] %s' "$separator" "$check" "$(explain_check "$check" "$2")"
    separator='. '
  done
}

echo "Waiting for $url/health ..."
deadline=$(($(date +%s) + wait_seconds))
while :; do
  response=$(curl --silent --max-time "$timeout_seconds" --write-out '\n%{http_code}' "$url/health") || true
  status=$(printf '%s\n' "$response" | tail -n 1)
  body=$(printf '%s\n' "$response" | sed '$d' | tr -d ' \r\n')
  if [ "$status" = 200 ]; then
    echo "The endpoint is healthy: $url"
    echo "Next: curl -X POST $url/users/me/tokens -H \"Authorization: Bearer \$TOKEN\""
    exit 0
  fi
  if [ "$(date +%s)" -ge "$deadline" ]; then
    case "$body" in
      *'"status":"misconfigured"'*) state=misconfigured ;;
      *) state=unhealthy ;;
    esac
    echo "The endpoint was deployed but is $state: $(explain "$status" "$body"). To check again: azd hooks run postdeploy" >&2
    exit 1
  fi
  sleep "$pause_seconds"
done
