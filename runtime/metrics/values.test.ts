// What each metric tells of what was counted: in seconds and bytes, each number under its own name.
import { expect, test } from 'vitest';
import { everyMetricText } from '../../test/metrics/every-metric.js';

test('durations are seconds, and every number is that of its name', async () => {
  const lines = (await everyMetricText('text')).split('\n');
  const told = lines.filter(line => line !== '' && !/^#|_bucket\{|^(process|nodejs)_/.test(line));
  expect(told).toEqual(TOLD.trim().split('\n'));
});

const TOLD = `
certwatcher_read_certificate_errors_total 1
certwatcher_read_certificate_total 5
controller_runtime_active_workers{controller="redis"} 4
controller_runtime_conversion_webhook_panics_total 2
controller_runtime_max_concurrent_reconciles{controller="redis"} 5
controller_runtime_reconcile_errors_total{controller="redis"} 2
controller_runtime_reconcile_panics_total{controller="redis"} 2
controller_runtime_reconcile_time_seconds_sum{controller="redis"} 0.012
controller_runtime_reconcile_time_seconds_count{controller="redis"} 1
controller_runtime_reconcile_timeouts_total{controller="redis"} 3
controller_runtime_reconcile_total{controller="redis",result="success"} 1
controller_runtime_reconcile_total{controller="redis",result="error"} 2
controller_runtime_reconcile_total{controller="redis",result="requeue"} 0
controller_runtime_reconcile_total{controller="redis",result="requeue_after"} 3
controller_runtime_terminal_reconcile_errors_total{controller="redis"} 1
controller_runtime_webhook_latency_seconds_sum{webhook="/validate"} 0.003
controller_runtime_webhook_latency_seconds_count{webhook="/validate"} 1
controller_runtime_webhook_panics_total 1
controller_runtime_webhook_requests_in_flight{webhook="/validate"} 0
controller_runtime_webhook_requests_total{code="200",webhook="/validate"} 1
kubewright_cache_bytes{form="object",group="",kind="Pod",version="v1"} 2
kubewright_cache_bytes{form="metadata",group="",kind="Pod",version="v1"} 7
kubewright_cache_objects{form="object",group="",kind="Pod",version="v1"} 1
kubewright_cache_objects{form="metadata",group="",kind="Pod",version="v1"} 6
kubewright_cache_parsed_objects{form="object",group="",kind="Pod",version="v1"} 3
kubewright_cache_parsed_objects{form="metadata",group="",kind="Pod",version="v1"} 8
kubewright_cache_parsed_reads_total{form="object",group="",kind="Pod",result="hit",version="v1"} 4
kubewright_cache_parsed_reads_total{form="object",group="",kind="Pod",result="miss",version="v1"} 5
kubewright_cache_parsed_reads_total{form="metadata",group="",kind="Pod",result="hit",version="v1"} 9
kubewright_cache_parsed_reads_total{form="metadata",group="",kind="Pod",result="miss",version="v1"} 10
kubewright_events_dropped_total 1
kubewright_shard_members{name="redis"} 3
kubewright_shards{name="redis"} 8
kubewright_shards_gained_total{name="redis"} 4
kubewright_shards_handed_over_total{name="redis"} 1
kubewright_shards_held{name="redis"} 3
kubewright_shards_lost_total{name="redis"} 0
kubewright_watch_age_seconds{form="object",group="",kind="Pod",namespace="",version="v1"} 1.5
kubewright_watch_age_seconds{form="metadata",group="",kind="Pod",namespace="a",version="v1"} 2.5
kubewright_watch_failures_total{form="object",group="",kind="Pod",namespace="",version="v1"} 3
kubewright_watch_failures_total{form="metadata",group="",kind="Pod",namespace="a",version="v1"} 6
kubewright_watch_lists_total{form="object",group="",kind="Pod",namespace="",version="v1"} 1
kubewright_watch_lists_total{form="metadata",group="",kind="Pod",namespace="a",version="v1"} 4
kubewright_watch_starts_total{form="object",group="",kind="Pod",namespace="",version="v1"} 2
kubewright_watch_starts_total{form="metadata",group="",kind="Pod",namespace="a",version="v1"} 5
kubewright_webhook_certificate_expiration_timestamp_seconds 1.8000000005e+09
leader_election_master_status{name="redis-operator"} 1
leader_election_slowpath_total{name="redis-operator"} 2
rest_client_dns_resolution_duration_seconds_sum{host="kubernetes.default.svc"} 0.002
rest_client_dns_resolution_duration_seconds_count{host="kubernetes.default.svc"} 1
rest_client_rate_limiter_duration_seconds_sum{host="10.0.0.1:443",verb="GET"} 0.001
rest_client_rate_limiter_duration_seconds_count{host="10.0.0.1:443",verb="GET"} 1
rest_client_request_duration_seconds_sum{host="10.0.0.1:443",verb="GET"} 0.006
rest_client_request_duration_seconds_count{host="10.0.0.1:443",verb="GET"} 2
rest_client_request_retries_total{code="200",host="10.0.0.1:443",verb="GET"} 1
rest_client_request_size_bytes_sum{host="10.0.0.1:443",verb="GET"} 30
rest_client_request_size_bytes_count{host="10.0.0.1:443",verb="GET"} 2
rest_client_requests_total{code="429",host="10.0.0.1:443",method="GET"} 1
rest_client_requests_total{code="200",host="10.0.0.1:443",method="GET"} 1
rest_client_response_size_bytes_sum{host="10.0.0.1:443",verb="GET"} 1000
rest_client_response_size_bytes_count{host="10.0.0.1:443",verb="GET"} 1
workqueue_adds_total{controller="redis",name="redis"} 6
workqueue_depth{controller="redis",name="redis",priority="0"} 8
workqueue_longest_running_processor_seconds{controller="redis",name="redis"} 1.5
workqueue_queue_duration_seconds_sum{controller="redis",name="redis"} 0.001
workqueue_queue_duration_seconds_count{controller="redis",name="redis"} 1
workqueue_retries_total{controller="redis",name="redis"} 7
workqueue_unfinished_work_seconds{controller="redis",name="redis"} 2.5
workqueue_work_duration_seconds_sum{controller="redis",name="redis"} 0.012
workqueue_work_duration_seconds_count{controller="redis",name="redis"} 1
`;
