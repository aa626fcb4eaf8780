#!/bin/sh
# Waits until the deployed endpoint is healthy. If it does not become healthy in time, one line says what is wrong.
# azd sets TOKEN_ENDPOINT_URL. The HEALTH_* variables change how long the hook waits.
set -eu

url="${TOKEN_ENDPOINT_URL:?TOKEN_ENDPOINT_URL is not set: run \"azd provision\" first.}"
wait_seconds="${HEALTH_WAIT_SECONDS:-600}"
pause_seconds="${HEALTH_PAUSE_SECONDS:-10}"
timeout_seconds="${HEALTH_TIMEOUT_SECONDS:-15}"

# Explains the response of /health. $1 is the status, or 000 if there was no response. $2 is the body without spaces.
explain() {
  case "$1:$2" in
    *'"settings":"down"'*) echo "Settings are missing or wrong. The log names each of them: azd monitor --logs" ;;
    *'"storage":"down"'*) echo "Table Storage is unavailable or denies access. Role assignments ('Storage Table Data Contributor' on the table) can take ten minutes to propagate" ;;
    *'"issuer":"down"'*) echo "The signing keys of the issuer are unavailable. Check that AUTH_ISSUER is the URL of an OpenID Connect issuer" ;;
    *'"credential":"down"'*) echo "The managed identity gets no access token. Check that AZURE_CLIENT_ID is its client id" ;;
    *'"acs":"down"'*) echo "The ACS resource does not respond. Check COMMUNICATION_SERVICES_ENDPOINT" ;;
    000:*) echo "It does not respond" ;;
    401:* | 403:*) echo "Something in front of it requires a sign-in ($1). Exclude /health from that requirement" ;;
    404:*) echo "Its functions are missing (404). Deploy the package: azd deploy" ;;
    *) echo "The response (status $1) does not come from the endpoint itself. The app may have failed to start: azd monitor --logs" ;;
  esac
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
    echo "The endpoint was deployed but is unhealthy: $(explain "$status" "$body"). To check again: azd hooks run postdeploy" >&2
    exit 1
  fi
  sleep "$pause_seconds"
done
