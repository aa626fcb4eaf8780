using '../../../infra/main.bicep'

param environmentName = 'test'
param location = 'westeurope'
param principalId = '11111111-1111-1111-1111-111111111111'
param authIssuer = 'https://login.microsoftonline.com/33333333-3333-3333-3333-333333333333/v2.0'
param authAudience = 'api://acs'
param communicationDataLocation = 'Europe'
param privateNetworking = 'true'
