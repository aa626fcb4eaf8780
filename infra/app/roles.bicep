metadata description = 'All role assignments. A resource that is named "none" gets no assignment: an ACS resource in another group needs a deployment to that group.'

@description('The principal id of the identity of the app.')
param appPrincipalId string

@description('The object id of the principal that deploys, which gets access to ACS and to the table; empty for no such access.')
param deployerPrincipalId string

@description('The type of that principal.')
@allowed(['User', 'ServicePrincipal', 'Group'])
param deployerPrincipalType string

@description('The storage account; \'none\' if this group has none.')
param storageAccountName string = 'none'

@description('The table that contains the mappings; \'none\' if this group has none.')
param tableName string = 'none'

@description('The Application Insights resource; \'none\' if this group has none.')
param applicationInsightsName string = 'none'

@description('The ACS resource; \'none\' if this group has none.')
param communicationServiceName string = 'none'

@description('The ids of built-in roles of Azure, which are the same in every tenant.')
var roleIds = {
  storageBlobDataOwner: 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
  storageTableDataContributor: '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
  monitoringMetricsPublisher: '3913510d-42f4-4e42-8a64-420c390055eb'
  communicationAndEmailServiceOwner: '09976791-48a7-449e-bb21-39d1a415f350'
}

@description('The description of the assignments that the deployer gets. It tells them from those that somebody made by hand.')
var deployerAccess = 'DEPLOYER_ACCESS of the ACS token endpoint'

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

// The scope is the whole account, because the Functions host creates containers of its own for leases and keys. It also reads its package with this role.
// An identity of its own for the package would protect nothing: Flex Consumption requires that it is assigned to the app, whose code could then use both.
// The role gives no access to tables. A role for queues is not needed, because no function uses a queue.
// Left behind: nothing, because an environment never stops having this resource.
resource hostStorage 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (storageAccountName != 'none') {
  name: guid(storageAccount.id, appPrincipalId, roleIds.storageBlobDataOwner)
  scope: storageAccount
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleIds.storageBlobDataOwner)
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
  }
}

// Left behind: nothing, because an environment never stops having this resource.
resource appMappings 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (storageAccountName != 'none') {
  name: guid(table.id, appPrincipalId, roleIds.storageTableDataContributor)
  scope: table
  properties: {
    roleDefinitionId: subscriptionResourceId(
      'Microsoft.Authorization/roleDefinitions',
      roleIds.storageTableDataContributor
    )
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
  }
}

// Left behind: nothing, because an environment never stops having this resource.
resource appTelemetry 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (applicationInsightsName != 'none') {
  name: guid(applicationInsights.id, appPrincipalId, roleIds.monitoringMetricsPublisher)
  scope: applicationInsights
  properties: {
    roleDefinitionId: subscriptionResourceId(
      'Microsoft.Authorization/roleDefinitions',
      roleIds.monitoringMetricsPublisher
    )
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
  }
}

// ACS accepts no custom role for issuing tokens, and this is the smallest built-in role that allows it.
// Left behind: the app's role on the ACS resource that the deployment created, if an existing one takes its place.
resource appCommunication 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (communicationServiceName != 'none') {
  name: guid(communicationService.id, appPrincipalId, roleIds.communicationAndEmailServiceOwner)
  scope: communicationService
  properties: {
    roleDefinitionId: subscriptionResourceId(
      'Microsoft.Authorization/roleDefinitions',
      roleIds.communicationAndEmailServiceOwner
    )
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
  }
}

// Left behind: the assignment. infra/remove-deployer-access.sh deletes it, and finds it by its description.
resource deployerMappings 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (storageAccountName != 'none' && !empty(deployerPrincipalId)) {
  name: guid(table.id, deployerPrincipalId, roleIds.storageTableDataContributor)
  scope: table
  properties: {
    roleDefinitionId: subscriptionResourceId(
      'Microsoft.Authorization/roleDefinitions',
      roleIds.storageTableDataContributor
    )
    principalId: deployerPrincipalId
    principalType: deployerPrincipalType
    description: deployerAccess
  }
}

// Left behind: the assignment. infra/remove-deployer-access.sh deletes it, and finds it by its description.
resource deployerCommunication 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (communicationServiceName != 'none' && !empty(deployerPrincipalId)) {
  name: guid(communicationService.id, deployerPrincipalId, roleIds.communicationAndEmailServiceOwner)
  scope: communicationService
  properties: {
    roleDefinitionId: subscriptionResourceId(
      'Microsoft.Authorization/roleDefinitions',
      roleIds.communicationAndEmailServiceOwner
    )
    principalId: deployerPrincipalId
    principalType: deployerPrincipalType
    description: deployerAccess
  }
}
