@export()
@description('The tags of every resource.')
type tagSet = {
  @description('The azd environment that a resource belongs to: azd finds and removes resources by it.')
  'azd-env-name': string
}

@export()
@description('How the function app grows.')
type scaleSettings = {
  @description('Memory of an instance in MB.')
  instanceMemoryMB: int

  @description('The most instances.')
  maximumInstanceCount: int

  @description('Instances for HTTP that are always warm.')
  alwaysReadyInstances: int

  @description('Requests that an instance serves at once.')
  httpConcurrency: int
}
