#!/bin/sh
# Waits until the deployed endpoint is well, and says in one line what is wrong if it is not.
# azd gives TOKEN_ENDPOINT_URL; the other variables are for whoever is in more or less of a hurry.
set -eu

url="${TOKEN_ENDPOINT_URL:?There is no TOKEN_ENDPOINT_URL: run \"azd provision\" first.}"
wait_seconds="${HEALTH_WAIT_SECONDS:-600}"
pause_seconds="${HEALTH_PAUSE_SECONDS:-10}"
timeout_seconds="${HEALTH_TIMEOUT_SECONDS:-15}"

# What Health's reply means: $1 is the status, 000 for no answer, $2 the body without spaces.
explain() {
  case "$1:$2" in
    *'"settings":"down"'*) echo "Settings are missing or wrong. The log names each: azd monitor --logs" ;;
    *'"storage":"down"'*) echo "Table Storage does not answer it. The role 'Storage Table Data Contributor' can take ten minutes to arrive" ;;
    *'"issuer":"down"'*) echo "The issuer's keys cannot be read. Is AUTH_ISSUER the address of an OpenID Connect issuer?" ;;
    *'"credential":"down"'*) echo "The managed identity gets no access token. Is AZURE_CLIENT_ID its client id?" ;;
    *'"acs":"down"'*) echo "The ACS resource does not answer it. Is COMMUNICATION_SERVICES_ENDPOINT right?" ;;
    000:*) echo "It does not answer" ;;
    401:* | 403:*) echo "Something in front of it asks for a sign-in ($1). Health must be excepted from that" ;;
    404:*) echo "Its functions are not there (404). Was the package deployed: azd deploy" ;;
    *) echo "Health answers $1, which it never does itself. The app may not start: azd monitor --logs" ;;
  esac
}

echo "Waiting for $url/health ..."
deadline=$(($(date +%s) + wait_seconds))
while :; do
  reply=$(curl --silent --max-time "$timeout_seconds" --write-out '\n%{http_code}' "$url/health") || true
  status=$(printf '%s\n' "$reply" | tail -n 1)
  body=$(printf '%s\n' "$reply" | sed '$d' | tr -d ' \r\n')
  if [ "$status" = 200 ]; then
    echo "The endpoint is well: $url"
    echo "Next: curl -X POST $url/users/me/tokens -H \"Authorization: Bearer \$TOKEN\""
    exit 0
  fi
  if [ "$(date +%s)" -ge "$deadline" ]; then
    echo "The endpoint is deployed and not well: $(explain "$status" "$body"). Look again: azd hooks run postdeploy" >&2
    exit 1
  fi
  sleep "$pause_seconds"
done
