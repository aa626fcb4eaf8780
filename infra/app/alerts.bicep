metadata description = 'The alerts: failed and refused requests, slow tokens, throttling by ACS, failed or missing recovery, lost and foreign identities, many new identities, guessed invitations, and an unhealthy endpoint.'

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

// Left behind: the action group. No alert refers to it any more, so it sends nothing and costs nothing.
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
          query: loadTextContent('../queries/alerts/errors.kql')
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
          query: loadTextContent('../queries/alerts/slowness.kql')
          timeAggregation: 'Count'
          operator: 'GreaterThan'
          threshold: 0
        }
      ]
    }
    actions: logActions
  }
}

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
          query: loadTextContent('../queries/alerts/failed-recovery.kql')
          timeAggregation: 'Count'
          operator: 'GreaterThan'
          threshold: 0
        }
      ]
    }
    actions: logActions
  }
}

resource refusals 'Microsoft.Insights/scheduledQueryRules@2026-03-01' = {
  name: 'refusals-${environmentName}'
  location: location
  tags: tags
  kind: 'LogAlert'
  properties: {
    displayName: 'Many requests are refused'
    description: 'More than a fifth of the requests have no valid bearer token or are not allowed, or somebody tries to act for other users.'
    severity: 2
    enabled: true
    scopes: [workspaceId]
    evaluationFrequency: 'PT15M'
    windowSize: 'PT15M'
    autoMitigate: true
    skipQueryValidation: true
    criteria: {
      allOf: [
        {
          query: loadTextContent('../queries/alerts/refusals.kql')
          timeAggregation: 'Count'
          operator: 'GreaterThan'
          threshold: 0
        }
      ]
    }
    actions: logActions
  }
}

// Without access to the storage of the Functions host, the timer does not start. Nothing else reports that.
// The timer runs every five minutes, on one instance, and it also wakes an app that has none. Two windows must be empty, because a new app has not run it yet.
resource missingRecovery 'Microsoft.Insights/scheduledQueryRules@2026-03-01' = {
  name: 'missing-recovery-${environmentName}'
  location: location
  tags: tags
  kind: 'LogAlert'
  properties: {
    displayName: 'No recovery for an hour'
    description: 'The recovery timer did not run for an hour, so interrupted changes are not completed. The log of the Functions host says why.'
    severity: 2
    enabled: true
    scopes: [workspaceId]
    evaluationFrequency: 'PT15M'
    windowSize: 'PT1H'
    autoMitigate: true
    skipQueryValidation: true
    criteria: {
      allOf: [
        {
          query: loadTextContent('../queries/alerts/missing-recovery.kql')
          timeAggregation: 'Count'
          operator: 'GreaterThan'
          threshold: 0
          failingPeriods: {
            numberOfEvaluationPeriods: 2
            minFailingPeriodsToAlert: 2
          }
        }
      ]
    }
    actions: logActions
  }
}

resource replacedIdentities 'Microsoft.Insights/scheduledQueryRules@2026-03-01' = {
  name: 'replaced-identities-${environmentName}'
  location: location
  tags: tags
  kind: 'LogAlert'
  properties: {
    displayName: 'An identity was replaced'
    description: 'ACS said for IDENTITY_LOSS_MINUTES that it does not know the identity of a user, so the user got a new one and no longer sees earlier chats. The runbook says how to restore the previous identity.'
    severity: 1
    enabled: true
    scopes: [workspaceId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    autoMitigate: true
    skipQueryValidation: true
    criteria: {
      allOf: [
        {
          query: loadTextContent('../queries/alerts/replaced-identities.kql')
          timeAggregation: 'Count'
          operator: 'GreaterThan'
          threshold: 0
          dimensions: [
            {
              name: 'user'
              operator: 'Include'
              values: ['*']
            }
          ]
        }
      ]
    }
    actions: logActions
  }
}

// One user may really have lost the identity. Several at once mean that ACS is wrong. After ten replacements an hour an instance stops and keeps responding like this.
resource unconfirmedIdentities 'Microsoft.Insights/scheduledQueryRules@2026-03-01' = {
  name: 'unconfirmed-identities-${environmentName}'
  location: location
  tags: tags
  kind: 'LogAlert'
  properties: {
    displayName: 'ACS does not know the identities of several users'
    description: 'ACS says of at least three users that it does not know their identities. Nothing is replaced during IDENTITY_LOSS_MINUTES, and at most ten identities an hour on each instance after that.'
    severity: 1
    enabled: true
    scopes: [workspaceId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    autoMitigate: true
    skipQueryValidation: true
    criteria: {
      allOf: [
        {
          query: loadTextContent('../queries/alerts/unconfirmed-identities.kql')
          timeAggregation: 'Count'
          operator: 'GreaterThan'
          threshold: 0
        }
      ]
    }
    actions: logActions
  }
}

// The same code stands for settings that are missing or wrong, and for identities of another ACS resource. Both need the operator.
resource misconfigured 'Microsoft.Insights/scheduledQueryRules@2026-03-01' = {
  name: 'misconfigured-${environmentName}'
  location: location
  tags: tags
  kind: 'LogAlert'
  properties: {
    displayName: 'The settings do not fit'
    description: 'At least five requests failed because settings are missing or wrong, or because the identities in the table belong to another ACS resource than the configured one.'
    severity: 1
    enabled: true
    scopes: [workspaceId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    autoMitigate: true
    skipQueryValidation: true
    criteria: {
      allOf: [
        {
          query: loadTextContent('../queries/alerts/misconfigured.kql')
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
// Left behind: the alert on the former ACS resource, which goes on firing until it is deleted.
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

resource newIdentities 'Microsoft.Insights/scheduledQueryRules@2026-03-01' = {
  name: 'new-identities-${environmentName}'
  location: location
  tags: tags
  kind: 'LogAlert'
  properties: {
    displayName: 'More than 300 new identities in a minute'
    description: 'Many new users, a script that signs up accounts, or a user who creates and deletes identities in a loop. By default an instance creates at most 400 a minute.'
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
          query: loadTextContent('../queries/alerts/new-identities.kql')
          timeAggregation: 'Count'
          operator: 'GreaterThan'
          threshold: 0
        }
      ]
    }
    actions: logActions
  }
}

// Nobody guesses 128 random bits, so this shows an attack or a broken link early, and no damage.
resource guessedInvitations 'Microsoft.Insights/scheduledQueryRules@2026-03-01' = {
  name: 'guessed-invitations-${environmentName}'
  location: location
  tags: tags
  kind: 'LogAlert'
  properties: {
    displayName: 'Somebody guesses codes of invitations'
    description: 'At least 100 requests to join had a code that no invitation has. Guests with the right code are not affected.'
    severity: 3
    enabled: true
    scopes: [workspaceId]
    evaluationFrequency: 'PT15M'
    windowSize: 'PT15M'
    autoMitigate: true
    skipQueryValidation: true
    criteria: {
      allOf: [
        {
          query: loadTextContent('../queries/alerts/guessed-invitations.kql')
          timeAggregation: 'Count'
          operator: 'GreaterThan'
          threshold: 0
        }
      ]
    }
    actions: logActions
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
    description: 'Requests to /api/health fail from at least two locations. The response names the check that is down, and /api/health/details says why.'
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
