metadata description = 'The function app on a Flex Consumption plan, and its settings.'

import { scaleSettings, tagSet } from 'types.bicep'

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

@description('The OpenID Connect issuer whose tokens the endpoint accepts.')
param authIssuer string

@description('The audience that those tokens must have.')
param authAudience string

@description('The other settings that the operator chose, by name.')
param settings { *: string }

@description('Origins that browsers may call from.')
param corsOrigins string[]

@description('The subnet to reach private endpoints from; empty for none.')
param subnetId string

@description('The settings that follow from the deployment. Flex Consumption refuses or ignores FUNCTIONS_WORKER_RUNTIME, FUNCTIONS_EXTENSION_VERSION and WEBSITE_RUN_FROM_PACKAGE.')
var deploymentSettings = {
  AzureWebJobsStorage__blobServiceUri: blobEndpoint
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: identityClientId
  APPLICATIONINSIGHTS_CONNECTION_STRING: applicationInsightsConnectionString
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identityClientId};Authorization=AAD'
  APPLICATIONINSIGHTS_ENABLE_AGENT: string(applicationInsightsAgent)
  AZURE_CLIENT_ID: identityClientId
  // Without it, DefaultAzureCredential tries eight credentials in turn, of which only one can succeed.
  AZURE_TOKEN_CREDENTIALS: 'ManagedIdentityCredential'
  COMMUNICATION_SERVICES_ENDPOINT: communicationServicesEndpoint
  TABLE_STORAGE_ENDPOINT: tableEndpoint
  TABLE_STORAGE_TABLE: tableName
  AUTH_ISSUER: authIssuer
  AUTH_AUDIENCE: authAudience
}

@description('The operator\'s settings that have a value: an empty one would only hide that the endpoint uses its default.')
var chosenSettings = filter(items(settings), setting => !empty(setting.value))

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
      appSettings: map(
        concat(items(deploymentSettings), chosenSettings),
        setting => { name: setting.key, value: setting.value }
      )
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
