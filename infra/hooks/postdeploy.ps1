# Waits until the deployed endpoint is healthy. If it does not become healthy in time, one line says what is wrong.
# azd sets TOKEN_ENDPOINT_URL. The HEALTH_* variables change how long the hook waits.
$ErrorActionPreference = 'Stop'

$url = $Env:TOKEN_ENDPOINT_URL
if (-not $url) { throw 'TOKEN_ENDPOINT_URL is not set: run "azd provision" first.' }
$waitSeconds = if ($Env:HEALTH_WAIT_SECONDS) { [int]$Env:HEALTH_WAIT_SECONDS } else { 600 }
$pauseSeconds = if ($Env:HEALTH_PAUSE_SECONDS) { [int]$Env:HEALTH_PAUSE_SECONDS } else { 10 }
$timeoutSeconds = if ($Env:HEALTH_TIMEOUT_SECONDS) { [int]$Env:HEALTH_TIMEOUT_SECONDS } else { 15 }

# Explains the response of /health. The status is 000 if there was no response. The body contains no spaces.
function Get-Explanation([string]$Status, [string]$Body) {
    switch -Wildcard ("${Status}:${Body}") {
        '*"settings":"down"*' { return 'Settings are missing or wrong. The log names each of them: azd monitor --logs' }
        '*"storage":"down"*' { return "Table Storage is unavailable or denies access. Role assignments ('Storage Table Data Contributor' on the table) can take ten minutes to propagate" }
        '*"issuer":"down"*' { return 'The signing keys of the issuer are unavailable. Check that AUTH_ISSUER is the URL of an OpenID Connect issuer' }
        '*"credential":"down"*' { return 'The managed identity gets no access token. Check that AZURE_CLIENT_ID is its client id' }
        '*"acs":"down"*' { return 'The ACS resource does not respond. Check COMMUNICATION_SERVICES_ENDPOINT' }
        '000:*' { return 'It does not respond' }
        '40[13]:*' { return "Something in front of it requires a sign-in ($Status). Exclude /health from that requirement" }
        '404:*' { return 'Its functions are missing (404). Deploy the package: azd deploy' }
    }
    return "The response (status $Status) does not come from the endpoint itself. The app may have failed to start: azd monitor --logs"
}

Write-Host "Waiting for $url/health ..."
$deadline = (Get-Date).AddSeconds($waitSeconds)
while ($true) {
    $status = '000'
    $body = ''
    try {
        $response = Invoke-WebRequest -Uri "$url/health" -TimeoutSec $timeoutSeconds -SkipHttpErrorCheck
        $status = [string][int]$response.StatusCode
        $body = ([string]$response.Content) -replace '\s', ''
    }
    catch {
        $status = '000'
    }
    if ($status -eq '200') {
        Write-Host "The endpoint is healthy: $url"
        Write-Host "Next: curl -X POST $url/users/me/tokens -H `"Authorization: Bearer `$TOKEN`""
        exit 0
    }
    if ((Get-Date) -ge $deadline) {
        [Console]::Error.WriteLine("The endpoint was deployed but is unhealthy: $(Get-Explanation $status $body). To check again: azd hooks run postdeploy")
        exit 1
    }
    Start-Sleep -Seconds $pauseSeconds
}
