metadata description = 'The function app on a Flex Consumption plan, and its app settings.'

import { scaleSettings, tagSet } from 'types.bicep'

@description('The name of the app, which is also part of its host name.')
param name string

@description('The name of the plan.')
param planName string

@description('The region of app and plan.')
param location string

@description('The tags of app and plan.')
param tags tagSet

@description('The version of the Java runtime.')
param javaVersion int

@description('The size, number and concurrency of instances.')
param scale scaleSettings

@description('Whether instances are spread over availability zones.')
param zoneRedundant bool

@description('The resource id of the identity that the app runs as.')
param identityId string

@description('The client id of that identity.')
param identityClientId string

@description('The URL of the blob container that packages are deployed to.')
param deploymentContainerUrl string

@description('The name of the storage account in which the Functions host keeps its leases.')
param storageAccountName string

@description('The URL of the blob service of that account.')
param blobEndpoint string

@description('The URL of the table service that contains the mappings.')
param tableEndpoint string

@description('The name of the table that contains the mappings.')
param tableName string

@description('The connection string of Application Insights. It is an address and contains no usable key.')
param applicationInsightsConnectionString string

@description('Whether the Application Insights Java agent is loaded.')
param applicationInsightsAgent bool

@description('The endpoint of the ACS resource.')
param communicationServicesEndpoint string

@description('The immutable id of the ACS resource, which its identities contain.')
param communicationServicesResourceId string

@description('The settings that the operator may choose, by name.')
param settings { *: string }

@description('The origins that browsers may call from.')
param corsOrigins string[]

@description('The addresses that may call the endpoint, each as an address or in CIDR notation; empty for all addresses.')
param allowedAddresses string[]

@description('The subnet from which the app reaches private endpoints; empty for no virtual network.')
param subnetId string

@description('The app settings that the deployment determines. FUNCTIONS_WORKER_RUNTIME, FUNCTIONS_EXTENSION_VERSION and WEBSITE_RUN_FROM_PACKAGE are missing because Flex Consumption refuses or ignores them.')
var deploymentSettings = {
  // The name would do in the public cloud, and the URL is right in every cloud.
  // With the URL alone, the host sometimes fails to create its client when it starts on Flex Consumption (azure-functions-host#11787).
  AzureWebJobsStorage__accountName: storageAccountName
  AzureWebJobsStorage__blobServiceUri: blobEndpoint
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: identityClientId
  // With the name of the account, the host would write diagnostic events to a table of its own every ten minutes. Its identity may not, so each attempt would be an error in the log.
  AzureWebJobsFeatureFlags: 'DisableDiagnosticEventLogging'
  // The page says that a Functions app is running, which scanners report.
  AzureWebJobsDisableHomepage: 'true'
  // The host reads every body into memory before the endpoint can refuse it, and its own limit is 100 MB. The endpoint accepts 8 KiB.
  FUNCTIONS_REQUEST_BODY_SIZE_LIMIT: '16384'
  APPLICATIONINSIGHTS_CONNECTION_STRING: applicationInsightsConnectionString
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identityClientId};Authorization=AAD'
  APPLICATIONINSIGHTS_ENABLE_AGENT: string(applicationInsightsAgent)
  AZURE_CLIENT_ID: identityClientId
  // Without this setting, DefaultAzureCredential tries eight credentials in turn, of which only one can succeed.
  AZURE_TOKEN_CREDENTIALS: 'ManagedIdentityCredential'
  COMMUNICATION_SERVICES_ENDPOINT: communicationServicesEndpoint
  COMMUNICATION_SERVICES_RESOURCE_ID: communicationServicesResourceId
  TABLE_STORAGE_ENDPOINT: tableEndpoint
  TABLE_STORAGE_TABLE: tableName
}

@description('The settings of the operator that have a value. An empty app setting would only hide that the endpoint uses its default.')
var chosenSettings = filter(items(settings), setting => !empty(setting.value))

@description('The rules of access to the endpoint. They do not apply to publishing, for which a role is needed anyway.')
var accessRules = empty(allowedAddresses)
  ? []
  : concat(
      [
        {
          name: 'probe'
          description: 'The probe of Health, without which the alert fires.'
          priority: 100
          action: 'Allow'
          tag: 'ServiceTag'
          ipAddress: 'ApplicationInsightsAvailability'
        }
      ],
      map(allowedAddresses, (address, index) => {
        name: 'allowed-${index}'
        description: 'An address in ALLOWED_ADDRESSES.'
        priority: 200 + index
        action: 'Allow'
        tag: 'Default'
        ipAddress: contains(address, '/') ? address : contains(address, ':') ? '${address}/128' : '${address}/32'
      })
    )

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
  // azd deploys the service "api" of azure.yaml to the resource with this tag.
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
    // ARM treats null like a missing property. Whether the app then leaves its subnet is not documented, so the guide has a command for it.
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
      ipSecurityRestrictions: accessRules
      ipSecurityRestrictionsDefaultAction: empty(allowedAddresses) ? 'Allow' : 'Deny'
      scmIpSecurityRestrictionsUseMain: false
      scmIpSecurityRestrictionsDefaultAction: 'Allow'
      appSettings: map(
        concat(items(deploymentSettings), chosenSettings),
        setting => { name: setting.key, value: setting.value }
      )
    }
  }
}

// Publishing with a user name and a password is off: azd and pipelines deploy with their own identity.
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

@description('The name of the app.')
output name string = functionApp.name

@description('The URL that apps send their requests to, including the route prefix of host.json.')
output endpointUrl string = 'https://${functionApp.properties.defaultHostName}/api'
