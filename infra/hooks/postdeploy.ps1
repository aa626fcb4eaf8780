# Waits until the deployed endpoint is well, and says in one line what is wrong if it is not.
# azd gives TOKEN_ENDPOINT_URL; the other variables are for whoever is in more or less of a hurry.
$ErrorActionPreference = 'Stop'

$url = $Env:TOKEN_ENDPOINT_URL
if (-not $url) { throw 'There is no TOKEN_ENDPOINT_URL: run "azd provision" first.' }
$waitSeconds = if ($Env:HEALTH_WAIT_SECONDS) { [int]$Env:HEALTH_WAIT_SECONDS } else { 600 }
$pauseSeconds = if ($Env:HEALTH_PAUSE_SECONDS) { [int]$Env:HEALTH_PAUSE_SECONDS } else { 10 }
$timeoutSeconds = if ($Env:HEALTH_TIMEOUT_SECONDS) { [int]$Env:HEALTH_TIMEOUT_SECONDS } else { 15 }

# What Health's reply means: the status is 000 for no answer, the body has no spaces.
function Get-Explanation([string]$Status, [string]$Body) {
    switch -Wildcard ("${Status}:${Body}") {
        '*"settings":"down"*' { return 'Settings are missing or wrong. The log names each: azd monitor --logs' }
        '*"storage":"down"*' { return "Table Storage does not answer it. The role 'Storage Table Data Contributor' can take ten minutes to arrive" }
        '*"issuer":"down"*' { return "The issuer's keys cannot be read. Is AUTH_ISSUER the address of an OpenID Connect issuer?" }
        '*"credential":"down"*' { return 'The managed identity gets no access token. Is AZURE_CLIENT_ID its client id?' }
        '*"acs":"down"*' { return 'The ACS resource does not answer it. Is COMMUNICATION_SERVICES_ENDPOINT right?' }
        '000:*' { return 'It does not answer' }
        '40[13]:*' { return "Something in front of it asks for a sign-in ($Status). Health must be excepted from that" }
        '404:*' { return 'Its functions are not there (404). Was the package deployed: azd deploy' }
    }
    return "Health answers $Status, which it never does itself. The app may not start: azd monitor --logs"
}

Write-Host "Waiting for $url/health ..."
$deadline = (Get-Date).AddSeconds($waitSeconds)
while ($true) {
    $status = '000'
    $body = ''
    try {
        $reply = Invoke-WebRequest -Uri "$url/health" -TimeoutSec $timeoutSeconds -SkipHttpErrorCheck
        $status = [string][int]$reply.StatusCode
        $body = ([string]$reply.Content) -replace '\s', ''
    }
    catch {
        $status = '000'
    }
    if ($status -eq '200') {
        Write-Host "The endpoint is well: $url"
        Write-Host "Next: curl -X POST $url/users/me/tokens -H `"Authorization: Bearer `$TOKEN`""
        exit 0
    }
    if ((Get-Date) -ge $deadline) {
        [Console]::Error.WriteLine("The endpoint is deployed and not well: $(Get-Explanation $status $body). Look again: azd hooks run postdeploy")
        exit 1
    }
    Start-Sleep -Seconds $pauseSeconds
}
