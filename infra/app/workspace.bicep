metadata description = 'The Log Analytics workspace, which accepts no keys. It is deployed a second time if a rule masks its data, because the rule needs the workspace first.'

import { tagSet } from 'types.bicep'

@description('The name of the workspace.')
param name string

@description('The region of the workspace.')
param location string

@description('The tags of the workspace.')
param tags tagSet

@description('The data in GB that the workspace accepts on one day; -1 for no limit. At the limit, no log arrives until the next day, so no alert fires.')
param dailyCapGb int

@description('The data collection rule that transforms data before they are stored; empty for none.')
param ruleId string

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-07-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    sku: {
      name: 'PerGB2018'
    }
    // 30 days are included in the price. To keep data longer, change this value.
    retentionInDays: 30
    workspaceCapping: {
      dailyQuotaGb: dailyCapGb
    }
    features: {
      disableLocalAuth: true
    }
    defaultDataCollectionRuleResourceId: empty(ruleId) ? null : ruleId
  }
}

@description('The resource id of the workspace.')
output id string = workspace.id

@description('The id by which queries and rules know the workspace.')
output customerId string = workspace.properties.customerId
