import { bombBesideOthers, everySourceIsDown, proxyInTheEnvironment } from '../checks/sources.ts'
import type { Fault } from '../fault.ts'

const GUARD = 'test/http/guard.test.ts'
const CLIENT = 'test/http/client.test.ts'
const REDIRECT = 'test/http/redirect.test.ts'
const ANSWERS = 'test/http/answers.test.ts'
const TLS = 'test/http/tls.test.ts'

export const NETWORK: readonly Fault[] = [
  {
    id: 'N1',
    star: true,
    fault: 'a source, feed link or redirect to a private address',
    expected: 'blocked before a connection, host and address named; works once the host is allowed',
    proof: [
      { file: GUARD, name: 'a name that leads to a private address is not fetched' },
      { file: GUARD, name: 'a host that is allowed by name may be private' },
      { file: GUARD, name: 'addresses' },
      { file: GUARD, name: 'URLs' },
      { file: REDIRECT, name: 'a redirect to http://169.254.169.254' },
      { file: 'test/e2e/main-job.test.ts', name: 'a scan refuses a private address' },
      { file: 'test/heavy/hostile-http.test.ts', name: 'the open hostile set url' },
    ],
  },
  {
    id: 'N2',
    fault: 'a resolver that answers public, then private, or both at once',
    expected: 'no connection to the private address',
    proof: [
      { file: GUARD, name: 'one private address among public ones is enough to refuse' },
      { file: GUARD, name: 'a resolver that changes its mind is checked again' },
    ],
  },
  {
    id: 'N3',
    fault: 'a redirect to file:, data:, javascript: or a private address',
    expected: 'refused, no second request',
    proof: [{ file: REDIRECT, name: 'a redirect to' }],
  },
  {
    id: 'N4',
    star: true,
    fault: 'a source with a token is redirected to another origin, or to plain http',
    expected: 'the other origin sees no secret; https never becomes http',
    proof: [
      { file: REDIRECT, name: 'a 302 to another origin carries no secret' },
      { file: REDIRECT, name: 'a 307 to another origin carries no secret' },
      { file: REDIRECT, name: 'a login in a redirect is neither sent nor shown' },
      { file: TLS, name: 'plain http where TLS is expected is named, and TLS never falls back' },
    ],
  },
  {
    id: 'N5',
    star: true,
    fault: 'a small compressed body that unpacks to 200 MB; a chain of encodings',
    expected: 'stops at 10 MiB decoded, under 64 MB and 3 s; the others stored; status 3',
    check: bombBesideOthers,
    proof: [
      { file: ANSWERS, name: 'size a bomb is stopped by its decoded size' },
      { file: ANSWERS, name: 'size a bomb within a bomb is unpacked once' },
      { file: ANSWERS, name: 'broken answers fail alone, and soon a chain of encodings' },
    ],
  },
  {
    id: 'N6',
    star: true,
    fault: 'a byte now and then; accept and say nothing; a body without end',
    expected: 'each ends at its deadline; the run at its own',
    proof: [
      { file: CLIENT, name: 'a request ends at its deadline even when a byte comes now and then' },
      { file: CLIENT, name: 'a server that takes the connection and says nothing' },
      { file: CLIENT, name: 'the end of the run ends what is under way and what waits' },
      { file: ANSWERS, name: 'size a body without end stops at the cap' },
    ],
  },
  {
    id: 'N7',
    fault: 'DNS: no such name, a failing resolver, a thousand addresses',
    expected: 'the source failed with the cause named',
    proof: [
      { file: GUARD, name: 'a name without an address, and a resolver that fails, are named' },
      { file: GUARD, name: 'of a thousand addresses only a few are tried' },
    ],
  },
  {
    id: 'N8',
    fault: 'TLS: expired, wrong host, self-signed, outdated',
    expected: 'failed with the reason; no switch to http',
    proof: [{ file: TLS, name: '' }],
  },
  {
    id: 'N9',
    fault: 'connections refused, reset or cut',
    expected: 'a GET is tried at most three times with growing waits, then failed',
    proof: [
      { file: CLIENT, name: 'a server error is tried three times with growing waits' },
      { file: CLIENT, name: 'a dropped connection is tried again and may succeed' },
      { file: CLIENT, name: 'a refused connection is named' },
      { file: ANSWERS, name: 'broken answers fail alone, and soon shorter than announced' },
    ],
  },
  {
    id: 'N10',
    fault: 'every source is down',
    expected: 'status 1, each named once, stored posts kept; no digest that says all is quiet',
    check: everySourceIsDown,
    proof: [
      { file: 'test/e2e/main-job.test.ts', name: 'a scan fails when no source could be read' },
    ],
  },
  {
    id: 'N11',
    fault: 'IPv6 broken, IPv4 fine',
    expected: 'works within a second more',
    open: 'wants a network whose IPv6 is broken',
  },
  {
    id: 'N12',
    fault: 'a proxy in the environment',
    expected: 'documented: not used; its password in no output',
    check: proxyInTheEnvironment,
  },
]
