@export()
@description('The tags of every resource.')
type tagSet = {
  @description('The azd environment that a resource belongs to. azd finds and deletes resources by this tag.')
  'azd-env-name': string
}

@export()
@description('The size, number and concurrency of the instances of the function app.')
type scaleSettings = {
  @description('The memory of an instance in MB.')
  instanceMemoryMB: int

  @description('The maximum number of instances.')
  maximumInstanceCount: int

  @description('The number of always-ready instances for HTTP requests.')
  alwaysReadyInstances: int

  @description('The number of requests that an instance serves at once.')
  httpConcurrency: int
}
