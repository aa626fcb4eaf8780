metadata description = 'Reads switches, numbers and choices from texts. azd leaves out a value that does not fit a parameter of type bool or int, without a word, so every such parameter is a text.'

@export()
@description('A variable that has one of several values.')
type choice = {
  @description('The text of the variable; empty if it is not set.')
  text: string

  @description('The value if the variable is not set.')
  default: string

  @description('The values. Capital and small letters are the same.')
  allowed: string[]
}

@export()
@description('A variable that is a whole number.')
type number = {
  @description('The text of the variable; empty if it is not set.')
  text: string

  @description('The number if the variable is not set.')
  default: int

  @description('The smallest number.')
  min: int

  @description('The largest number.')
  max: int
}

func allowedValues(it choice) string[] => filter(it.allowed, value => toLower(value) == toLower(it.text))

// Nine digits fit into any integer. A leading zero could mean an octal number.
func isNumber(text string) bool =>
  length(text) < 10 && (text == '0' || !startsWith(text, '0')) && !empty(text) && empty(filter(
    range(0, length(text)),
    i => !contains('0123456789', substring(text, i, 1))
  ))

func isWithin(text string, min int, max int) bool => isNumber(text) ? int(text) >= min && int(text) <= max : false

func isIpv4(text string) bool =>
  length(split(text, '.')) == 4 && empty(filter(split(text, '.'), octet => !isWithin(octet, 0, 255)))

func hasIpv6Groups(text string) bool =>
  (contains(text, '::') || length(split(text, ':')) == 8) && empty(filter(split(text, ':'), group => length(group) > 4))

func isIpv6(text string) bool =>
  hasIpv6Groups(text) && empty(filter(
    range(0, length(text)),
    i => !contains('0123456789abcdef:', toLower(substring(text, i, 1)))
  ))

func isAddress(parts string[]) bool =>
  length(parts) == 1
    ? isIpv4(parts[0]) || isIpv6(parts[0])
    : length(parts) == 2 && (isIpv4(parts[0]) && isWithin(parts[1], 1, 32) || isIpv6(parts[0]) && isWithin(
        parts[1],
        1,
        128
      ))

@export()
@description('Returns whether a switch is on. It is off if it is not set.')
func isOn(text string) bool => toLower(text) == 'true'

@export()
@description('Returns the value of a choice in the spelling of its allowed values.')
func choiceOf(it choice) string => allowedValues(it)[?0] ?? it.default

@export()
@description('Returns the value of a number.')
func numberOf(it number) int => isWithin(it.text, it.min, it.max) ? int(it.text) : it.default

@export()
@description('Returns the addresses in a list that is separated by commas.')
func addressesOf(text string) string[] => empty(text) ? [] : split(replace(text, ' ', ''), ',')

@export()
@description('Returns what is wrong with a list of addresses, or an empty text.')
func addressesProblem(name string, text string) string =>
  empty(filter(addressesOf(text), address => !isAddress(split(address, '/'))))
    ? ''
    : '${name} must be addresses such as 203.0.113.7 or 203.0.113.0/24, separated by commas, but is "${text}"'

@description('Returns the entries of a list that is separated by commas.')
func entriesOf(text string) string[] => filter(split(replace(text, ' ', ''), ','), entry => !empty(entry))

@description('Returns whether a text is a host with an optional port, given its parts between colons after an IPv6 address.')
func isHost(text string, parts string[]) bool =>
  !empty(text) && !startsWith(text, ':') && (length(parts) == 1 || length(parts) == 2 && isWithin(
    last(parts)!,
    1,
    65535
  )) && empty(filter(['*', ';', '@', '?', '#'], other => contains(text, other)))

@description('Returns whether the parts of a text between its slashes are those of an origin. The scheme is not only http and https: apps in a web view have schemes of their own.')
func isOrigin(parts string[]) bool =>
  length(parts) == 3 && length(parts[0]) > 1 && indexOf(parts[0], ':') == length(parts[0]) - 1 && empty(parts[1]) && isHost(
    parts[2],
    split(last(split(parts[2], ']')), ':')
  )

@description('Returns the default port at the end of an origin, or an empty text.')
func defaultPort(origin string) string =>
  startsWith(origin, 'http://') && endsWith(origin, ':80')
    ? ':80'
    : startsWith(origin, 'https://') && endsWith(origin, ':443') ? ':443' : ''

@description('Returns an origin in lower case as a browser sends it, without a default port.')
func asSent(origin string) string => take(origin, length(origin) - length(defaultPort(origin)))

@export()
@description('Returns the origins in a list that is separated by commas, each as a browser sends it: in lower case, without a default port, and without the final slash of an address that was copied.')
func originsOf(text string) string[] =>
  map(entriesOf(toLower(text)), origin => asSent(endsWith(origin, '/') ? take(origin, length(origin) - 1) : origin))

@export()
@description('Returns what is wrong with a list of origins, or an empty text.')
func originsProblem(name string, text string) string =>
  empty(filter(originsOf(text), origin => origin != '*' && !isOrigin(split(origin, '/'))))
    ? ''
    : '${name} must be origins such as https://app.example.com or http://localhost:5173, separated by commas, but is "${text}"'

@export()
@description('Returns what is wrong with a switch, or an empty text.')
func switchProblem(name string, text string) string =>
  empty(text) || contains(['true', 'false'], toLower(text)) ? '' : '${name} must be true or false, but is "${text}"'

@export()
@description('Returns what is wrong with a choice, or an empty text.')
func choiceProblem(name string, it choice) string =>
  empty(it.text) || !empty(allowedValues(it))
    ? ''
    : '${name} must be one of ${join(it.allowed, ', ')}, but is "${it.text}"'

@export()
@description('Returns what is wrong with a number, or an empty text.')
func numberProblem(name string, text string, min int, max int) string =>
  empty(text) || isWithin(text, min, max)
    ? ''
    : '${name} must be a whole number from ${min} to ${max}, in digits only, but is "${text}"'
