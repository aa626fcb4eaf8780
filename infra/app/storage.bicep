metadata description = 'The storage account: the table of mappings, the deployed package, and what the Functions host keeps.'

import { tagSet } from 'types.bicep'

@description('The account\'s name.')
param name string

@description('Its region.')
param location string

@description('Its tags.')
param tags tagSet

@description('The blob container for the deployed package.')
param deploymentContainerName string

@description('The table for the mappings.')
param tableName string

@description('Whether the data spreads over availability zones.')
param zoneRedundant bool

@description('Whether the account answers outside its private endpoints.')
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

// Made here, so that the app needs no right to make tables.
resource table 'Microsoft.Storage/storageAccounts/tableServices/tables@2025-08-01' = {
  parent: tables
  name: tableName
}

@description('Its resource id.')
output id string = account.id

@description('Where its blobs are.')
output blobEndpoint string = account.properties.primaryEndpoints.blob

@description('Where its tables are.')
output tableEndpoint string = account.properties.primaryEndpoints.table

@description('Where packages are deployed to.')
output deploymentContainerUrl string = '${account.properties.primaryEndpoints.blob}${deploymentContainer.name}'

@description('The table for the mappings.')
output tableName string = table.name
