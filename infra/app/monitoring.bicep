metadata description = 'Logs and telemetry: a Log Analytics workspace and Application Insights. Neither accepts keys.'

import { tagSet } from 'types.bicep'

@description('The name of the workspace.')
param workspaceName string

@description('The name of the Application Insights resource.')
param applicationInsightsName string

@description('The region of both resources.')
param location string

@description('The tags of both resources.')
param tags tagSet

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-07-01' = {
  name: workspaceName
  location: location
  tags: tags
  properties: {
    sku: {
      name: 'PerGB2018'
    }
    // 30 days are included in the price. To keep data longer, change this value.
    retentionInDays: 30
    features: {
      disableLocalAuth: true
    }
  }
}

resource applicationInsights 'Microsoft.Insights/components@2020-02-02' = {
  name: applicationInsightsName
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspace.id
    DisableLocalAuth: true
  }
}

@description('The resource id of the workspace.')
output workspaceId string = workspace.id

@description('The resource id of Application Insights.')
output applicationInsightsId string = applicationInsights.id

@description('The connection string of Application Insights. It is only an address: telemetry without a role is refused.')
output applicationInsightsConnectionString string = applicationInsights.properties.ConnectionString
