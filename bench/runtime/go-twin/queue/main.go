// What a key costs on its way through the queues of client-go and of controller-runtime: what bench/workqueue.ts compares ours with.
// Prints one line of JSON: nanoseconds for each key, the medians of some rounds.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"time"

	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/util/workqueue"
	"sigs.k8s.io/controller-runtime/pkg/controller/priorityqueue"
	// Gives the queues of client-go that have a name their metrics, as every operator on controller-runtime has them.
	_ "sigs.k8s.io/controller-runtime/pkg/metrics"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"
)

const (
	count  = 100_000
	warmUp = 3
	rounds = 15
)

type queue[T comparable] interface {
	Add(T)
	Get() (T, bool)
	Done(T)
	ShutDown()
}

func main() {
	texts := make([]string, count)
	requests := make([]reconcile.Request, count)
	for i := range count {
		name := types.NamespacedName{Namespace: fmt.Sprintf("namespace-%d", i%100), Name: fmt.Sprintf("object-%d", i)}
		requests[i] = reconcile.Request{NamespacedName: name}
		texts[i] = name.String()
	}
	plain := func() queue[string] { return workqueue.NewTyped[string]() }
	named := func() queue[reconcile.Request] {
		return workqueue.NewTypedWithConfig(workqueue.TypedQueueConfig[reconcile.Request]{Name: "bench"})
	}
	priority := func() queue[reconcile.Request] { return priorityqueue.New[reconcile.Request]("bench") }
	results := map[string]map[string]float64{
		"bare":               {"queued": measure(plain, texts, allQueued), "alone": measure(plain, texts, oneByOne)},
		"client-go":          {"queued": measure(named, requests, allQueued), "alone": measure(named, requests, oneByOne)},
		"controller-runtime": {"queued": measure(priority, requests, allQueued), "alone": measure(priority, requests, oneByOne)},
	}
	if err := json.NewEncoder(os.Stdout).Encode(results); err != nil {
		panic(err)
	}
}

func allQueued[T comparable](q queue[T], keys []T) {
	for _, key := range keys {
		q.Add(key)
	}
	for range keys {
		key, _ := q.Get()
		q.Done(key)
	}
}

func oneByOne[T comparable](q queue[T], keys []T) {
	for _, key := range keys {
		q.Add(key)
		got, _ := q.Get()
		q.Done(got)
	}
}

// measure leaves out what a queue costs that is made and shut down.
func measure[T comparable](make func() queue[T], keys []T, run func(queue[T], []T)) float64 {
	var times []float64
	for round := range warmUp + rounds {
		q := make()
		start := time.Now()
		run(q, keys)
		elapsed := time.Since(start)
		q.ShutDown()
		if round >= warmUp {
			times = append(times, float64(elapsed.Nanoseconds())/float64(len(keys)))
		}
	}
	slices.Sort(times)
	return times[len(times)/2]
}
