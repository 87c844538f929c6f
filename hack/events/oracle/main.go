// What client-go's EventCorrelator makes of a random history, as JSON: steps in time, what occurs, and which Event comes of it.
// A group that is combined sees new messages alone: which of the old ones client-go combines then is up to chance.
// `go run . > ../../../runtime/events/testdata/correlations.json`
package main

import (
	"encoding/json"
	"fmt"
	"math/rand"
	"os"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/tools/record"
	clocktesting "k8s.io/utils/clock/testing"
)

type step struct {
	// Milliseconds since the step before.
	Wait int64 `json:"wait"`
	// So many other objects come in between, once each.
	Others int `json:"others,omitempty"`
	// Name, type, reason and message of what occurs.
	Occurs [4]string `json:"occurs"`
	// Absent where it is left out. Events of the same number are the same.
	Event   int    `json:"event,omitempty"`
	Count   int32  `json:"count,omitempty"`
	Message string `json:"message,omitempty"`
}

type group struct {
	messages map[string]bool
	last     time.Time
}

const steps = 1500

func main() {
	chance := rand.New(rand.NewSource(1))
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	clock := clocktesting.NewFakePassiveClock(now)
	correlator := record.NewEventCorrelator(clock)
	groups := map[string]*group{}
	numbers := map[string]int{}
	made := 0
	correlate := func(name, sort, reason, message string) *record.EventCorrelateResult {
		made++
		at := metav1.NewTime(now)
		event := &corev1.Event{
			ObjectMeta:          metav1.ObjectMeta{Name: fmt.Sprintf("event-%d", made), Namespace: "default"},
			InvolvedObject:      corev1.ObjectReference{APIVersion: "v1", Kind: "Pod", Namespace: "default", Name: name, UID: types.UID("uid-" + name)},
			Source:              corev1.EventSource{Component: "operator"},
			ReportingController: "operator",
			Type:                sort, Reason: reason, Message: message,
			Count: 1, FirstTimestamp: at, LastTimestamp: at,
		}
		result, err := correlator.EventCorrelate(event)
		if err != nil {
			panic(err)
		}
		if !result.Skip {
			correlator.UpdateState(result.Event)
		}
		return result
	}
	out := json.NewEncoder(os.Stdout)
	fmt.Println("[")
	for i := range steps {
		each := step{Wait: wait(chance)}
		now = now.Add(time.Duration(each.Wait) * time.Millisecond)
		clock.SetTime(now)
		if i%500 == 400 {
			each.Others = 4096
			for other := range each.Others {
				correlate(fmt.Sprintf("other-%d-%d", i, other), "Normal", "R", "m")
			}
			groups = map[string]*group{}
		}
		name := fmt.Sprintf("p%d", chance.Intn(3))
		sort := []string{"Normal", "Normal", "Warning"}[chance.Intn(3)]
		reason := []string{"Created", "Failed"}[chance.Intn(2)]
		key := name + "/" + sort + "/" + reason
		known := groups[key]
		if known == nil || now.Sub(known.last) > 10*time.Minute {
			known = &group{messages: map[string]bool{}}
			groups[key] = known
		}
		message := fmt.Sprintf("m%d", chance.Intn(30))
		if len(known.messages) >= 9 {
			message = fmt.Sprintf("step %d", i)
		}
		known.messages[message] = true
		known.last = now
		each.Occurs = [4]string{name, sort, reason, message}
		if result := correlate(name, sort, reason, message); !result.Skip {
			event := result.Event
			if numbers[event.Name] == 0 {
				numbers[event.Name] = len(numbers) + 1
			}
			each.Event, each.Count, each.Message = numbers[event.Name], event.Count, event.Message
		}
		if i > 0 {
			fmt.Print(",")
		}
		if err := out.Encode(each); err != nil {
			panic(err)
		}
	}
	fmt.Println("]")
}

// wait is mostly seconds, sometimes around the ten minutes after which a group begins anew.
func wait(chance *rand.Rand) int64 {
	switch chance.Intn(100) {
	case 0:
		return 600_000 + int64(chance.Intn(3)) - 1
	case 1:
		return int64(chance.Intn(3_600_000))
	}
	return int64(chance.Intn(20_000))
}
