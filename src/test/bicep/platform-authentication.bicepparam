using '../../../infra/main.bicep'

param environmentName = 'test'
param location = 'westeurope'
param principalId = '11111111-1111-1111-1111-111111111111'
param authIssuers = [
  {
    issuer: 'https://login.microsoftonline.com/33333333-3333-3333-3333-333333333333/v2.0'
    audiences: ['api://acs']
    userClaim: 'oid'
  }
]
param communicationDataLocation = 'Europe'
param platformAuthenticationClientId = '44444444-4444-4444-4444-444444444444'
