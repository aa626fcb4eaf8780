metadata description = 'The alerts: failed requests, slow tokens, throttling by ACS, failed recovery, and an unhealthy endpoint.'

import { tagSet } from 'types.bicep'

@description('The region of the alert rules.')
param location string

@description('The tags of the alert rules.')
param tags tagSet

@description('The address that receives a mail when an alert fires; empty for no mail.')
param email string

@description('The Log Analytics workspace that contains the telemetry.')
param workspaceId string

@description('The Application Insights resource that the probe reports to.')
param applicationInsightsId string

@description('The URL of the endpoint, including the route prefix.')
param endpointUrl string

@description('The ACS resource whose throttling is watched; empty for no such alert.')
param communicationServiceId string

@description('The suffix of the names of the alert rules. It tells the mails of several environments apart.')
var environmentName = tags['azd-env-name']

@description('The action group in the form that log alerts expect.')
var logActions = {
  actionGroups: empty(email) ? [] : [mail.id]
}

@description('The action group in the form that metric alerts expect.')
var metricActions = empty(email) ? [] : [{ actionGroupId: mail.id }]

resource mail 'Microsoft.Insights/actionGroups@2023-01-01' = if (!empty(email)) {
  name: 'mail-${environmentName}'
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: 'acs-tokens'
    emailReceivers: [
      {
        name: 'operators'
        emailAddress: email
        useCommonAlertSchema: true
      }
    ]
  }
}

// Telemetry is sampled under load: ItemCount is the number of requests that a row represents.
resource errors 'Microsoft.Insights/scheduledQueryRules@2026-03-01' = {
  name: 'errors-${environmentName}'
  location: location
  tags: tags
  kind: 'LogAlert'
  properties: {
    displayName: 'More than 5 % of requests fail'
    description: 'Responses with a status of 500 or above. The traces with severity Error name the cause; each begins with the problem code.'
    severity: 1
    enabled: true
    scopes: [workspaceId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    autoMitigate: true
    // A new workspace has no tables for the first minutes, so validation would fail.
    skipQueryValidation: true
    criteria: {
      allOf: [
        {
          query: '''
            AppRequests
            | where OperationName !in ('Health', 'Recovery')
            | summarize Requests = sum(ItemCount), Failed = sumif(ItemCount, toint(ResultCode) >= 500)
            | where Failed >= 5 and Failed > 0.05 * Requests
          '''
          timeAggregation: 'Count'
          operator: 'GreaterThan'
          threshold: 0
        }
      ]
    }
    actions: logActions
  }
}

resource slowness 'Microsoft.Insights/scheduledQueryRules@2026-03-01' = {
  name: 'slowness-${environmentName}'
  location: location
  tags: tags
  kind: 'LogAlert'
  properties: {
    displayName: 'More than 5 % of token requests take longer than 2 s'
    description: 'The 95th percentile of the duration of token requests is above 2 s. Causes are cold starts, a slow ACS or a slow Table Storage.'
    severity: 2
    enabled: true
    scopes: [workspaceId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    autoMitigate: true
    skipQueryValidation: true
    criteria: {
      allOf: [
        {
          query: '''
            AppRequests
            | where OperationName in ('IssueToken', 'RefreshToken')
            | summarize Requests = sum(ItemCount), P95 = percentilew(DurationMs, ItemCount, 95)
            | where Requests >= 20 and P95 > 2000
          '''
          timeAggregation: 'Count'
          operator: 'GreaterThan'
          threshold: 0
        }
      ]
    }
    actions: logActions
  }
}

// Exceptions are never sampled (host.json), so the alert sees every failed run.
resource failedRecovery 'Microsoft.Insights/scheduledQueryRules@2026-03-01' = {
  name: 'failed-recovery-${environmentName}'
  location: location
  tags: tags
  kind: 'LogAlert'
  properties: {
    displayName: 'Recovery fails'
    description: 'At least three runs of the recovery timer failed in half an hour, so interrupted changes are not completed.'
    severity: 2
    enabled: true
    scopes: [workspaceId]
    evaluationFrequency: 'PT15M'
    windowSize: 'PT30M'
    autoMitigate: true
    skipQueryValidation: true
    criteria: {
      allOf: [
        {
          query: '''
            union
              (AppExceptions | where OperationName == 'Recovery'),
              (AppRequests | where OperationName == 'Recovery' and Success == false)
            | summarize Failed = dcount(OperationId)
            | where Failed >= 3
          '''
          timeAggregation: 'Count'
          operator: 'GreaterThan'
          threshold: 0
        }
      ]
    }
    actions: logActions
  }
}

// This is ACS's own metric. It also counts the requests of other services that use the resource, because they share its limit.
resource throttling 'Microsoft.Insights/metricAlerts@2026-01-01' = if (!empty(communicationServiceId)) {
  name: 'throttling-${environmentName}'
  location: 'global'
  tags: tags
  properties: {
    description: 'ACS responds with 429: the limit of identity requests is reached. Set a longer token lifetime, or use a second ACS resource.'
    severity: 2
    enabled: true
    scopes: [communicationServiceId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT5M'
    autoMitigate: true
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          criterionType: 'StaticThresholdCriterion'
          name: 'throttled'
          metricNamespace: 'Microsoft.Communication/CommunicationServices'
          metricName: 'APIRequestAuthentication'
          dimensions: [
            {
              name: 'StatusCode'
              operator: 'Include'
              values: ['429']
            }
          ]
          timeAggregation: 'Count'
          operator: 'GreaterThan'
          threshold: 10
          skipMetricValidation: true
        }
      ]
    }
    actions: metricActions
  }
}

// The probe comes from outside, so it also detects an endpoint that does not respond at all. The endpoint's own telemetry cannot report that.
// Flex Consumption has no health check.
resource probe 'Microsoft.Insights/webtests@2022-06-15' = {
  name: 'health-${environmentName}'
  location: location
  tags: union(tags, { 'hidden-link:${applicationInsightsId}': 'Resource' })
  kind: 'standard'
  properties: {
    Kind: 'standard'
    Name: 'health-${environmentName}'
    SyntheticMonitorId: 'health-${environmentName}'
    Description: 'Checks whether the endpoint is configured and its dependencies are up.'
    Enabled: true
    Frequency: 900
    Timeout: 30
    RetryEnabled: true
    Locations: [
      { Id: 'emea-nl-ams-azr' }
      { Id: 'us-va-ash-azr' }
      { Id: 'apac-sg-sin-azr' }
    ]
    Request: {
      HttpVerb: 'GET'
      RequestUrl: '${endpointUrl}/health'
      FollowRedirects: false
      ParseDependentRequests: false
    }
    ValidationRules: {
      ExpectedHttpStatusCode: 200
      SSLCheck: true
      SSLCertRemainingLifetimeCheck: 7
    }
  }
}

resource unhealthy 'Microsoft.Insights/metricAlerts@2026-01-01' = {
  name: 'unhealthy-${environmentName}'
  location: 'global'
  tags: tags
  properties: {
    description: 'Requests to /api/health fail from at least two locations. The response names the check that is down.'
    severity: 1
    enabled: true
    scopes: [
      probe.id
      applicationInsightsId
    ]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    autoMitigate: true
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.WebtestLocationAvailabilityCriteria'
      componentId: applicationInsightsId
      webTestId: probe.id
      failedLocationCount: 2
    }
    actions: metricActions
  }
}
