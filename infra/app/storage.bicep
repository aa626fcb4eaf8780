metadata description = 'The storage account. It contains the table of mappings, the deployed package and the data of the Functions host.'

import { tagSet } from 'types.bicep'

@description('The name of the account.')
param name string

@description('The region of the account.')
param location string

@description('The tags of the account.')
param tags tagSet

@description('The name of the blob container for the deployed package.')
param deploymentContainerName string

@description('The name of the table for the mappings.')
param tableName string

@description('Whether the data is replicated over availability zones.')
param zoneRedundant bool

@description('The Log Analytics workspace that receives the log of changes to the table.')
param workspaceId string

@description('Whether the account accepts requests that do not come over its private endpoints.')
param publicNetworkAccess bool

resource account 'Microsoft.Storage/storageAccounts@2025-08-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: {
    name: zoneRedundant ? 'Standard_ZRS' : 'Standard_LRS'
  }
  properties: {
    accessTier: 'Hot'
    allowSharedKeyAccess: false
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    defaultToOAuthAuthentication: true
    isLocalUserEnabled: false
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: publicNetworkAccess ? 'Enabled' : 'Disabled'
    networkAcls: {
      defaultAction: publicNetworkAccess ? 'Allow' : 'Deny'
      bypass: 'None'
    }
  }
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2025-08-01' = {
  parent: account
  name: 'default'
}

resource deploymentContainer 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-08-01' = {
  parent: blobs
  name: deploymentContainerName
  properties: {
    publicAccess: 'None'
  }
}

resource tables 'Microsoft.Storage/storageAccounts/tableServices@2025-08-01' = {
  parent: account
  name: 'default'
}

// The table is created here, so that the app needs no permission to create tables.
resource table 'Microsoft.Storage/storageAccounts/tableServices/tables@2025-08-01' = {
  parent: tables
  name: tableName
}

// Logs who changes rows, because a row decides which identity a user has. Only the endpoint should change them.
// The endpoint's own changes are logged, too: about five for a new user and none for a later token.
// Reads are not logged: every token reads a row, so their log would be as large as all other telemetry.
// Newer versions of the API are previews. The only stable one is from 2016 and describes something else.
#disable-next-line use-recent-api-versions
resource tableLog 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: tables
  name: 'changes'
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        category: 'StorageWrite'
        enabled: true
      }
      {
        category: 'StorageDelete'
        enabled: true
      }
    ]
  }
}

@description('The resource id of the account.')
output id string = account.id

@description('The URL of the blob service.')
output blobEndpoint string = account.properties.primaryEndpoints.blob

@description('The URL of the table service.')
output tableEndpoint string = account.properties.primaryEndpoints.table

@description('The URL of the container that packages are deployed to.')
output deploymentContainerUrl string = '${account.properties.primaryEndpoints.blob}${deploymentContainer.name}'

@description('The resource id of the table for the mappings.')
output tableId string = table.id

@description('The name of the table for the mappings.')
output tableName string = table.name
