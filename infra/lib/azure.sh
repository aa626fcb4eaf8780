#!/bin/sh
# Sourced by the scripts of infra/: the commands az and azd, in a form that works in every shell, Git Bash for Windows included.

# Git Bash would take an argument that begins with /subscriptions for a path.
export MSYS_NO_PATHCONV=1

# Git Bash finds az.cmd under its whole name only.
az_command=az
command -v az >/dev/null || az_command=az.cmd
for command in "$az_command" azd; do
  command -v "$command" >/dev/null || { echo "${command%.cmd} is not installed" >&2; exit 1; }
done

# Runs the Azure CLI, which ends its lines with CRLF on Windows.
az() {
  az_output=$(command "$az_command" "$@") || return
  [ -z "$az_output" ] || printf '%s\n' "$az_output" | tr -d '\r'
}

# Prints a variable of the azd environment; nothing if it is not set. azd prints its errors on standard output, and
# every error but a missing variable ends the script with azd's own words.
variable() {
  if value=$(azd env get-value "$1"); then
    printf '%s' "$value" | tr -d '\r'
  else
    case "$value" in
      *'key not found in environment values'*) ;;
      *)
        echo "azd env get-value $1 failed: ${value:-without a message}" >&2
        exit 1
        ;;
    esac
  fi
}

# Keeps standard input in a file and prints its name for an argument "@<name>". az.cmd would lose the quotes of JSON.
# The caller deletes the file.
keep() {
  kept=$(mktemp "${TMPDIR:-/tmp}/acs-token-endpoint.XXXXXX")
  cat >"$kept"
  if command -v cygpath >/dev/null; then
    cygpath -m "$kept"
  else
    echo "$kept"
  fi
}
