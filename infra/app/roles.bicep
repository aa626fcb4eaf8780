metadata description = 'Every role assignment there is. For what has no name here there are none: an ACS resource of another group needs a deployment to that group.'

@description('The principal id of the app\'s identity.')
param appPrincipalId string

@description('The object id of who deploys, to work against the cloud from a laptop; empty for nobody.')
param deployerPrincipalId string

@description('What kind of principal that is.')
@allowed(['User', 'ServicePrincipal', 'Group'])
param deployerPrincipalType string

@description('The storage account; \'none\' for none in this group.')
param storageAccountName string = 'none'

@description('The table of the mappings; \'none\' for none in this group.')
param tableName string = 'none'

@description('The Application Insights resource; \'none\' for none in this group.')
param applicationInsightsName string = 'none'

@description('The ACS resource; \'none\' for none in this group.')
param communicationServiceName string = 'none'

@description('Azure\'s built-in roles, which have these ids in every tenant.')
var roleIds = {
  storageBlobDataOwner: 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
  storageTableDataContributor: '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
  monitoringMetricsPublisher: '3913510d-42f4-4e42-8a64-420c390055eb'
  communicationAndEmailServiceOwner: '09976791-48a7-449e-bb21-39d1a415f350'
}

resource storageAccount 'Microsoft.Storage/storageAccounts@2025-08-01' existing = if (storageAccountName != 'none') {
  name: storageAccountName
}

resource tables 'Microsoft.Storage/storageAccounts/tableServices@2025-08-01' existing = if (storageAccountName != 'none') {
  parent: storageAccount
  name: 'default'
}

resource table 'Microsoft.Storage/storageAccounts/tableServices/tables@2025-08-01' existing = if (storageAccountName != 'none') {
  parent: tables
  name: tableName
}

resource applicationInsights 'Microsoft.Insights/components@2020-02-02' existing = if (applicationInsightsName != 'none') {
  name: applicationInsightsName
}

resource communicationService 'Microsoft.Communication/communicationServices@2025-09-01' existing = if (communicationServiceName != 'none') {
  name: communicationServiceName
}

// The whole account, not a container: the Functions host makes its own containers for leases and keys. It reads its package with this as well.
// The account's tables are none of this role's business. No queue role: no function has a queue.
resource hostStorage 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (storageAccountName != 'none') {
  name: guid(storageAccount.id, appPrincipalId, roleIds.storageBlobDataOwner)
  scope: storageAccount
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleIds.storageBlobDataOwner)
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
  }
}

resource appMappings 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (storageAccountName != 'none') {
  name: guid(table.id, appPrincipalId, roleIds.storageTableDataContributor)
  scope: table
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleIds.storageTableDataContributor)
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
  }
}

resource appTelemetry 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (applicationInsightsName != 'none') {
  name: guid(applicationInsights.id, appPrincipalId, roleIds.monitoringMetricsPublisher)
  scope: applicationInsights
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleIds.monitoringMetricsPublisher)
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
  }
}

// ACS takes no custom role for issuing tokens, and has no smaller built-in one.
resource appCommunication 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (communicationServiceName != 'none') {
  name: guid(communicationService.id, appPrincipalId, roleIds.communicationAndEmailServiceOwner)
  scope: communicationService
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleIds.communicationAndEmailServiceOwner)
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
  }
}

resource deployerMappings 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (storageAccountName != 'none' && !empty(deployerPrincipalId)) {
  name: guid(table.id, deployerPrincipalId, roleIds.storageTableDataContributor)
  scope: table
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleIds.storageTableDataContributor)
    principalId: deployerPrincipalId
    principalType: deployerPrincipalType
  }
}

resource deployerCommunication 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (communicationServiceName != 'none' && !empty(deployerPrincipalId)) {
  name: guid(communicationService.id, deployerPrincipalId, roleIds.communicationAndEmailServiceOwner)
  scope: communicationService
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleIds.communicationAndEmailServiceOwner)
    principalId: deployerPrincipalId
    principalType: deployerPrincipalType
  }
}
