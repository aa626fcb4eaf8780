metadata description = 'The function app on a Flex Consumption plan, and its settings.'

import { authenticationSettings, scaleSettings, tagSet, teamsSettings, tokenSettings } from 'types.bicep'

@description('The app\'s name, which is its host name too.')
param name string

@description('The plan\'s name.')
param planName string

@description('Their region.')
param location string

@description('Their tags.')
param tags tagSet

@description('The version of the Java runtime.')
param javaVersion int

@description('How the app grows.')
param scale scaleSettings

@description('Whether instances spread over availability zones.')
param zoneRedundant bool

@description('The resource id of the identity that the app runs as.')
param identityId string

@description('Its client id.')
param identityClientId string

@description('The blob container that packages are deployed to.')
param deploymentContainerUrl string

@description('The blob service that the Functions host keeps its leases in.')
param blobEndpoint string

@description('The table service of the mappings.')
param tableEndpoint string

@description('The table of the mappings.')
param tableName string

@description('Where telemetry goes.')
param applicationInsightsConnectionString string

@description('Whether its Java agent is loaded.')
param applicationInsightsAgent bool

@description('The ACS resource\'s endpoint.')
param communicationServicesEndpoint string

@description('Whose tokens open the endpoint.')
param authentication authenticationSettings

@description('What tokens users may have.')
param tokens tokenSettings

@description('Whose Teams tokens are exchanged.')
param teams teamsSettings

@description('Origins that browsers may call from.')
param corsOrigins string[]

@description('The subnet to reach private endpoints from; empty for none.')
param subnetId string

resource plan 'Microsoft.Web/serverfarms@2025-03-01' = {
  name: planName
  location: location
  tags: tags
  kind: 'functionapp'
  sku: {
    name: 'FC1'
    tier: 'FlexConsumption'
  }
  properties: {
    reserved: true
    zoneRedundant: zoneRedundant
  }
}

resource functionApp 'Microsoft.Web/sites@2025-03-01' = {
  name: name
  location: location
  // azd deploys the service of this name in azure.yaml to the resource with this tag.
  tags: union(tags, { 'azd-service-name': 'api' })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identityId}': {}
    }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    clientAffinityEnabled: false
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: deploymentContainerUrl
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identityId
          }
        }
      }
      runtime: {
        name: 'java'
        version: string(javaVersion)
      }
      scaleAndConcurrency: {
        instanceMemoryMB: scale.instanceMemoryMB
        maximumInstanceCount: scale.maximumInstanceCount
        alwaysReady: scale.alwaysReadyInstances == 0
          ? []
          : [
              {
                name: 'http'
                instanceCount: scale.alwaysReadyInstances
              }
            ]
        triggers: {
          http: {
            perInstanceConcurrency: scale.httpConcurrency
          }
        }
      }
    }
    siteConfig: {
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
      ftpsState: 'Disabled'
      http20Enabled: true
      cors: {
        allowedOrigins: corsOrigins
        supportCredentials: false
      }
      // Flex Consumption refuses or ignores FUNCTIONS_WORKER_RUNTIME, FUNCTIONS_EXTENSION_VERSION and WEBSITE_RUN_FROM_PACKAGE.
      appSettings: [
        { name: 'AzureWebJobsStorage__blobServiceUri', value: blobEndpoint }
        { name: 'AzureWebJobsStorage__credential', value: 'managedidentity' }
        { name: 'AzureWebJobsStorage__clientId', value: identityClientId }
        { name: 'APPLICATIONINSIGHTS_CONNECTION_STRING', value: applicationInsightsConnectionString }
        {
          name: 'APPLICATIONINSIGHTS_AUTHENTICATION_STRING'
          value: 'ClientId=${identityClientId};Authorization=AAD'
        }
        { name: 'APPLICATIONINSIGHTS_ENABLE_AGENT', value: string(applicationInsightsAgent) }
        { name: 'AZURE_CLIENT_ID', value: identityClientId }
        // Else DefaultAzureCredential makes and asks eight credentials in turn, of which one can succeed.
        { name: 'AZURE_TOKEN_CREDENTIALS', value: 'ManagedIdentityCredential' }
        { name: 'COMMUNICATION_SERVICES_ENDPOINT', value: communicationServicesEndpoint }
        { name: 'TABLE_STORAGE_ENDPOINT', value: tableEndpoint }
        { name: 'TABLE_STORAGE_TABLE', value: tableName }
        { name: 'AUTH_ISSUER', value: authentication.issuer }
        { name: 'AUTH_AUDIENCE', value: authentication.audience }
        { name: 'AUTH_USER_CLAIM', value: authentication.userClaim }
        { name: 'AUTH_REQUIRED_SCOPE', value: authentication.requiredScope }
        { name: 'AUTH_ADMIN_ROLE', value: authentication.adminRole }
        { name: 'TOKEN_SCOPES', value: tokens.scopes }
        { name: 'TOKEN_LIFETIME_MINUTES', value: string(tokens.lifetimeMinutes) }
        { name: 'TOKEN_REQUESTS_PER_MINUTE', value: string(tokens.requestsPerMinute) }
        { name: 'TOKEN_REQUESTS_BURST', value: string(tokens.requestsBurst) }
        { name: 'TEAMS_APP_ID', value: teams.appId }
        { name: 'TEAMS_ON_BEHALF_OF_APP_ID', value: teams.onBehalfOfAppId }
      ]
    }
  }
}

// Publishing with a user name and a password: azd and pipelines deploy with their identity.
resource ftpPublishing 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2025-03-01' = {
  parent: functionApp
  name: 'ftp'
  properties: {
    allow: false
  }
}

resource scmPublishing 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2025-03-01' = {
  parent: functionApp
  name: 'scm'
  properties: {
    allow: false
  }
}

@description('The app\'s name.')
output name string = functionApp.name

@description('Where apps send their requests, host.json\'s route prefix included.')
output endpointUrl string = 'https://${functionApp.properties.defaultHostName}/api'
