import { describe, expect, it } from 'vitest';
import { problems, read } from '../../test/flag-reading.js';

describe('a mistake', () => {
  const address = 'it is to be an address such as :8443, 127.0.0.1:8443 or [::1]:8443, or 0 for none';

  const host = 'it is to be an address without a port, such as 10.0.0.1, ::1 or localhost';
  const object = 'it is to be the name of an object: lower case letters, digits, - and .';

  it.each<[string, ...string[]]>([
    ['--log-level=loud', '--log-level "loud": no log level "loud"; use one of debug, info, warn, error, fatal'],
    ['--log-format=xml', '--log-format "xml": it is to be json or text'],
    ['--log-level', '--log-level needs a value'],
    ['--kubeconfig --leader-elect', '--kubeconfig needs a value'],
    ['--leader-elect false', '"false" is no flag: those begin with --; a value of --leader-elect follows after "="'],
    ['--leader-elect=no', '--leader-elect "no": it is to be true or false'],
    ['--leader-elect=', '--leader-elect "": it is to be true or false'],
    ['--leader-elect --log-level=info run', '"run" is no flag: those begin with --'],
    ['run', '"run" is no flag: those begin with --'],
    ['--', '"--" is no flag: those begin with --'],
    ['---log-level=info', '"---log-level=info" is no flag: those begin with --'],
    ['--leader-elct', 'there is no flag --leader-elct: did you mean --leader-elect?'],
    ['--no-such-thing x', 'there is no flag --no-such-thing: --help lists those that there are'],
    ['--constructor=1', 'there is no flag --constructor: --help lists those that there are'],
    ['--zap-log-level=5', 'there is no flag --zap-log-level: use --log-level'],
    ['-v=2', 'there is no flag --v: use --log-level=debug'],
    ['--enable-leader-election', 'there is no flag --enable-leader-election: use --leader-elect'],
    [
      '--zap-devel --log-level=loud',
      'there is no flag --zap-devel: use --log-level=debug --log-format=text',
      '--log-level "loud": no log level "loud"; use one of debug, info, warn, error, fatal',
    ],
    ['--metrics-bind-address=8443', `--metrics-bind-address "8443": ${address} (:8443?)`],
    ['--metrics-bind-address=', `--metrics-bind-address "": ${address}`],
    ['--metrics-bind-address=:65536', `--metrics-bind-address ":65536": ${address}`],
    ['--health-probe-bind-address=::1:80', `--health-probe-bind-address "::1:80": ${address}`],
    ['--health-probe-bind-address=:http', `--health-probe-bind-address ":http": ${address}`],
    ['--health-probe-bind-address=http://a:80', `--health-probe-bind-address "http://a:80": ${address}`],
    ['--webhook-port=65536', '--webhook-port "65536": it is to be a whole number from 0 to 65535'],
    ['--webhook-port=-1', '--webhook-port "-1": it is to be a whole number from 0 to 65535'],
    ['--webhook-port=0x10', '--webhook-port "0x10": it is to be a whole number from 0 to 65535'],
    ['--webhook-port=1.5', '--webhook-port "1.5": it is to be a whole number from 0 to 65535'],
    ['--webhook-port=', '--webhook-port "": it is to be a whole number from 0 to 65535'],
    ['--kube-api-qps=0', '--kube-api-qps "0": it is to be a number from 0.001'],
    ['--kube-api-qps=1e999', '--kube-api-qps "1e999": it is to be a number from 0.001'],
    ['--cache-sync-timeout=15', '--cache-sync-timeout "15": it is to be a duration, such as 90s, 1h30m or 250ms'],
    ['--cache-sync-timeout=0', '--cache-sync-timeout "0": it is to be 1ms or more'],
    ['--namespace=A', '--namespace "A": it is to be the name of a namespace'],
    ['--namespace=', '--namespace "": it is to be the name of a namespace'],
    ['--kubeconfig=', '--kubeconfig "": it is empty: leave the flag out for what is so by default'],
    ['--webhook-client-ca=', '--webhook-client-ca "": it is empty: leave the flag out for what is so by default'],
    ['--webhook-cert-path=', '--webhook-cert-path "": it is empty: leave the flag out for what is so by default'],
    ['--webhook-host=[::1]', `--webhook-host "[::1]": ${host}`],
    ['--webhook-host=localhost:9443', `--webhook-host "localhost:9443": ${host}`],
    ['--webhook-host=', `--webhook-host "": ${host}`],
    ['--webhook-secret-name=Certs', `--webhook-secret-name "Certs": ${object}`],
    ['--leader-elect --leader-elect-resource-name=a_b', `--leader-elect-resource-name "a_b": ${object}`],
    [
      `--sharding --sharding-resource-name=${'a'.repeat(64)}`,
      `--sharding-resource-name "${'a'.repeat(64)}": it is to be the name of an object with at most 63 characters`,
    ],
    ['--sharding --sharding-shards=257', '--sharding-shards "257": it is to be a whole number from 1 to 256'],
    ['--sharding --sharding-by=name', '--sharding-by "name": it is to be object or namespace'],
  ])('%s: is told with what may be', (line, ...told) => {
    expect(problems(line.split(' '))).toEqual(told);
  });

  it.each<[string, ...string[]]>([
    ['--kube-api-burst=3', '--kube-api-burst has no effect without --kube-api-qps'],
    ['--metrics-cert-path=/c', '--metrics-cert-path has no effect without --metrics-bind-address'],
    ['--metrics-secure=false', '--metrics-secure has no effect without --metrics-bind-address'],
    [
      '--metrics-bind-address=:8443 --metrics-cert-key=a',
      '--metrics-cert-key has no effect without --metrics-cert-path',
    ],
    ['--webhook-cert-name=a', '--webhook-cert-name has no effect without --webhook-cert-path'],
    [
      '--webhook-cert-path=/c --webhook-secret-name=s',
      '--webhook-cert-path and --webhook-secret-name: the certificate comes from one of them',
    ],
    ['--leader-elect-lease-duration=1m', '--leader-elect-lease-duration has no effect without --leader-elect'],
    ['--sharding-shards=4', '--sharding-shards has no effect without --sharding'],
    ['--leader-elect --sharding-shards=4', '--sharding-shards has no effect without --sharding'],
    [
      '--sharding --sharding-filter-watches',
      '--sharding-filter-watches needs --sharding-by=namespace: servers can filter by that alone',
    ],
    [
      '--leader-elect --leader-elect-lease-duration=10s',
      '--leader-elect-lease-duration (10s) is to be longer than --leader-elect-renew-deadline (10s): a leader has to stop before another may begin',
    ],
    [
      '--sharding --sharding-retry-period=9s',
      '--sharding-renew-deadline (10s) is to be longer than 1.2 × --sharding-retry-period (9s): one try that fails is not to cost the lead',
    ],
    [
      '--leader-elect --leader-elect-lease-duration=13s --leader-elect-renew-deadline=12s --leader-elect-retry-period=10s',
      '--leader-elect-renew-deadline (12s) is to be longer than 1.2 × --leader-elect-retry-period (10s): one try that fails is not to cost the lead',
    ],
    [
      '--health-probe-bind-address=LocalHost:8082 --metrics-bind-address=localhost:8082',
      '--health-probe-bind-address (LocalHost:8082) and --metrics-bind-address (localhost:8082): two servers cannot listen on one port',
    ],
    [
      '--metrics-bind-address=:8081',
      '--health-probe-bind-address (:8081) and --metrics-bind-address (:8081): two servers cannot listen on one port',
    ],
    [
      '--debug-bind-address=127.0.0.1:8081',
      '--health-probe-bind-address (:8081) and --debug-bind-address (127.0.0.1:8081): two servers cannot listen on one port',
    ],
    [
      '--health-probe-bind-address=[::]:8082 --metrics-bind-address=[::1]:8082',
      '--health-probe-bind-address ([::]:8082) and --metrics-bind-address ([::1]:8082): two servers cannot listen on one port',
    ],
    [
      '--health-probe-bind-address=127.0.0.1:8082 --metrics-bind-address=0.0.0.0:8082',
      '--health-probe-bind-address (127.0.0.1:8082) and --metrics-bind-address (0.0.0.0:8082): two servers cannot listen on one port',
    ],
    [
      '--webhook-port=8443 --metrics-bind-address=:8443',
      '--metrics-bind-address (:8443) and --webhook-port (:8443): two servers cannot listen on one port',
    ],
    [
      '--metrics-bind-address=:8080 --metrics-secure=false',
      '--metrics-secure=false and --metrics-bind-address=:8080: without HTTPS anybody on the network could read them; listen on 127.0.0.1:8080',
    ],
    [
      '--webhook-shutdown-delay=30s',
      '--webhook-shutdown-delay (30s) is to be shorter than --graceful-shutdown-timeout (30s): no stop could end in time',
    ],
    [
      '--debug-bind-address=:6060',
      '--debug-bind-address ":6060": it shows what the operator knows to whoever asks, so it is to be of this machine: 127.0.0.1:6060, and kubectl port-forward',
    ],
  ])('%s: cannot be together', (line, ...told) => {
    expect(problems(line.split(' '))).toEqual(told);
  });

  it.each([
    ['--metrics-bind-address=:0 --health-probe-bind-address=:0'],
    ['--metrics-bind-address=127.0.0.1:8081 --health-probe-bind-address=10.0.0.1:8081'],
    ['--webhooks=false --metrics-bind-address=:9443'],
    ['--health-probe-bind-address=0 --metrics-bind-address=:8081'],
    ['--webhook-host=::1 --health-probe-bind-address=127.0.0.1:9443'],
    ['--webhook-shutdown-delay=31s --graceful-shutdown-timeout=-1s'],
    ['--webhook-shutdown-delay=31s --graceful-shutdown-timeout=0'],
    ['--webhook-shutdown-delay=31s --webhooks=false'],
  ])('is not what goes together: %s', line => {
    expect(() => read(line.split(' '))).not.toThrow();
  });

  it('is told with all others', () => {
    expect(problems(['--log-level=loud', 'run', '--namespace=A'], { KUBEWRIGHT_LEADER_ELECT: 'no' })).toHaveLength(4);
  });
});
