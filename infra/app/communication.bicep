metadata description = 'The Azure Communication Services resource. Its access keys are disabled.'

import { tagSet } from 'types.bicep'

@description('The name of the resource.')
param name string

@description('The tags of the resource.')
param tags tagSet

@description('The geography in which the resource stores data at rest. It can never be changed.')
param dataLocation string

@description('The Log Analytics workspace that receives the authentication log.')
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

// Logs every request for an identity or a token, and its result.
// Newer versions of the API are previews. The only stable one is from 2016 and describes something else.
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

@description('The resource id.')
output id string = communicationService.id

@description('The URL of the resource.')
output endpoint string = 'https://${communicationService.properties.hostName}'

@description('The immutable id, which the identities of the resource contain.')
output immutableResourceId string = communicationService.properties.immutableResourceId
