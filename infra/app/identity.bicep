metadata description = 'The identity with which the function app reaches everything.'

import { tagSet } from 'types.bicep'

@description('The identity\'s name.')
param name string

@description('Its region.')
param location string

@description('Its tags.')
param tags tagSet

// User-assigned, so that it has its roles before the app first starts, and keeps them when the app is made anew.
resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: name
  location: location
  tags: tags
}

@description('Its resource id.')
output id string = identity.id

@description('By which the app asks for its tokens.')
output clientId string = identity.properties.clientId

@description('To which roles are given.')
output principalId string = identity.properties.principalId
