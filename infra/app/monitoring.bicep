metadata description = 'Logs and telemetry: a Log Analytics workspace and Application Insights, both without keys.'

import { tagSet } from 'types.bicep'

@description('The workspace\'s name.')
param workspaceName string

@description('The name of the Application Insights resource.')
param applicationInsightsName string

@description('Their region.')
param location string

@description('Their tags.')
param tags tagSet

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-07-01' = {
  name: workspaceName
  location: location
  tags: tags
  properties: {
    sku: {
      name: 'PerGB2018'
    }
    // What is included in the price; longer is a setting of the workspace.
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

@description('The workspace\'s resource id.')
output workspaceId string = workspace.id

@description('The resource id of Application Insights.')
output applicationInsightsId string = applicationInsights.id

@description('Where telemetry goes. It is an address: nothing is taken in without a role.')
output applicationInsightsConnectionString string = applicationInsights.properties.ConnectionString
