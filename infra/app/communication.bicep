metadata description = 'The Azure Communication Services resource, which has no usable keys.'

import { tagSet } from 'types.bicep'

@description('The resource\'s name.')
param name string

@description('Its tags.')
param tags tagSet

@description('Where it keeps its data at rest; it can never be changed.')
param dataLocation string

@description('The Log Analytics workspace for its authentication log.')
param workspaceId string

resource communicationService 'Microsoft.Communication/communicationServices@2025-09-01' = {
  name: name
  location: 'global'
  tags: tags
  properties: {
    dataLocation: dataLocation
    disableLocalAuth: true
  }
}

// Every identity and token that was asked for, and how it was answered.
// The only version that is no preview is of 2016, and of something else.
#disable-next-line use-recent-api-versions
resource authenticationLog 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: communicationService
  name: 'authentication'
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        category: 'AuthOperational'
        enabled: true
      }
    ]
  }
}

@description('Its resource id.')
output id string = communicationService.id

@description('Where its requests go.')
output endpoint string = 'https://${communicationService.properties.hostName}'
