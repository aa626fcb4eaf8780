metadata description = 'The alerts: errors, slowness, throttling by ACS, failed recovery, and an unhealthy endpoint.'

import { tagSet } from 'types.bicep'

@description('The region of the rules.')
param location string

@description('Their tags.')
param tags tagSet

@description('Who is mailed; empty for nobody.')
param email string

@description('The Log Analytics workspace that telemetry is in.')
param workspaceId string

@description('The Application Insights resource that the probe reports to.')
param applicationInsightsId string

@description('The endpoint, its route prefix included.')
param endpointUrl string

@description('The ACS resource whose throttling is watched; empty for none.')
param communicationServiceId string

@description('What the rules\' names end with, so that two environments\' mails can be told apart.')
var environmentName = tags['azd-env-name']

@description('The action group, as log alerts name it.')
var logActions = {
  actionGroups: empty(email) ? [] : [mail.id]
}

@description('The action group, as metric alerts name it.')
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

// Telemetry is sampled under load: ItemCount says how many requests a row stands for.
resource errors 'Microsoft.Insights/scheduledQueryRules@2026-03-01' = {
  name: 'errors-${environmentName}'
  location: location
  tags: tags
  kind: 'LogAlert'
  properties: {
    displayName: 'More than 5 % of requests fail'
    description: 'Answers of 500 and above. The log names the cause: traces of level error, with the code of the problem first.'
    severity: 1
    enabled: true
    scopes: [workspaceId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    autoMitigate: true
    // A workspace that is a minute old does not know its tables yet.
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
    displayName: 'One in twenty tokens takes more than 2 s'
    description: 'The 95th percentile of the duration of token requests. Cold starts, or a slow ACS or Table Storage.'
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

// Exceptions are never sampled (host.json), so no failed run is missed under load.
resource failedRecovery 'Microsoft.Insights/scheduledQueryRules@2026-03-01' = {
  name: 'failed-recovery-${environmentName}'
  location: location
  tags: tags
  kind: 'LogAlert'
  properties: {
    displayName: 'Recovery fails'
    description: 'Three runs of the recovery timer or more failed in half an hour: interrupted changes are not being completed.'
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

// The metric is ACS's own, so it counts what other services of the same resource do too: the limit is for all together.
resource throttling 'Microsoft.Insights/metricAlerts@2026-01-01' = if (!empty(communicationServiceId)) {
  name: 'throttling-${environmentName}'
  location: 'global'
  tags: tags
  properties: {
    description: 'ACS answers 429: its limit of identity requests is reached. Longer token lifetimes, or a second ACS resource.'
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

// Asks from outside, so it notices an endpoint that answers nobody, which the endpoint's own telemetry cannot.
// Flex Consumption has no health check of its own.
resource probe 'Microsoft.Insights/webtests@2022-06-15' = {
  name: 'health-${environmentName}'
  location: location
  tags: union(tags, { 'hidden-link:${applicationInsightsId}': 'Resource' })
  kind: 'standard'
  properties: {
    Kind: 'standard'
    Name: 'health-${environmentName}'
    SyntheticMonitorId: 'health-${environmentName}'
    Description: 'Is the endpoint configured, and are its dependencies up?'
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
    description: 'Health does not answer 200 from two places of the world. Its reply says what is down.'
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
