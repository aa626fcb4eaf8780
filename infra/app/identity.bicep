metadata description = 'The managed identity that the function app uses for every connection.'

import { tagSet } from 'types.bicep'

@description('The name of the identity.')
param name string

@description('The region of the identity.')
param location string

@description('The tags of the identity.')
param tags tagSet

// The identity is user-assigned, so that it has its roles before the app first starts, and keeps them when the app is created again.
resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: name
  location: location
  tags: tags
}

@description('The resource id of the identity.')
output id string = identity.id

@description('The client id, which the app names when it requests access tokens.')
output clientId string = identity.properties.clientId

@description('The principal id, which role assignments refer to.')
output principalId string = identity.properties.principalId
