# Waits until the deployed endpoint is healthy. If it does not become healthy in time, one line says what is wrong.
# azd sets TOKEN_ENDPOINT_URL. The HEALTH_* variables change how long the hook waits.
$ErrorActionPreference = 'Stop'

$url = $Env:TOKEN_ENDPOINT_URL
if (-not $url) { throw 'TOKEN_ENDPOINT_URL is not set: run "azd provision" first.' }
$waitSeconds = if ($Env:HEALTH_WAIT_SECONDS) { [int]$Env:HEALTH_WAIT_SECONDS } else { 600 }
$pauseSeconds = if ($Env:HEALTH_PAUSE_SECONDS) { [int]$Env:HEALTH_PAUSE_SECONDS } else { 10 }
$timeoutSeconds = if ($Env:HEALTH_TIMEOUT_SECONDS) { [int]$Env:HEALTH_TIMEOUT_SECONDS } else { 15 }

# Explains a failed check. The body contains no spaces.
function Get-CheckExplanation([string]$Check, [string]$Body) {
    switch -Wildcard ("${Check}:${Body}") {
        'settings:*' { return 'Settings are missing or wrong. GET /health/details with the master key, or the log, names each of them: azd monitor --logs' }
        'storage:*' { return "Table Storage is unavailable or denies access. Role assignments ('Storage Table Data Contributor' on the table) can take ten minutes to propagate" }
        # If mappings is down, too, the body does not tell which of the two is misconfigured.
        'issuer:*"mappings":"down"*' { return 'The signing keys of an issuer are unavailable, or its metadata names another issuer: GET /health/details with the master key says which' }
        'issuer:*"status":"misconfigured"*' { return "The issuer's metadata names another issuer than the settings: GET /health/details with the master key, or the log, shows both values" }
        'issuer:*' { return 'The signing keys of an issuer are unavailable. Check AUTH_ISSUER or AUTH_ISSUERS; GET /health/details with the master key says which document failed' }
        'credential:*' { return 'The managed identity gets no access token. Check that AZURE_CLIENT_ID is its client id' }
        'acs:*' { return 'The ACS resource does not respond. Check COMMUNICATION_SERVICES_ENDPOINT' }
        'mappings:*' { return 'Identities in the table belong to another ACS resource. The log names both resources: azd monitor --logs' }
        '*' { return 'GET /health/details with the master key says why' }
    }
}

# Explains a response that is not a health report. The status is 000 if there was no response.
function Get-StatusExplanation([string]$Status) {
    switch -Wildcard ($Status) {
        '000' { return 'It does not respond' }
        '40[13]' { return "Something in front of it requires a sign-in ($Status). Exclude /health from that requirement" }
        '404' { return 'Its functions are missing (404). Deploy the package: azd deploy' }
        '*' { return "The response (status $Status) does not come from the endpoint itself. The app may have failed to start: azd monitor --logs" }
    }
}

# Explains each failed check, or else the status. The body contains no spaces.
function Get-Explanation([string]$Status, [string]$Body) {
    $failed = @([regex]::Matches($Body, '"([A-Za-z]+)":"down"') | ForEach-Object { $_.Groups[1].Value })
    if ($failed.Count -eq 0) { return Get-StatusExplanation $Status }
    return ($failed | ForEach-Object { "[$_] $(Get-CheckExplanation $_ $Body)" }) -join '. '
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
        $state = if ($body -like '*"status":"misconfigured"*') { 'misconfigured' } else { 'unhealthy' }
        [Console]::Error.WriteLine("The endpoint was deployed but is ${state}: $(Get-Explanation $status $body). To check again: azd hooks run postdeploy")
        exit 1
    }
    Start-Sleep -Seconds $pauseSeconds
}
